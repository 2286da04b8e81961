import type { AnswerKey, LaneKey, PlaceKey, PublisherQuotaKey, QuotaKey, UsageKey } from '../../domain/change.ts';
import type { DenialKey } from '../../domain/denials.ts';
import type { RateKey } from '../../domain/rates.ts';
import { versionOrder } from './version-order.ts';

/** Every key of the table is made here. */

export type Key = { readonly pk: string; readonly sk: string };

/** One prefix per family, in the table and in its indexes: grants name them as `dynamodb:LeadingKeys`. */
export const keyPrefixes = {
  service: 'SERVICE#',
  environment: 'ENVIRONMENT#',
  deliveryGroup: 'GROUP#',
  recipe: 'RECIPE#',
  usage: 'USAGE#',
  build: 'BUILD#',
  deployment: 'DEPLOYMENT#',
  lane: 'LANE#',
  slots: 'SLOTS#',
  quota: 'QUOTA#',
  guard: 'GUARD#',
  answer: 'ANSWER#',
  plane: 'PLANE#',
  hint: 'HINT#',
  audit: 'AUDIT#',
  seal: 'SEAL#',
  sealed: 'SEALED#',
  rate: 'RATE#',
  denials: 'DENIALS#',
} as const;
export type Family = keyof typeof keyPrefixes;

/** Of what is only ever added to. */
export const lastingPrefixes = [keyPrefixes.audit, keyPrefixes.seal, keyPrefixes.sealed];

/** Sort key of the one item that is the record itself. */
const RECORD = 'RECORD';
export const TIMELINE = 'TIMELINE#';

/** Free text inside a key must not look like a separator. */
const escaped = (part: string): string => part.replace(/[%#]/g, encodeURIComponent);
export const unescaped = (part: string): string => part.replace(/%(23|25)/g, decodeURIComponent);

export const partition = (family: Family, ...parts: readonly string[]): string =>
  keyPrefixes[family] + parts.map(escaped).join('#');

const recordOf = (family: Family, ...parts: readonly string[]): Key => ({
  pk: partition(family, ...parts),
  sk: RECORD,
});

export const serviceKey = (name: string): Key => recordOf('service', name);
export const environmentKey = (name: string): Key => recordOf('environment', name);
export const deliveryGroupKey = (id: string): Key => recordOf('deliveryGroup', id);
export const recipeKey = (id: string): Key => recordOf('recipe', id);
export const deploymentKey = (id: string): Key => recordOf('deployment', id);
export const laneKey = (lane: LaneKey): Key => recordOf('lane', lane.service, lane.environment);
export const slotsKey = (place: PlaceKey): Key => recordOf('slots', place.deliveryGroupId, place.environment);
export const guardKey = (deliveryGroupId: string): Key => recordOf('guard', deliveryGroupId);
export const answerKey = (key: AnswerKey): Key => recordOf('answer', key.callerId, key.operation, key.key);

export const quotaKey = (key: QuotaKey): Key =>
  recordOf('quota', key.deliveryGroupId, key.environment, key.day, key.kind);
export const publisherQuotaKey = (key: PublisherQuotaKey): Key =>
  recordOf('quota', 'PUBLISHER', key.publisher, key.day, key.kind);

/** One item for each caller, kind and minute. */
export const rateKey = ({ callerId, kind, minute }: RateKey): Key => recordOf('rate', callerId, kind, minute);

export const planeKey = (
  item:
    | 'killSwitch'
    | 'breaker'
    | 'pulse'
    | 'watch'
    | 'settings'
    | 'publishers'
    | 'chain'
    | 'denialsTold'
    | 'groupRegistry',
): Key => recordOf('plane', item);
/** Apart from the recipe or environment itself: who may say that he refers to it may not change it. */
export const usageKey = ({ kind, id }: UsageKey): Key => recordOf('usage', kind, id);

export const buildKey = (build: { readonly service: string; readonly version: string }): Key => ({
  pk: partition('build', build.service),
  sk: versionOrder(build.version),
});

/** The entries of one commit are one item, named by the first of them. */
export const timelineKey = (deploymentId: string, firstSequence: number): Key => ({
  pk: partition('deployment', deploymentId),
  sk: TIMELINE + String(firstSequence).padStart(8, '0'),
});

/** All in one partition, by time: they are few, small, read together and gone in minutes. */
export const hintPartition = partition('hint', 'ALL');
export const hintKey = (hint: { readonly at: string; readonly deploymentId: string; readonly token: string }): Key => ({
  pk: hintPartition,
  sk: `${hint.at}#${hint.deploymentId}#${hint.token}`,
});

/** The deployment whose record lies under the key; `undefined` for everything else, its timeline included. */
export const deploymentIdOf = (key: Key): string | undefined =>
  key.sk === RECORD && key.pk.startsWith(keyPrefixes.deployment)
    ? key.pk.slice(keyPrefixes.deployment.length)
    : undefined;

/** The same shard for the same text each time. */
const shardOf = (text: string, shards: number): number => {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum = (sum * 31 + text.charCodeAt(index)) % 65_521;
  return sum % shards;
};

/** The denials of an hour are spread over so many partitions. */
export const DENIAL_SHARDS = 4;

export const denialPartition = (hour: string, shard: number): string => partition('denials', hour, String(shard));

export const denialKey = ({ callerId, code, hour }: DenialKey): Key => ({
  pk: denialPartition(hour, shardOf(callerId, DENIAL_SHARDS)),
  sk: `${escaped(callerId)}#${code}`,
});

/** What a key of denials was made of. */
export const denialPartsOf = ({ pk, sk }: Key): DenialKey | undefined => {
  const [hour] = pk.slice(keyPrefixes.denials.length).split('#');
  const [caller, code] = sk.split('#');
  if (!hour || caller === undefined || !code) return undefined;
  return { callerId: unescaped(caller), code, hour };
};

const AUDIT_SHARDS = 4;

/** All partitions of the events of a day. */
export const auditPartitions = (day: string): readonly string[] =>
  Array.from({ length: AUDIT_SHARDS }, (_, shard) => partition('audit', day, String(shard)));

export const auditKey = (event: { readonly timestamp: string; readonly eventId: string }): Key => ({
  pk: partition('audit', event.timestamp.slice(0, 10), String(shardOf(event.eventId, AUDIT_SHARDS))),
  sk: `${event.timestamp}#${event.eventId}`,
});

/** Each in a partition of its own: they are read by number. */
export const sealKey = (sequence: number): Key => recordOf('seal', String(sequence));

/** Says which seal an event is in, and that no other one can have it. */
export const sealedKey = (eventId: string): Key => recordOf('sealed', eventId);
