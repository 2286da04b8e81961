import { UsageError } from '../errors.ts';
import { isLoopback } from '../plane.ts';
import type { Session } from '../session.ts';
import { signInByDevice } from './device.ts';
import { type IssuedToken, signInLocally } from './local.ts';
import { tokenGiven } from './token.ts';

export type SignInOptions = { readonly user?: string; readonly token?: string };

const DEFAULT_USER = 'owner';

/** Gets a token by the way that fits: one that is given, the local plane's own users, or the issuer's device page. */
export const signIn = async (session: Session, options: SignInOptions): Promise<IssuedToken & { user?: string }> => {
  const { terminal, plane } = session;
  const given = options.token === '-' ? await terminal.readInput() : (options.token ?? terminal.env.DXCP_TOKEN);
  if (given !== undefined) {
    if (given.trim() === '') throw new UsageError('The token is empty.');
    return tokenGiven(given);
  }
  if (isLoopback(plane.profile.url)) {
    const user = options.user ?? plane.profile.user ?? DEFAULT_USER;
    return { ...(await signInLocally(plane.profile.url, user, terminal.now())), user };
  }
  if (options.user !== undefined) throw new UsageError('Only a plane on this machine has users to choose from.');
  return signInByDevice(plane.profile.url, terminal);
};
