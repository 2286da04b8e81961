import type { AuditEvent, AuditType } from '../contract/audit.ts';
import type { Build } from '../contract/build.ts';
import type { DeliveryGroup } from '../contract/delivery-group.ts';
import type { Outcome, State } from '../contract/deployment.ts';
import type { Environment } from '../contract/environment.ts';
import type { Page } from '../contract/list.ts';
import type { Recipe } from '../contract/recipe.ts';
import type { Service } from '../contract/service.ts';
import type { TimelineEvent } from '../contract/timeline.ts';
import type {
  Breaker,
  DeploymentRecord,
  Guard,
  KillSwitch,
  Lane,
  PlaneSettings,
  Publisher,
  Pulse,
  QuotaKind,
  Slots,
  StoredAnswer,
} from '../domain/records.ts';

/** The system of record. Reads by key are consistent; lists are key-ordered and may lag by moments. */
export interface Store {
  /** Everything asked for, in one round trip; what does not exist is `undefined`. */
  read<Name extends keyof Readable>(keys: KeysOf<Name>): Promise<ValuesOf<Name>>;
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
  /** Newest version first, by semantic version. */
  listBuilds(query: { service: string; registeredBy?: string } & PageQuery): Promise<Page<Build>>;
  /** All of it, by sequence. */
  readTimeline(deploymentId: string): Promise<readonly TimelineEvent[]>;
  listAudit(query: AuditQuery & PageQuery): Promise<Page<AuditEvent>>;

  /**
   * All or nothing, in one transaction. A lost condition is an answer, not an exception: reload and decide again.
   * Conflicts and throttling are retried inside, with jitter, for up to eight seconds; then `ContentionFault`.
   */
  commit(change: Change): Promise<Committed>;
}

export type PageQuery = { readonly limit: number; readonly cursor?: string | undefined };

export type LaneKey = { readonly service: string; readonly environment: string };
export type PlaceKey = { readonly deliveryGroupId: string; readonly environment: string };
export type QuotaKey = PlaceKey & { readonly day: string; readonly kind: QuotaKind };
export type PublisherQuotaKey = { readonly publisher: string; readonly day: string; readonly kind: 'registration' };
/** One caller, one operation, one key: one effect. */
export type AnswerKey = { readonly callerId: string; readonly operation: string; readonly key: string };

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
  settings: { key: 'plane'; value: PlaneSettings };
  publishers: { key: 'plane'; value: { readonly entries: readonly Publisher[]; readonly revision: number } };
};
export type KeysOf<Name extends keyof Readable> = { readonly [N in Name]: Readable[N]['key'] };
export type ValuesOf<Name extends keyof Readable> = { readonly [N in Name]: Readable[N]['value'] | undefined };

export type DeploymentQuery = {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  /** Several: an owner's own groups. An empty list matches nothing. */
  readonly deliveryGroupIds?: readonly string[] | undefined;
  readonly state?: State | undefined;
  readonly outcome?: Outcome | undefined;
  /** Id or email. */
  readonly createdBy?: string | undefined;
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

/** Everything one decision writes. Each part carries the condition that makes the decision true. */
export type Change = {
  /** Only if no unexpired answer is stored under the key. */
  readonly answer?: { readonly key: AnswerKey; readonly value: StoredAnswer; readonly now: string };
  /** Only if the id is new. */
  readonly create?: DeploymentRecord;
  /** Only if `before.recordVersion` is still current; `after` has the next one. A terminal `before` keeps its state. */
  readonly updates?: readonly { readonly before: DeploymentRecord; readonly after: DeploymentRecord }[];
  /** The entries of one commit are one item; sequences continue those of the record. */
  readonly timeline?: readonly { readonly deploymentId: string; readonly entries: readonly TimelineEvent[] }[];
  /** Only if `before.laneVersion` is still current, or the lane is still new. */
  readonly lane?: { readonly before: Lane | undefined; readonly after: Lane };
  readonly slots?: SlotChange;
  readonly quota?: QuotaChange;
  readonly publisherQuota?: { readonly key: PublisherQuotaKey; readonly limit: number };
  /** Only if the group's guard row has this revision and changes are not switched off. */
  readonly guard?: { readonly deliveryGroupId: string; readonly revision: number };
  /** Only if service and version are not registered. */
  readonly build?: Build;
  readonly breaker?: { readonly before: Breaker | undefined; readonly after: Breaker };
  readonly pulse?: Pulse;
  readonly audit?: readonly AuditEvent[];
};

export type SlotChange =
  /** Only if fewer than `limit` are held and this one is not. */
  | {
      readonly kind: 'claim';
      readonly place: PlaceKey;
      readonly deploymentId: string;
      readonly holder: Slots['holders'][string];
      readonly limit: number;
    }
  /** Only if it is held. */
  | { readonly kind: 'release'; readonly place: PlaceKey; readonly deploymentId: string }
  /** Only if `from` holds it. */
  | {
      readonly kind: 'handover';
      readonly place: PlaceKey;
      readonly from: string;
      readonly to: string;
      readonly holder: Slots['holders'][string];
    };

export type QuotaChange =
  /** Only if fewer than `limit` are used. */
  | { readonly kind: 'claim'; readonly key: QuotaKey; readonly limit: number }
  /** Once per record: the record's `quota.refunded` turns true in the same change. */
  | { readonly kind: 'refund'; readonly key: QuotaKey };

export type ConditionName =
  | 'answer'
  | 'deployment'
  | 'lane'
  | 'slots'
  | 'quota'
  | 'publisherQuota'
  | 'guard'
  | 'build'
  | 'breaker';

export type Committed = { readonly ok: true } | { readonly ok: false; readonly lost: readonly ConditionName[] };

/** The change was kept from committing by others for too long; nothing was written. */
export class ContentionFault extends Error {
  override readonly name = 'ContentionFault';
}
