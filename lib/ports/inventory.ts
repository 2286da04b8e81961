import type { AuditEvent } from '../contract/audit.ts';
import type { Build } from '../contract/build.ts';
import type { DeliveryGroup } from '../contract/delivery-group.ts';
import type { Service } from '../contract/service.ts';
import type { TimelineEvent } from '../contract/timeline.ts';
import type { AnswerKey, PlaceKey, PublisherQuotaKey, QuotaKey, UsageKey } from '../domain/change.ts';
import type { DenialCount } from '../domain/denials.ts';
import type { RateKey } from '../domain/rates.ts';
import type {
  Breaker,
  DeploymentRecord,
  GroupRegistry,
  Guard,
  KillSwitch,
  Lane,
  Pulse,
  Usage,
  Watch,
} from '../domain/records.ts';
import type { StoredEvidence } from '../domain/seals/evidence.ts';
import type { ChainHead, Seal } from '../domain/seals/seal.ts';
import type { PlaneSettings, Publishers } from '../domain/settings.ts';

/** One thing that is stored, whatever it is. */
export type StoredThing =
  | { readonly kind: 'deployment'; readonly value: DeploymentRecord }
  | { readonly kind: 'timeline'; readonly deploymentId: string; readonly entries: readonly TimelineEvent[] }
  | { readonly kind: 'lane'; readonly value: Lane }
  | { readonly kind: 'slots'; readonly place: PlaceKey; readonly holders: readonly string[]; readonly held: number }
  | { readonly kind: 'quota'; readonly key: QuotaKey; readonly used: number }
  | { readonly kind: 'publisherQuota'; readonly key: PublisherQuotaKey; readonly used: number }
  | { readonly kind: 'denials'; readonly value: DenialCount }
  | { readonly kind: 'rate'; readonly key: RateKey; readonly used: number; readonly limit: number }
  | { readonly kind: 'guard'; readonly value: Guard }
  | { readonly kind: 'deliveryGroup'; readonly value: DeliveryGroup }
  | { readonly kind: 'service'; readonly value: Service }
  /** A recipe or an environment, by what groups call it. */
  | { readonly kind: 'referredTo'; readonly of: UsageKey; readonly revision: number }
  | { readonly kind: 'usage'; readonly of: UsageKey; readonly value: Usage }
  | { readonly kind: 'groupRegistry'; readonly value: GroupRegistry }
  /** `about` is the id of what was answered, where that has one. */
  | { readonly kind: 'answer'; readonly key: AnswerKey; readonly expiresAt: string; readonly about?: string }
  /** With its leaf, as a seal would have it. */
  | { readonly kind: 'audit'; readonly value: AuditEvent; readonly leaf: string }
  | { readonly kind: 'seal'; readonly value: Seal; readonly evidence: StoredEvidence }
  | { readonly kind: 'sealed'; readonly eventId: string; readonly sequence: number }
  | { readonly kind: 'chain'; readonly value: ChainHead }
  | { readonly kind: 'build'; readonly value: Build }
  | { readonly kind: 'killSwitch'; readonly value: KillSwitch }
  | { readonly kind: 'settings'; readonly value: PlaneSettings }
  | { readonly kind: 'publishers'; readonly value: Publishers }
  | { readonly kind: 'breaker'; readonly value: Breaker }
  | { readonly kind: 'pulse'; readonly value: Pulse }
  | { readonly kind: 'watch'; readonly value: Watch }
  /** Read, and of no concern to any invariant. */
  | { readonly kind: 'other' }
  /** Not what its key says, or of no kind that is known. */
  | { readonly kind: 'unreadable'; readonly key: string; readonly why: string };

/** Everything that is stored, for operators only: it reads all there is, so nothing that serves a request may use it. */
export interface Inventory {
  /** Page by page, in no order; what is written meanwhile may be in it or not. */
  readAll(): AsyncIterable<readonly StoredThing[]>;
}
