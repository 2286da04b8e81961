import type { HeardEvent } from './engine.ts';

/** The small things DXCP needs of the world around it. */

export interface Clock {
  now(): Date;
}

export interface Ids {
  /** 26 characters, sortable by time. */
  deployment(): string;
  event(): string;
  leaseToken(): string;
}

/** Starts the machine that follows a deployment to its end; a second start for one deployment is no error. */
export interface Workflow {
  begin(deploymentId: string): Promise<void>;
}

/** Asks for a fresh look at a deployment without waiting for it. */
export interface Observer {
  /** Never fails: somebody looks sooner or later anyway. */
  ask(deploymentId: string): Promise<void>;
  /** Passes on what the engine sent. Throws when it was lost and nobody could learn of it by a look. */
  hear(event: HeardEvent): Promise<void>;
}

/** What operators count and are alarmed by. */
export type Signal =
  | {
      readonly kind: 'engine call';
      readonly method: string;
      readonly ms: number;
      /** Requests that were sent since the last call was told, by whichever calls. */
      readonly requests?: number;
      readonly fault?: string;
    }
  /** A status or a failure of the engine that DXCP has no words of its own for; of a failure the engine's types. */
  | { readonly kind: 'unclassified'; readonly what: 'status' | 'failure'; readonly of?: string }
  /** It has opened or closed. */
  | { readonly kind: 'breaker'; readonly state: 'open' | 'closed' }
  /** Executions that are too many and do not end are not waited for any more. */
  | { readonly kind: 'strays given up'; readonly count: number }
  /** What a deployment was released from has ended after all. */
  | { readonly kind: 'late end' }
  /** How long ago the time was that is sealed last. */
  | { readonly kind: 'sealing'; readonly behindSeconds: number }
  /** Where a seal is to be put, another one lies. */
  | { readonly kind: 'foreign seal' }
  /** What may only be added to was changed or removed. */
  | { readonly kind: 'record altered'; readonly count: number }
  /** Reconciliation could not repair something, and tries again with its next pass. */
  | { readonly kind: 'repair failed'; readonly of: 'settings' | 'kill switch' | 'denials'; readonly why: string }
  /** Once a pass of reconciliation. */
  | { readonly kind: 'engine'; readonly reachable: boolean };
export type Tell = (signal: Signal) => void;

export type ArtifactObject = {
  readonly ref: string;
  readonly sizeBytes: number;
  readonly versionId?: string;
  readonly lastModified: string;
};

/** Where built artifacts lie. References are `s3://bucket/key`. */
export interface Artifacts {
  /** `undefined` when there is no such object. */
  stat(ref: string): Promise<ArtifactObject | undefined>;
  /** SHA-256 of the bytes of exactly this object version, lower-case hex; `undefined` when there are more than `maxBytes`. */
  digest(object: Pick<ArtifactObject, 'ref' | 'versionId'>, maxBytes: number): Promise<string | undefined>;
  list(prefix: string, limit: number): Promise<readonly ArtifactObject[]>;
}

/** One thing the sanity endpoint looks at. */
export type Probe = {
  readonly name: string;
  readonly check: () => Promise<{ readonly ok: boolean; readonly detail?: string; readonly hint?: string }>;
};
