/** The command makes no sense as given. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Nobody is signed in to the plane. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
}

/** The plane did not answer. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly origin: string;
  /** No connection was made, so nothing can have happened at the other end. */
  readonly neverSent: boolean;
  constructor(origin: string, cause: unknown) {
    super(`${origin} does not answer${reasonOf(cause)}`, { cause });
    this.origin = origin;
    this.neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(codeOf(cause) ?? '');
  }
}

/** The issuer, or the local plane standing in for it, would not sign the person in. */
export class SignInFailed extends Error {
  override readonly name = 'SignInFailed';
}

const reasonOf = (cause: unknown): string => {
  if (cause instanceof Error && cause.name === 'TimeoutError') return ' within a minute';
  const code = codeOf(cause);
  return code === undefined ? '' : ` (${code})`;
};

/** The platform's code, which fetch hides one level down. */
const codeOf = (cause: unknown): string | undefined => {
  if (!(cause instanceof Error)) return undefined;
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return codeOf(cause.cause);
};
