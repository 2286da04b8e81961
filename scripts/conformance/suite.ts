import { type Client, createClient } from '../../lib/contract/client.ts';
import type { Answer } from './answer.ts';
import { Skipped } from './claims.ts';
import type { Credential, Keyring, TokenBearer } from './credentials.ts';
import { findPlace, type Place, type PlaceWishes } from './place.ts';
import { type Asked, openTransport, type TransportOptions, type Who } from './transport.ts';

/** What a check works with. */
export type Suite = {
  readonly baseUrl: string;
  readonly isActive: boolean;
  readonly keyring: Keyring;
  readonly has: (credential: Credential) => boolean;
  readonly ask: (who: Who, asked: Asked) => Promise<Answer>;
  readonly as: (who: Who) => Client;
  /** Every answer of the run, oldest first. */
  readonly seen: readonly Answer[];
  /** Where deployments may be tried, and what is there. Throws Skipped when this plane has no such place. */
  readonly place: () => Promise<Place>;
  /** The token of somebody. Throws Skipped when there is none. */
  readonly token: (bearer: TokenBearer) => string;
  /** To be done when the check is over, the last one first, whatever its end. */
  readonly undo: (what: string, work: () => Promise<void>) => void;
  /** The newest revision of each object that the suite itself wrote: what is put back, if it is still that one. */
  readonly written: Map<string, number>;
  /** Something that could not be put back, for the report. */
  readonly leave: (what: string) => void;
};

export type Undo = { readonly what: string; readonly work: () => Promise<void> };

export type OpenSuite = Suite & {
  readonly undos: Undo[];
  readonly left: string[];
  /** Lets the check under way make no further requests, and none begin; what it changed is still put back. */
  readonly stop: () => void;
  readonly isStopped: () => boolean;
  /** Works for a check, as long as nobody stops it. */
  readonly checking: <T>(work: () => Promise<T>) => Promise<T>;
};

export type SuiteOptions = TransportOptions & { readonly isActive: boolean; readonly wishes: PlaceWishes };

export function openSuite(options: SuiteOptions): OpenSuite {
  const { baseUrl, signedUrl, keyring, isActive, wishes } = options;
  const state = { isStopped: false, isChecking: false };
  const transport = openTransport(options, { goesOn: () => !(state.isStopped && state.isChecking) });
  const undos: Undo[] = [];
  const left: string[] = [];
  let place: Promise<Place> | undefined;
  const as = (who: Who): Client =>
    createClient({
      baseUrl: who === 'signed' ? signedUrl : baseUrl,
      signed: who === 'signed',
      fetch: transport.sendAs(who),
    });
  const has = (credential: Credential): boolean =>
    credential === 'signed' ? keyring.signer !== undefined : keyring.tokens[credential] !== undefined;
  return {
    baseUrl,
    isActive,
    keyring,
    has,
    ask: transport.ask,
    as,
    seen: transport.seen,
    undos,
    left,
    written: new Map(),
    place: () => {
      place ??= findPlace({ as, has, wishes });
      return place;
    },
    token: (bearer) => {
      const token = keyring.tokens[bearer];
      if (token === undefined) throw new Skipped(`There is no token of ${bearer}`);
      return token;
    },
    undo: (what, work) => void undos.push({ what, work }),
    stop: () => {
      state.isStopped = true;
    },
    isStopped: () => state.isStopped,
    checking: async (work) => {
      state.isChecking = true;
      return work().finally(() => {
        state.isChecking = false;
      });
    },
    leave: (what) => void (left.includes(what) || left.push(what)),
  };
}
