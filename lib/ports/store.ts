import type { AuditEvent, AuditType } from '../contract/audit.ts';
import type { Build } from '../contract/build.ts';
import type { DeliveryGroup } from '../contract/delivery-group.ts';
import type { Outcome, State } from '../contract/deployment.ts';
import type { Environment } from '../contract/environment.ts';
import type { FailureCategory } from '../contract/failure.ts';
import type { Page } from '../contract/list.ts';
import type { Recipe } from '../contract/recipe.ts';
import type { Service } from '../contract/service.ts';
import type { TimelineEvent } from '../contract/timeline.ts';
import type {
  AnswerKey,
  Change,
  ConditionName,
  LaneKey,
  PlaceKey,
  PublisherQuotaKey,
  QuotaKey,
} from '../domain/change.ts';
import type { DenialCount, DenialsTold } from '../domain/denials.ts';
import type { RateClaim } from '../domain/rates.ts';
import type {
  Breaker,
  DeploymentRecord,
  GroupRegistry,
  Guard,
  Hint,
  KillSwitch,
  Lane,
  Pulse,
  Slots,
  StoredAnswer,
  Usage,
  Watch,
} from '../domain/records.ts';
import type { ChainHead, Seal } from '../domain/seals/seal.ts';
import type { PlaneSettings, Publishers } from '../domain/settings.ts';

/** The system of record. Reads by key are consistent; lists are key-ordered and may lag by moments. */
export interface Store {
  /** Everything asked for, in one round trip; what does not exist is `undefined`. */
  read<Name extends keyof Readable>(keys: KeysOf<Name>): Promise<ValuesOf<Name>>;
  /** The same, as it was together at one instant: for what a guard row covers. */
  readTogether<Name extends keyof Readable>(keys: KeysOf<Name>): Promise<ValuesOf<Name>>;
  /** Many of one kind, in the order of the keys; `undefined` for what does not exist. */
  readMany<Name extends keyof Readable>(
    name: Name,
    keys: readonly Readable[Name]['key'][],
  ): Promise<readonly (Readable[Name]['value'] | undefined)[]>;
  /** Many records of one kind by key, in key order; what does not exist is left out. At most 100 keys. */
  readLanes(keys: readonly LaneKey[]): Promise<readonly Lane[]>;
  readDeployments(ids: readonly string[]): Promise<readonly DeploymentRecord[]>;

  listServices(query: { search?: string } & PageQuery): Promise<Page<Service>>;
  listEnvironments(query: PageQuery): Promise<Page<Environment>>;
  listDeliveryGroups(query: PageQuery): Promise<Page<DeliveryGroup>>;
  listRecipes(query: PageQuery): Promise<Page<Recipe>>;
  /** Newest first by creation, then id. May return a short page with a cursor when filters are not indexed. */
  listDeployments(query: DeploymentQuery & PageQuery): Promise<Page<DeploymentRecord>>;
  /** Everything not terminal, oldest first. */
  listInFlight(query: PageQuery): Promise<Page<DeploymentRecord>>;
  /** Everything that has ended while the engine may still have work of it unknown to DXCP, oldest first. */
  listUnsettled(query: PageQuery): Promise<Page<DeploymentRecord>>;
  /** What was heard from this instant on, in order; of more than `HINTS_AT_ONCE`, the oldest so many. */
  readHints(since: string): Promise<readonly Hint[]>;
  /** Newest version first, by semantic version. */
  listBuilds(query: { service: string; registeredBy?: string } & PageQuery): Promise<Page<Build>>;
  /** All of it, by sequence. */
  readTimeline(deploymentId: string): Promise<readonly TimelineEvent[]>;
  /** Everything denied in an hour, in no order. */
  readDenials(hour: string): Promise<readonly DenialCount[]>;
  listAudit(query: AuditQuery & PageQuery): Promise<Page<AuditEvent>>;
  /** What happened in a time, oldest first and consistently; `next` is where to go on while there may be more. */
  readAuditSpan(span: AuditSpan): Promise<{ readonly events: readonly AuditEvent[]; readonly next?: string }>;
  /** By number, in the order asked for; what does not exist is left out. */
  readSeals(sequences: readonly number[]): Promise<readonly Seal[]>;
  /** By event, the number of the seal that it is in; an event that is in none is left out. */
  readSealed(eventIds: readonly string[]): Promise<ReadonlyMap<string, number>>;

  /**
   * All or nothing, in one transaction. A lost condition is an answer, not an exception: reload and decide again.
   * Conflicts and throttling are retried inside, with jitter, for up to eight seconds; then `ContentionFault`.
   */
  commit(change: Change): Promise<Committed>;

  /**
   * Counts requests against their caller's limit, or none of them if they do not all fit below it: one conditional
   * write. A claim whose answer was lost may be counted twice, never less than once.
   */
  claimRate(claim: RateClaim): Promise<RateClaimed>;
}

export type PageQuery = { readonly limit: number; readonly cursor?: string | undefined };

/** What `read` can fetch: the key of each kind and the value it has. */
export type Readable = {
  service: { key: string; value: Service };
  environment: { key: string; value: Environment };
  deliveryGroup: { key: string; value: DeliveryGroup };
  recipe: { key: string; value: Recipe };
  build: { key: { service: string; version: string }; value: Build };
  deployment: { key: string; value: DeploymentRecord };
  lane: { key: LaneKey; value: Lane };
  slots: { key: PlaceKey; value: Slots };
  deployQuota: { key: QuotaKey; value: number };
  rollbackQuota: { key: QuotaKey; value: number };
  publisherQuota: { key: PublisherQuotaKey; value: number };
  guard: { key: string; value: Guard };
  answer: { key: AnswerKey; value: StoredAnswer };
  killSwitch: { key: 'plane'; value: KillSwitch };
  breaker: { key: 'plane'; value: Breaker };
  pulse: { key: 'plane'; value: Pulse };
  watch: { key: 'plane'; value: Watch };
  denialsTold: { key: 'plane'; value: DenialsTold };
  settings: { key: 'plane'; value: PlaneSettings };
  chain: { key: 'plane'; value: ChainHead };
  publishers: { key: 'plane'; value: Publishers };
  groupRegistry: { key: 'plane'; value: GroupRegistry };
  recipeUsage: { key: string; value: Usage };
  environmentUsage: { key: string; value: Usage };
};
export type KeysOf<Name extends keyof Readable> = { readonly [N in Name]: Readable[N]['key'] };
export type ValuesOf<Name extends keyof Readable> = { readonly [N in Name]: Readable[N]['value'] | undefined };

/** From `after`, an instant or where a page ended, and before the instant `to`. */
export type AuditSpan = { readonly after: string; readonly to: string; readonly limit: number };

export type DeploymentQuery = {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  /** Several: an owner's own groups. An empty list matches nothing. */
  readonly deliveryGroupIds?: readonly string[] | undefined;
  readonly state?: State | undefined;
  readonly outcome?: Outcome | undefined;
  /** Any of its failures is of this kind. */
  readonly failureCategory?: FailureCategory | undefined;
  /** Id or email. */
  readonly createdBy?: string | undefined;
  /** Created from this instant on, and before `to`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

export type AuditQuery = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly deliveryGroupId?: string | undefined;
  readonly targetId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly type?: AuditType | undefined;
};

/** Whether they fit, and how many are counted by now. */
export type RateClaimed = { readonly ok: boolean; readonly used: number };

export type Committed = { readonly ok: true } | { readonly ok: false; readonly lost: readonly ConditionName[] };

/** So many hints are read at once. */
export const HINTS_AT_ONCE = 500;

/** The cursor is not one that this list gave out. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

/** The change was kept from committing by others for too long; nothing was written. */
export class ContentionFault extends Error {
  override readonly name = 'ContentionFault';
}

export type {
  AnswerKey,
  Change,
  ConditionName,
  LaneKey,
  PlaceKey,
  PublisherQuotaKey,
  QuotaKey,
} from '../domain/change.ts';
