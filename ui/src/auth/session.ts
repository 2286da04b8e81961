import type { Configuration } from './configuration.ts';
import type { SignIn } from './oidc.ts';

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
/** Set while a sign-in that followed a refusal has not been accepted yet. */
export const TRIED_KEY = 'dxcp-signed-in-again';

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

/** The way to the issuer is loaded when it has work: a tab that holds a fresh token does without. */
export const openSession = (configuration: Configuration): Session => {
  let loaded: Promise<SignIn> | undefined;
  const signIn = (): Promise<SignIn> => {
    loaded ??= import('./oidc.ts').then(({ openSignIn }) => openSignIn(configuration));
    return loaded;
  };
  const renew = async (refused?: string): Promise<string | undefined> => {
    const held = heldToken(configuration);
    return held && held !== refused ? held : (await signIn()).renew();
  };
  return {
    renew,
    token: () => renew(),
    require: async (returnTo) => {
      if (!(await renew())) await (await signIn()).leave(returnTo);
    },
    again: async (returnTo) => (await signIn()).again(returnTo),
    accepted: () => sessionStorage.removeItem(TRIED_KEY),
    finish: async (url) => (await signIn()).finish(url),
    end: async () => (await signIn()).end(),
  };
};
