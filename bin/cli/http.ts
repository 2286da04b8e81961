import { LINES } from '../../lib/contract/lines.ts';
import { Unreachable } from './errors.ts';

export type Send = (request: Request) => Promise<Response>;

const PATIENCE_MS = 60_000;

/** The platform's fetch. Throws Unreachable when no answer comes. */
export const reach: Send = async (request) => {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw new Unreachable(new URL(request.url).origin, error);
  }
};

/** A request that is not believed is repeated once with a new token, if there is a way to one. */
export const withRenewal =
  (send: Send, renew: () => Promise<string | undefined>): Send =>
  async (request) => {
    const again = request.clone();
    const response = await send(request);
    if (response.status !== 401) return response;
    const token = await renew();
    if (token === undefined) return response;
    again.headers.set('authorization', `Bearer ${token}`);
    return send(again);
  };

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Without what would steer a terminal: the text was written by others. */
export const plain = (text: string): string => text.replace(CONTROL, '');

/** Takes out what would steer a terminal from all texts of an answer. */
export const withoutControlCharacters =
  (send: Send): Send =>
  async (request) => {
    const response = await send(request);
    const type = response.headers.get('content-type');
    // Lines go into a file as they are: what they are digested from must not change.
    if (!type?.includes('json') || type.includes(LINES)) return response;
    const { status, statusText, headers } = response;
    const value: unknown = JSON.parse(await response.text(), (_, part: unknown) =>
      typeof part === 'string' ? plain(part) : part,
    );
    return new Response(JSON.stringify(value), { status, statusText, headers });
  };
