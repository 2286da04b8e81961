import type { AuditEvent } from '../contract/audit.ts';
import type { Build } from '../contract/build.ts';
import type { DeliveryGroup } from '../contract/delivery-group.ts';
import type { Environment } from '../contract/environment.ts';
import type { Recipe } from '../contract/recipe.ts';
import type { Service } from '../contract/service.ts';
import type { TimelineEvent } from '../contract/timeline.ts';
import type { DenialChange, DenialsTold } from './denials.ts';
import type {
  Breaker,
  DeploymentRecord,
  GroupRegistry,
  Guard,
  Hint,
  KillSwitch,
  Lane,
  Pulse,
  QuotaKind,
  Slots,
  StoredAnswer,
  Usage,
  Watch,
} from './records.ts';
import type { ChainHead, Seal } from './seals/seal.ts';
import type { PlaneSettings, Publishers } from './settings.ts';

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
  /** Only if changes are not switched off, for what no guard row covers. */
  readonly switchedOn?: true;
  /** Only if each is as it was found, or still new. */
  readonly configuration?: readonly ConfigurationChange[];
  /** Only if this service is as it was found, which it stays. */
  readonly serviceAt?: Pick<Service, 'name' | 'revision'>;
  /** Only if the same groups refer to it still; without `after` they go on to. */
  readonly uses?: readonly { readonly of: UsageKey; readonly before: Usage | undefined; readonly after?: Usage }[];
  readonly groupRegistry?: { readonly before: GroupRegistry | undefined; readonly after: GroupRegistry };
  /** Only if the switch stands at the turn that it begins with. */
  readonly newGuard?: Guard;
  /** What was decided for these delivery groups and is not written yet is decided anew. */
  readonly renew?: readonly string[];
  readonly killSwitch?: { readonly before: KillSwitch | undefined; readonly after: KillSwitch };
  /** A guard row follows the master row, unless it has followed a later one. */
  readonly follow?: Required<Pick<Guard, 'deliveryGroupId' | 'mutationsDisabled' | 'epoch'>>;
  readonly settings?: { readonly before: PlaneSettings | undefined; readonly after: PlaneSettings };
  readonly publishers?: { readonly before: Publishers | undefined; readonly after: Publishers };
  /** Only if the publishers are those that were found, which they stay. */
  readonly publishersAt?: number;
  readonly denial?: DenialChange;
  /** Only if nobody else has told denials meanwhile. */
  readonly denialsTold?: { readonly before: DenialsTold | undefined; readonly after: DenialsTold };
  readonly audit?: readonly AuditEvent[];
};

/** A configuration object; an environment without `after` is deleted. */
export type ConfigurationChange =
  | { readonly kind: 'service'; readonly before: Service | undefined; readonly after: Service }
  | { readonly kind: 'recipe'; readonly before: Recipe | undefined; readonly after: Recipe }
  | { readonly kind: 'deliveryGroup'; readonly before: DeliveryGroup | undefined; readonly after: DeliveryGroup }
  | { readonly kind: 'environment'; readonly before: Environment | undefined; readonly after: Environment }
  | { readonly kind: 'environment'; readonly before: Environment; readonly after?: never };

export type UsageKey = { readonly kind: 'recipe' | 'environment'; readonly id: string };

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
  | 'denial'
  | 'denialsTold'
  | 'watch'
  | 'chain'
  | 'sealed'
  | 'configuration'
  | 'uses'
  | 'groupRegistry'
  | 'killSwitch'
  | 'follow'
  | 'settings'
  | 'publishers';
