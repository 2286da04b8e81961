import { type Client, createClient } from '../../../lib/contract/client.ts';
import type { Session } from '../auth/session.ts';
import { notePace } from './pace.ts';

let client: Client | undefined;

/** One renewal after a 401, then a new sign-in that comes back to where the person was. */
const sendAs =
  (session: Session) =>
  async (request: Request): Promise<Response> => {
    const again = request.clone();
    const response = await fetch(request);
    notePace(response);
    if (response.status !== 401) return response;
    if (!(await session.renew())) await session.require(location.pathname + location.search);
    const token = await session.token();
    if (token) again.headers.set('authorization', `Bearer ${token}`);
    return fetch(again);
  };

export const connect = (session: Session, baseUrl: string): void => {
  client = createClient({ baseUrl, token: session.token, fetch: sendAs(session) });
};

/** The typed client of the API, as the person who is signed in. */
export const api = (): Client => {
  if (!client) throw new Error('The client is used before it is connected');
  return client;
};
