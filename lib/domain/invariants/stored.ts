import type { AuditEvent } from '../../contract/audit.ts';
import type { Build } from '../../contract/build.ts';
import type { Service } from '../../contract/service.ts';
import type { AnswerKey, PlaceKey, PublisherQuotaKey, QuotaKey, UsageKey } from '../change.ts';
import type { DenialCount } from '../denials.ts';
import type { RateKey } from '../rates.ts';
import type { Breaker, DeploymentRecord, Guard, KillSwitch, Lane, Pulse, Watch } from '../records.ts';
import type { StoredEvidence } from '../seals/evidence.ts';
import type { ChainHead } from '../seals/seal.ts';

/** Everything that is stored, as far as the invariants look at it. */

export type KeptDeployment = Pick<
  DeploymentRecord,
  | 'id'
  | 'service'
  | 'environment'
  | 'version'
  | 'deliveryGroupId'
  | 'state'
  | 'outcome'
  | 'deploymentKind'
  | 'changeSummary'
  | 'createdAt'
  | 'finishedAt'
  | 'createdBy'
  | 'rollbackOf'
  | 'waitsFor'
  | 'rolledBackBy'
  | 'supersededBy'
  | 'abandoned'
  | 'policySnapshot'
  | 'timelineSequence'
  | 'quota'
  | 'handOver'
  | 'executionId'
>;
export type KeptPlace = PlaceKey & { readonly holders: readonly string[]; readonly held: number };
export type KeptQuota = { readonly key: QuotaKey; readonly used: number };
export type KeptPublisherQuota = { readonly key: PublisherQuotaKey; readonly used: number };
/** `limit` is the one that was in force when the counter was last raised. */
export type KeptRate = { readonly key: RateKey; readonly used: number; readonly limit: number };
export type KeptAnswer = AnswerKey & {
  readonly expiresAt: string;
  /** Id of the object that was answered, where the answer has one. */
  readonly about?: string;
};
export type KeptEvent = Pick<
  AuditEvent,
  | 'eventId'
  | 'eventType'
  | 'actorId'
  | 'targetType'
  | 'targetId'
  | 'timestamp'
  | 'outcome'
  | 'summary'
  | 'requestId'
  | 'code'
  | 'revision'
> & {
  /** Of a summary of denials: the hour, and how many it tells. */
  readonly of?: { readonly hour: string; readonly count: number };
};
export type KeptBuild = Pick<Build, 'service' | 'version' | 'registeredAt' | 'registeredBy'>;
/** A seal, what was computed of it anew, and the leaves it was made from. */
export type KeptSeal = StoredEvidence & { readonly leaves: readonly string[] };
export type KeptSealing = {
  /** The leaf of each event, by id. */
  readonly leaves: ReadonlyMap<string, string>;
  readonly seals: readonly KeptSeal[];
  /** By event, the seal that it is noted in. */
  readonly sealed: ReadonlyMap<string, number>;
  /** Where the chain ends; nothing was ever sealed without. */
  readonly chain: ChainHead | undefined;
};
/** A part of the configuration, by what audit events call it, and the revision that is in force. */
export type KeptRevision = { readonly targetType: string; readonly targetId: string; readonly revision: number };
/** What a group refers to, by name. */
export type KeptGroup = {
  readonly id: string;
  readonly services: readonly string[];
  readonly recipes: readonly string[];
  readonly environments: readonly string[];
};
export type KeptService = Pick<Service, 'name' | 'deliveryGroupId'>;
export type KeptUsage = UsageKey & { readonly groups: readonly string[] };
/** An item that no part of DXCP could read. */
export type Unreadable = { readonly key: string; readonly why: string };

export type Stored = {
  readonly deployments: ReadonlyMap<string, KeptDeployment>;
  /** The sequences of each deployment's timeline, in the order in which they are kept. */
  readonly timelines: ReadonlyMap<string, readonly number[]>;
  readonly lanes: readonly Lane[];
  readonly places: readonly KeptPlace[];
  readonly quotas: readonly KeptQuota[];
  readonly publisherQuotas: readonly KeptPublisherQuota[];
  readonly denials: readonly DenialCount[];
  readonly rates: readonly KeptRate[];
  readonly guards: readonly Guard[];
  readonly groups: readonly KeptGroup[];
  readonly services: readonly KeptService[];
  /** The recipes and environments there are. */
  readonly referredTo: readonly UsageKey[];
  readonly usages: readonly KeptUsage[];
  readonly revisions: readonly KeptRevision[];
  /** Ids; `undefined` on a plane that has no register yet. */
  readonly groupRegistry: readonly string[] | undefined;
  readonly killSwitch: KillSwitch | undefined;
  readonly answers: readonly KeptAnswer[];
  readonly audit: readonly KeptEvent[];
  readonly builds: readonly KeptBuild[];
  readonly breaker: Breaker | undefined;
  readonly pulse: Pulse | undefined;
  readonly watch: Watch | undefined;
  readonly sealing: KeptSealing;
  readonly unreadable: readonly Unreadable[];
};

export const keptDeployment = (record: DeploymentRecord): KeptDeployment => ({
  id: record.id,
  service: record.service,
  environment: record.environment,
  version: record.version,
  deliveryGroupId: record.deliveryGroupId,
  state: record.state,
  outcome: record.outcome,
  deploymentKind: record.deploymentKind,
  changeSummary: record.changeSummary,
  createdAt: record.createdAt,
  createdBy: record.createdBy,
  policySnapshot: record.policySnapshot,
  timelineSequence: record.timelineSequence,
  quota: record.quota,
  handOver: record.handOver,
  ...(record.finishedAt === undefined ? {} : { finishedAt: record.finishedAt }),
  ...(record.rollbackOf === undefined ? {} : { rollbackOf: record.rollbackOf }),
  ...(record.waitsFor === undefined ? {} : { waitsFor: record.waitsFor }),
  ...(record.rolledBackBy === undefined ? {} : { rolledBackBy: record.rolledBackBy }),
  ...(record.supersededBy === undefined ? {} : { supersededBy: record.supersededBy }),
  ...(record.abandoned === undefined ? {} : { abandoned: record.abandoned }),
  ...(record.executionId === undefined ? {} : { executionId: record.executionId }),
});

export const keptEvent = (event: AuditEvent): KeptEvent => ({
  eventId: event.eventId,
  eventType: event.eventType,
  actorId: event.actorId,
  targetType: event.targetType,
  targetId: event.targetId,
  timestamp: event.timestamp,
  outcome: event.outcome,
  summary: event.summary,
  requestId: event.requestId,
  ...(event.code === undefined ? {} : { code: event.code }),
  ...(event.revision === undefined ? {} : { revision: event.revision }),
  ...(event.eventType === 'DENIALS_SUMMARY' ? { of: summarised(event) } : {}),
});

const summarised = ({ after }: AuditEvent) => ({ hour: String(after?.hour), count: Number(after?.count) });
