import type { Ask } from './evaluate.ts';

export type SecretFor = (accessKeyId: string) => { readonly secretAccessKey: string } | undefined;

/** Who is known, and what they may do. */
export type Judge = {
  readonly secretFor: SecretFor;
  /** Throws `AccessDenied` for the first thing that the key's owner may not do. */
  readonly authorize: (accessKeyId: string, asks: readonly Ask[]) => void;
};
