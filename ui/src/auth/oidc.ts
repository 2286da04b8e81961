import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { noteLeaving, noteStaying } from '../app/leaving.ts';
import type { Configuration } from './configuration.ts';
import { type Session, TRIED_KEY } from './session.ts';
import { noteSignedOut } from './signed-out.ts';

const ISSUER_PATIENCE_SECONDS = 10;

const managerOf = (configuration: Configuration): UserManager => {
  const store = new WebStorageStateStore({ store: sessionStorage });
  return new UserManager({
    authority: configuration.issuer,
    client_id: configuration.clientId,
    redirect_uri: `${location.origin}/callback`,
    post_logout_redirect_uri: `${location.origin}/`,
    response_type: 'code',
    scope: configuration.scope,
    userStore: store,
    stateStore: store,
    automaticSilentRenew: false,
    requestTimeoutInSeconds: ISSUER_PATIENCE_SECONDS,
    ...(configuration.audience ? { extraQueryParams: { audience: configuration.audience } } : {}),
  });
};

/** Only a path of this site is a place to return to. */
const ownPath = (state: unknown): string => {
  const path = typeof state === 'string' ? state : '/';
  return path.startsWith('/') && !path.startsWith('//') && !path.startsWith('/callback') ? path : '/';
};

const reaches = (way: Promise<void>): Promise<boolean> =>
  way.then(
    () => true,
    () => false,
  );

/** What of a session needs the issuer. */
export type SignIn = Pick<Session, 'again' | 'finish' | 'end'> & {
  /** A token from the issuer; undefined when only a new sign-in helps. */
  readonly renew: () => Promise<string | undefined>;
  /** Leaves for the issuer; never resolves. */
  readonly leave: (returnTo: string) => Promise<never>;
};

export const openSignIn = (configuration: Configuration): SignIn => {
  const oidc = managerOf(configuration);
  let renewal: Promise<string | undefined> | undefined;
  let leaving: Promise<never> | undefined;
  const renewOnce = async (): Promise<string | undefined> => {
    try {
      const user = await oidc.getUser();
      return user?.refresh_token ? (await oidc.signinSilent())?.access_token : undefined;
    } catch {
      return undefined;
    }
  };
  // Several requests may find the token old at once; the refresh token is good for one renewal only.
  const renew = (): Promise<string | undefined> => {
    renewal ??= renewOnce().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
  const redirect = async (returnTo: string): Promise<never> => {
    noteLeaving();
    await oidc.signinRedirect({ state: returnTo });
    return new Promise<never>(() => {});
  };
  const leave = (returnTo: string): Promise<never> => {
    leaving ??= redirect(returnTo).finally(() => {
      noteStaying();
      leaving = undefined;
    });
    return leaving;
  };
  return {
    renew,
    leave,
    again: async (returnTo) => {
      if (leaving) return leaving;
      const triedInVain = sessionStorage.getItem(TRIED_KEY) !== null;
      sessionStorage.setItem(TRIED_KEY, '1');
      // Without the token that is of no use, the next visit of any page leads to the sign-in.
      await oidc.removeUser();
      return triedInVain ? false : leave(returnTo);
    },
    finish: async (url) => ownPath((await oidc.signinRedirectCallback(url)).state),
    end: async () => {
      // The issuer refuses a sign-out for a session that it does not know any more, on a page that leads nowhere.
      const known = await renew();
      // Whoever signs out means to leave: a question now could only be answered after the session is gone.
      noteLeaving();
      noteSignedOut(known ? 'everywhere' : 'here');
      if (known && (await reaches(oidc.signoutRedirect()))) return;
      noteSignedOut('here');
      await oidc.removeUser();
      location.assign('/');
    },
  };
};
