import { type Client, createClient } from '../../../lib/contract/client.ts';
import type { Session } from '../auth/session.ts';
import { notePace } from './pace.ts';
import { notePlaneTime } from './plane-time.ts';

let client: Client | undefined;

/** Keys of the requests whose answer was that of an earlier try. */
const replayed = new Set<string>();
export const wasReplayed = (idempotencyKey: string): boolean => replayed.has(idempotencyKey);

const WHO = '/v1/whoami';

const note = (request: Request, response: Response, askedAt: number): void => {
  notePace(response);
  notePlaneTime(response, askedAt);
  const key = request.headers.get('idempotency-key');
  if (key && response.headers.get('idempotency-replayed') === 'true') replayed.add(key);
};

/** One renewal after a 401, then a new sign-in that comes back to where the person was, then the 401. */
const sendAs =
  (session: Session) =>
  async (request: Request): Promise<Response> => {
    const again = request.clone();
    const send = async (asked: Request): Promise<Response> => {
      const askedAt = Date.now();
      const response = await fetch(asked);
      note(asked, response, askedAt);
      // Not every answer proves that the token was accepted: some are for everybody.
      if (response.ok && new URL(asked.url).pathname === WHO) session.accepted();
      return response;
    };
    const response = await send(request);
    if (response.status !== 401) return response;
    const token = await session.renew(request.headers.get('authorization')?.slice('Bearer '.length));
    if (token) {
      again.headers.set('authorization', `Bearer ${token}`);
      const second = await send(again);
      if (second.status !== 401) return second;
    }
    const leaving = session.again(location.pathname + location.search);
    // A change was refused, whatever comes next: its page learns that before the sign-in takes over.
    if (request.headers.has('idempotency-key')) leaving.catch(() => undefined);
    else await leaving;
    return response;
  };

export const connect = (session: Session, baseUrl: string): void => {
  client = createClient({ baseUrl, token: session.token, fetch: sendAs(session) });
};

/** The typed client of the API, as the person who is signed in. */
export const api = (): Client => {
  if (!client) throw new Error('The client is used before it is connected');
  return client;
};
