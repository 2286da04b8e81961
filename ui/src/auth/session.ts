import type { UserManager } from 'oidc-client-ts';
import type { Configuration } from './configuration.ts';
import { noteSignedOut } from './signed-out.ts';

/** Who is signed in here. The tokens stay in this tab (sessionStorage) and never reach a component. */
export type Session = {
  /** Resolves when somebody is signed in; otherwise leaves for the issuer and never resolves. */
  readonly require: (returnTo: string) => Promise<void>;
  /** Ends the sign-in at `/callback`; the path the person wanted. Throws what the issuer said. */
  readonly finish: (url: string) => Promise<string>;
  /** A token that is good for at least some seconds. */
  readonly token: () => Promise<string | undefined>;
  /** A token in place of the one that the plane refused; undefined when only a new sign-in helps. */
  readonly renew: (refused: string | undefined) => Promise<string | undefined>;
  /** Leaves for a new sign-in because no token of this one is accepted. False when that was just tried in vain. */
  readonly again: (returnTo: string) => Promise<boolean>;
  /** The plane knows who this is: should it refuse later, a new sign-in is worth a try. */
  readonly accepted: () => void;
  /** Signs out here and, where it still knows the person, at the issuer. Ends at `/`, signed out. */
  readonly end: () => Promise<void>;
};

const RENEW_BEFORE_SECONDS = 30;
const ISSUER_PATIENCE_SECONDS = 10;
/** Set while a sign-in that followed a refusal has not been accepted yet. */
const TRIED_KEY = 'dxcp-signed-in-again';

/** The sign-in library is loaded when it has work: a tab that holds a fresh token does without. */
const loadManager = async (configuration: Configuration): Promise<UserManager> => {
  const { UserManager, WebStorageStateStore } = await import('oidc-client-ts');
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

type Held = { readonly access_token: string; readonly expires_at: number };
const isHeld = (value: unknown): value is Held =>
  typeof value === 'object' &&
  value !== null &&
  'access_token' in value &&
  typeof value.access_token === 'string' &&
  'expires_at' in value &&
  typeof value.expires_at === 'number';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The token where the sign-in library keeps it, if it is good for some time yet. */
const heldToken = ({ issuer, clientId }: Configuration): string | undefined => {
  const value = parsed(sessionStorage.getItem(`oidc.user:${issuer}:${clientId}`) ?? '');
  const fresh = isHeld(value) && value.expires_at - Date.now() / 1000 > RENEW_BEFORE_SECONDS;
  return fresh ? value.access_token : undefined;
};

/** Only a path of this site is a place to return to. */
const ownPath = (state: unknown): string => {
  const path = typeof state === 'string' ? state : '/';
  return path.startsWith('/') && !path.startsWith('//') && !path.startsWith('/callback') ? path : '/';
};

export const openSession = (configuration: Configuration): Session => {
  let loaded: Promise<UserManager> | undefined;
  let renewal: Promise<string | undefined> | undefined;
  let leaving: Promise<never> | undefined;
  const manager = (): Promise<UserManager> => {
    loaded ??= loadManager(configuration);
    return loaded;
  };
  const renewOnce = async (): Promise<string | undefined> => {
    const oidc = await manager();
    try {
      const user = await oidc.getUser();
      return user?.refresh_token ? (await oidc.signinSilent())?.access_token : undefined;
    } catch {
      return undefined;
    }
  };
  // Several requests may find the token old at once; the refresh token is good for one renewal only.
  const renew = (refused?: string): Promise<string | undefined> => {
    const held = heldToken(configuration);
    if (held && held !== refused) return Promise.resolve(held);
    renewal ??= renewOnce().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
  const leave = async (returnTo: string): Promise<never> => {
    await (await manager()).signinRedirect({ state: returnTo });
    return new Promise<never>(() => {});
  };
  const signIn = (returnTo: string): Promise<never> => {
    leaving ??= leave(returnTo).finally(() => {
      leaving = undefined;
    });
    return leaving;
  };
  return {
    renew,
    token: () => renew(),
    require: async (returnTo) => {
      if (!(await renew())) await signIn(returnTo);
    },
    again: async (returnTo) => {
      if (leaving) return leaving;
      const triedInVain = sessionStorage.getItem(TRIED_KEY) !== null;
      sessionStorage.setItem(TRIED_KEY, '1');
      // Without the token that is of no use, the next visit of any page leads to the sign-in.
      await (await manager()).removeUser();
      return triedInVain ? false : signIn(returnTo);
    },
    accepted: () => sessionStorage.removeItem(TRIED_KEY),
    finish: async (url) => ownPath((await (await manager()).signinRedirectCallback(url)).state),
    end: async () => {
      const oidc = await manager();
      // The issuer refuses a sign-out for a session that it does not know any more, on a page that leads nowhere.
      const known = await renew(heldToken(configuration));
      noteSignedOut(known ? 'everywhere' : 'here');
      if (known && (await reaches(oidc.signoutRedirect()))) return;
      noteSignedOut('here');
      await oidc.removeUser();
      location.assign('/');
    },
  };
};

const reaches = (way: Promise<void>): Promise<boolean> =>
  way.then(
    () => true,
    () => false,
  );
