import type { Cell, Mount } from './authority-matrix.ts';
import { unidentified } from './authority-matrix.ts';

/** Credentials that are not good, though all of them claim to be an admin's or the publisher's. */
export const tokenFaults = {
  empty: 'an empty Authorization header',
  garbage: 'something that is no token',
  scheme: 'a good token under another scheme than Bearer',
  expired: 'expired',
  notYetValid: 'not valid yet',
  endless: 'without an expiry',
  wrongIssuer: 'of another issuer',
  wrongAudience: 'for another audience',
  tampered: 'claims changed after signing',
  foreignKey: 'signed with a key of somebody else under the known key id',
  unknownKey: 'signed with a key whose id the issuer does not publish',
  algorithmNone: 'unsigned, `alg: none`',
  publicKeyAsSecret: 'HS256 with the public key as the secret',
} as const;
export type TokenFault = keyof typeof tokenFaults;

export const signatureFaults = {
  unknownAccessKey: 'a signature by an access key nobody knows',
  wrongSecret: 'a signature by a known access key with another secret',
  oldSignature: 'a signature older than five minutes',
  otherService: 'a signature for another service',
  otherPath: 'a signature for another path',
} as const;
export type SignatureFault = keyof typeof signatureFaults;

/** A bad credential gets no further than none: nobody is let in, or told more, for having tried. */
export const faultCellOf = (mount: Mount): Cell => unidentified(mount);

export const isTokenFault = (fault: TokenFault | SignatureFault): fault is TokenFault =>
  Object.hasOwn(tokenFaults, fault);
const isSignatureFault = (name: string): name is SignatureFault => Object.hasOwn(signatureFaults, name);
const isTokenFaultName = (name: string): name is TokenFault => Object.hasOwn(tokenFaults, name);
export const faultNames: readonly (TokenFault | SignatureFault)[] = [
  ...Object.keys(tokenFaults).filter(isTokenFaultName),
  ...Object.keys(signatureFaults).filter(isSignatureFault),
];
