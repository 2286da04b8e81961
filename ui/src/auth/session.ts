import type { UserManager } from 'oidc-client-ts';
import type { Configuration } from './configuration.ts';

/** Who is signed in here. The tokens stay in this tab (sessionStorage) and never reach a component. */
export type Session = {
  /** Resolves when somebody is signed in; otherwise leaves for the issuer and never resolves. */
  readonly require: (returnTo: string) => Promise<void>;
  /** Ends the sign-in at `/callback`; the path the person wanted. Throws what the issuer said. */
  readonly finish: (url: string) => Promise<string>;
  /** A token that is good for at least some seconds. */
  readonly token: () => Promise<string | undefined>;
  /** One silent renewal; false when only a new sign-in helps. */
  readonly renew: () => Promise<boolean>;
  /** Signs out here and at the issuer. */
  readonly end: () => Promise<void>;
};

const RENEW_BEFORE_SECONDS = 30;

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

/** The token where the sign-in library keeps it, if it is good for some time yet. */
const heldToken = ({ issuer, clientId }: Configuration): string | undefined => {
  const value: unknown = JSON.parse(sessionStorage.getItem(`oidc.user:${issuer}:${clientId}`) ?? 'null');
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
  let renewal: Promise<boolean> | undefined;
  const manager = (): Promise<UserManager> => {
    loaded ??= loadManager(configuration);
    return loaded;
  };
  const renewOnce = async (): Promise<boolean> => {
    const oidc = await manager();
    const user = await oidc.getUser();
    if (!user?.refresh_token) return false;
    return oidc.signinSilent().then(
      (renewed) => renewed !== null,
      () => false,
    );
  };
  // Several requests may find the token old at once; the refresh token is good for one renewal only.
  const renew = (): Promise<boolean> => {
    renewal ??= renewOnce().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
  const token = async (): Promise<string | undefined> => {
    const held = heldToken(configuration);
    return held ?? ((await renew()) ? heldToken(configuration) : undefined);
  };
  return {
    renew,
    token,
    require: async (returnTo) => {
      if (await token()) return;
      await (await manager()).signinRedirect({ state: returnTo });
      await new Promise(() => {});
    },
    finish: async (url) => ownPath((await (await manager()).signinRedirectCallback(url)).state),
    end: async () => (await manager()).signoutRedirect(),
  };
};
