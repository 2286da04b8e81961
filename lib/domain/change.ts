import type { AuditEvent } from '../contract/audit.ts';
import type { Build } from '../contract/build.ts';
import type { TimelineEvent } from '../contract/timeline.ts';
import type { Breaker, DeploymentRecord, Hint, Lane, Pulse, QuotaKind, Slots, StoredAnswer, Watch } from './records.ts';
import type { ChainHead, Seal } from './seals/seal.ts';

export type LaneKey = { readonly service: string; readonly environment: string };
export type PlaceKey = { readonly deliveryGroupId: string; readonly environment: string };
export type QuotaKey = PlaceKey & { readonly day: string; readonly kind: QuotaKind };
export type PublisherQuotaKey = { readonly publisher: string; readonly day: string; readonly kind: 'registration' };
/** One caller, one operation, one key: one effect. */
export type AnswerKey = { readonly callerId: string; readonly operation: string; readonly key: string };

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
  /** Only if changes are not switched off and, where one is given, the group's guard row has this revision. */
  readonly guard?: { readonly deliveryGroupId: string; readonly revision?: number };
  /** Only if service and version are not registered. */
  readonly build?: Build;
  readonly breaker?: { readonly before: Breaker | undefined; readonly after: Breaker };
  readonly pulse?: Pulse;
  readonly watch?: { readonly before: Watch | undefined; readonly after: Watch };
  readonly hint?: Hint;
  /** Only if the chain ends where `before` says, and where there is a seal, if none of its events is in another one. */
  readonly chain?: { readonly before: ChainHead | undefined; readonly after: ChainHead; readonly seal?: Seal };
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
  | 'breaker'
  | 'watch'
  | 'chain'
  | 'sealed';
