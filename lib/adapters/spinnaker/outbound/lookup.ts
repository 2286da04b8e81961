import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type AddressRules, mayCall } from './addresses.ts';

/** Gives every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const FORBIDDEN_ADDRESS = 'ERR_FORBIDDEN_ADDRESS';

/** A name leads, or an address is, where DXCP does not call. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
  readonly code = FORBIDDEN_ADDRESS;
  constructor() {
    super('The address is not one that may be called');
  }
}

export const resolveByDns: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

/** The addresses of a name, all of which may be called; throws `ForbiddenAddress` when one of them may not. */
export const resolveGuarded = async (hostname: string, rules: AddressRules, resolve: Resolve) => {
  const addresses = await resolve(hostname);
  if (addresses.length === 0) throw Object.assign(new Error('The name has no address'), { code: 'ENOTFOUND' });
  if (!addresses.every(({ address }) => mayCall(address, rules))) throw new ForbiddenAddress();
  return addresses;
};

/**
 * Resolves for a connection that is about to be made, so that the address that is judged is the one that is called: a
 * name that changes its answer in between gains nothing.
 */
export const guardedLookup =
  (rules: AddressRules, resolve: Resolve): LookupFunction =>
  (hostname, options, callback) => {
    resolveGuarded(hostname, rules, resolve).then(
      (addresses) => answer(addresses, options, callback),
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };

const answer = (
  [first, ...others]: readonly LookupAddress[],
  { all }: Parameters<LookupFunction>[1],
  callback: Parameters<LookupFunction>[2],
): void => {
  if (all) callback(null, first ? [first, ...others] : []);
  else callback(null, first?.address ?? '', first?.family ?? 4);
};
