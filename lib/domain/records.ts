import type { Actor } from '../contract/actor.ts';
import type { Holder } from '../contract/admission.ts';
import type { Deployment, DeploymentKind, Outcome, State } from '../contract/deployment.ts';
import type { EngineWait } from './waits.ts';

/** What DXCP keeps, beyond what callers may see. Instants are ISO 8601 in UTC. */

/** Who acts, with the facts of the token or signature that publisher entries are matched against. */
export type Caller = Actor & {
  readonly identity:
    | { readonly kind: 'token'; readonly issuer: string; readonly audience: string; readonly authorizedParty?: string }
    | { readonly kind: 'aws'; readonly accountId: string; readonly roleName: string };
};

/** The part of a recipe and a build that an order needs, frozen at admission. */
export type FrozenOrder = {
  readonly engineType: string;
  readonly application: string;
  readonly definition: string;
  readonly steps: readonly string[];
  readonly artifactRef: string;
  readonly targetVersion?: string;
};

/** How far the hand-over to the engine has come. A lease that was ever taken means: the engine may know of it. */
export type HandOver = {
  readonly leases: number;
  /** Fencing token of the newest lease, and when it ends. */
  readonly leaseToken?: string;
  readonly leaseUntil?: string;
  /** Persisted before the first request leaves; never changes afterwards. */
  readonly firstRequestAt?: string;
  /** When the newest request left; a search that finds nothing is believed only some time after it. */
  readonly lastRequestAt?: string;
  /** The newest request provably did not leave. */
  readonly unsent?: true;
  /** When the engine was last looked through for all that the requests have become. */
  readonly searchedAt?: string;
  /** Executions of this deployment besides the one that it follows. */
  readonly strays?: readonly Stray[];
};

/** An execution that is one too many; `over` once it was seen to have ended, `givenUp` when nobody waits for that any more. */
export type Stray = { readonly id: string; readonly over?: true; readonly givenUp?: true };

/** A deployment as stored. `recordVersion` grows by one with each write and is the condition of the next. */
export type DeploymentRecord = Deployment & {
  readonly recordVersion: number;
  readonly timelineSequence: number;
  readonly quota: { readonly day: string; readonly kind: QuotaKind; readonly refunded: boolean };
  readonly order: FrozenOrder;
  readonly handOver: HandOver;
  readonly deadlineAt: string;
  readonly executionId?: string;
  readonly executionUrl?: string;
  /** The engine's own words, redacted; for admins only. */
  readonly evidence?: readonly string[];
  /** What went wrong without ending it, as already told on the timeline. */
  readonly warnings?: readonly string[];
  /** Whom the engine waits for, as of the newest look; none any more when empty. */
  readonly engineWaits?: readonly EngineWait[];
  /** When a take-over rollback got the place of what it replaces. */
  readonly turnAt?: string;
  /** When the engine was last asked to stop. */
  readonly cancelSentAt?: string;
};

export type QuotaKind = 'deploy' | 'rollback';

/** A success that once ran: newest first, one per version. */
export type PastSuccess = {
  readonly deploymentId: string;
  readonly version: string;
  readonly deploymentKind: DeploymentKind;
  readonly ranFrom: string;
  readonly ranTo: string;
};

export type Attempt = {
  readonly deploymentId: string;
  readonly version: string;
  readonly deploymentKind: DeploymentKind;
  readonly createdAt: string;
  readonly state: State;
  readonly outcome: Outcome | null;
  readonly finishedAt?: string;
};

/** One service in one environment: what is in flight, what runs, what ran. The condition of all that happens there. */
export type Lane = {
  readonly service: string;
  readonly environment: string;
  readonly deliveryGroupId: string;
  readonly laneVersion: number;
  readonly inFlight?: { readonly deploymentId: string; readonly version: string; readonly rollbackOf?: string };
  /** The take-over rollback that gets the place of `inFlight` next. */
  readonly waiting?: { readonly deploymentId: string; readonly version: string; readonly rollbackOf: string };
  /** The newest roll-forward, or the newest successful rollback. */
  readonly newestAttempt?: Attempt;
  readonly running?: {
    readonly deploymentId: string;
    readonly version: string;
    readonly deploymentKind: DeploymentKind;
    readonly since: string;
    readonly uncertain?: boolean;
  };
  readonly previousGood: readonly PastSuccess[];
  /** Seconds from creation to success of the last few successes, newest first. */
  readonly durations: readonly number[];
};

/** What holds the slots of a delivery group in an environment, by deployment id. */
export type Slots = { readonly holders: Readonly<Record<string, Omit<Holder, 'deploymentId'>>> };

/** Covers a group and everything its admissions depend on; every configuration edit bumps it. */
export type Guard = {
  readonly deliveryGroupId: string;
  readonly revision: number;
  readonly mutationsDisabled: boolean;
  /** Of the kill switch's master row whose position this one has taken over; absent means that it never moved. */
  readonly epoch?: number;
};

/** Which delivery groups refer to a recipe or an environment; changed together with them. */
export type Usage = {
  readonly groups: readonly string[];
  readonly revision: number;
  /** Of the object when it was deleted; what is made under its name later goes on from there. */
  readonly lastRevision?: number;
};

/** The ids of all delivery groups, to be read where none may be missing. */
export type GroupRegistry = { readonly ids: readonly string[]; readonly revision: number };

/** The kill switch's master row; the guard rows follow it. */
export type KillSwitch = {
  readonly mutationsDisabled: boolean;
  readonly reason?: string;
  readonly since?: string;
  /** Grows with every turn, and with every change that all delivery groups have to follow. */
  readonly epoch: number;
  readonly updatedBy?: string;
};

/** What is known of the engine's health across all instances. */
export type Breaker = {
  readonly state: 'closed' | 'open';
  readonly since: string;
  /** Failures in a row; back to 0 with the first success. */
  readonly failures: number;
  readonly detail?: string;
  /** When the newest of them was. */
  readonly failedAt?: string;
};

/** Written by reconciliation: how much is in flight, hence how fresh observations need to be, and on which engine. */
export type Pulse = {
  readonly inFlight: number;
  readonly freshnessSeconds: number;
  readonly at: string;
  readonly engineType?: string;
};

/** Who looks after everything in flight, one at a time, and how far that has come. */
export type Watch = {
  readonly revision: number;
  /** Whose turn it is, and until when, unless it is prolonged. */
  readonly holder?: string;
  readonly until?: string;
  /** Everything that was in flight then has been looked at since. */
  readonly lookedAt?: string;
  /** A round that was broken off: when it began, and the first deployment that is still to be looked at. */
  readonly round?: { readonly startedAt: string; readonly next: string };
  /** The deployment that was settled last among those that wait for long: the next one is the one before it. */
  readonly settledTo?: string;
  /** How many calls the budget allowed at that instant: it is one for the plane, whoever spends it. */
  readonly budget?: { readonly left: number; readonly at: string };
};

/** Something was heard of a deployment, so that it is to be looked at. `token` tells two of the same instant apart. */
export type Hint = { readonly deploymentId: string; readonly at: string; readonly token: string };

export type StoredAnswer = {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: unknown;
  readonly expiresAt: string;
};
