import type { EngineAbilities } from '../contract/engine-abilities.ts';
import type { FailureCategory } from '../contract/failure.ts';

/** One question to the engine, repeated where an adapter does so, is answered or given up by then, in seconds. */
export const ANSWER_SECONDS_MAX = 20;

/**
 * What DXCP needs of a deployment engine. Nothing here is in any engine's own words; an adapter translates.
 * Every method has a bounded duration. None of them may be assumed to have had no effect when it throws `EngineFault`.
 */
export interface Engine {
  readonly kind: string;
  /** What is not among them is never called: `find` without `search`, `observe` without `observation`, … */
  readonly abilities: EngineAbilities;
  /** Hands an order over. Never call it twice for one order without `find` in between. */
  start(order: EngineOrder): Promise<StartAnswer>;
  /** Executions that carry the order's `eventId`, oldest first; empty when the engine knows none (yet). */
  find(order: EngineOrder): Promise<readonly FoundExecution[]>;
  /** One execution in full, with failures and evidence. `undefined` when the engine does not know the id (yet). */
  observe(executionId: string, order: EngineOrder): Promise<Observation | undefined>;
  /** Many executions at a glance (no failures, no evidence), by id; unknown ones are left out of the answer. */
  observeMany(executions: readonly Watched[]): Promise<ReadonlyMap<string, Observation>>;
  /** Asks the engine to stop; the answer says nothing about success: observe afterwards. */
  cancel(executionId: string, reason: string): Promise<void>;
  /** Names of the applications that it shows to DXCP, in their order. */
  applications(): Promise<readonly string[]>;
  /** What can be run of an application, by name; empty for an application that the engine does not know. */
  definitions(application: string): Promise<readonly EngineDefinition[]>;
  health(): Promise<EngineHealth>;
}

/** Everything an engine may know of a deployment. Only these parameters leave DXCP; secrets never do. */
export type EngineOrder = {
  readonly deploymentId: string;
  /** Derived from the deployment id, never changing: the engine's de-duplication key. */
  readonly correlationId: string;
  /** Derived from the deployment id, never changing: what `find` looks for. */
  readonly eventId: string;
  readonly application: string;
  /** The engine-side definition to run (deploy or rollback, as the recipe maps it). */
  readonly definition: string;
  readonly requestedBy: string;
  /** When the first attempt to start was made; bounds the search. ISO 8601. */
  readonly requestedAt: string;
  readonly parameters: EngineParameters;
  /** Labels of the recipe's steps, for normalized progress; empty when the engine's own names are to be used. */
  readonly steps: readonly string[];
};

export type EngineParameters = {
  readonly deploymentId: string;
  readonly service: string;
  readonly environment: string;
  readonly version: string;
  readonly targetVersion?: string;
  readonly artifactRef: string;
  readonly s3Bucket?: string;
  readonly s3Key?: string;
  readonly changeSummary: string;
};

export type StartAnswer =
  | { readonly kind: 'accepted'; readonly executionId: string; readonly executionUrl?: string }
  /** The engine refused and, as far as its answer says, nothing runs. */
  | { readonly kind: 'rejected'; readonly failure: EngineFailure };

export type FoundExecution = { readonly id: string; readonly startedAt: string };

/** An execution to be looked at, and the recipe's labels for its steps. */
export type Watched = { readonly executionId: string; readonly steps: readonly string[] };

export type ObservedStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'ROLLED_BACK' | 'UNKNOWN';

export type Observation = {
  readonly executionId: string;
  readonly status: ObservedStatus;
  /** `done` of `total` steps; `label` is the recipe's word for the step under way. */
  readonly progress?: { readonly done: number; readonly total: number; readonly label: string };
  /** The recipe's steps that have begun, in order, with the times of the engine's clock where it gives them. */
  readonly steps?: readonly ObservedStep[];
  /** ISO 8601, from the engine's clock. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly executionUrl?: string;
  readonly failures: readonly EngineFailure[];
  /** What people should know although it has not ended the work: steps passed over, an approval that is waited for. */
  readonly warnings: readonly string[];
};

export type ObservedStep = { readonly label: string; readonly startedAt?: string; readonly finishedAt?: string };

/**
 * What an event that the engine sent says: which deployment it is about. Engines that can be asked are asked; only of
 * those that cannot, the event's own word is taken.
 */
export type EngineEvent = {
  readonly deploymentId: string;
  readonly executionId?: string;
  readonly observation?: Observation;
};

/** … and when it came in. */
export type HeardEvent = EngineEvent & { readonly heardAt: string };

/** Understands the body of an event; `undefined` when it is about nothing that DXCP ordered. Pure. */
export type ReadEngineEvent = (body: unknown) => EngineEvent | undefined;

export type EngineFailure = {
  readonly category: FailureCategory;
  readonly summary: string;
  readonly detail?: string;
  readonly actionHint?: string;
  readonly retryable?: boolean;
  readonly observedAt?: string;
  /** The engine's own words, redacted; for admins only. */
  readonly evidence?: string;
  /** Of what nobody has words for: the types of step and error in the engine, and nothing that was said. */
  readonly unrecognized?: string;
};

/** What a recipe may name; one that is not enabled is rejected when it is ordered. */
export type EngineDefinition = { readonly name: string; readonly enabled: boolean };

export type EngineHealth = { readonly ok: boolean; readonly detail?: string };

export type EngineFaultKind =
  | 'UNAVAILABLE'
  | 'TIMEOUT'
  /** It does not know DXCP: no call can go well. */
  | 'UNAUTHORIZED'
  /** It knows DXCP and does not let it do this. */
  | 'FORBIDDEN'
  | 'MISCONFIGURED'
  | 'CALL_FAILED';

/**
 * The engine could not be asked, or its answer is not to be trusted. After `start`, the order may or may not
 * have been accepted (`ambiguous`), unless the fault proves that nothing was sent.
 */
export class EngineFault extends Error {
  override readonly name = 'EngineFault';
  readonly kind: EngineFaultKind;
  readonly ambiguous: boolean;
  constructor(kind: EngineFaultKind, message: string, options: { ambiguous: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.ambiguous = options.ambiguous;
  }
}
