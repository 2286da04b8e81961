import * as z from 'zod';
import { SignInFailed } from '../errors.ts';
import { reach } from '../http.ts';

const issued = z.object({ accessToken: z.string().min(1), expiresIn: z.number().positive() });

export type IssuedToken = { readonly token: string; readonly expiresAt?: string };

/** Signs a seeded user in to a local plane. Throws SignInFailed in the plane's own words. */
export const signInLocally = async (origin: string, user: string, now: number): Promise<IssuedToken> => {
  const response = await reach(
    new Request(`${origin}/.local/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
    }),
  );
  const text = await response.text();
  if (!response.ok) throw new SignInFailed(refusalOf(response.status, text, user));
  const { accessToken, expiresIn } = issued.parse(JSON.parse(text));
  return { token: accessToken, expiresAt: new Date(now + expiresIn * 1000).toISOString() };
};

const explained = z.object({ detail: z.string() }).or(z.object({ message: z.string() }));

const refusalOf = (status: number, text: string, user: string): string => {
  if (status === 404 && !text.includes(user)) return 'This plane has no users of its own. Sign in with --token.';
  const answer = explained.safeParse(parsed(text));
  if (!answer.success) return `The plane answered ${status} when ${user} asked for a token.`;
  return 'detail' in answer.data ? answer.data.detail : answer.data.message;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
