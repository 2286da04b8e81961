import { leafOf } from '../../domain/seals/digests.ts';
import { examineSeal, type SealTools } from '../../domain/seals/evidence.ts';
import type { StoredThing } from '../../ports/inventory.ts';
import { slotsOf, usedOf } from './claims.ts';
import type { Item } from './database.ts';
import { denialCountOf } from './denials.ts';
import * as doc from './documents.ts';
import { type Family, keyPrefixes, TIMELINE, unescaped } from './keys.ts';

/** Any item of the table as the thing it is, told by its key alone. Never throws: what cannot be read is a thing too. */
export const thingOf = (item: Item, tools: SealTools): StoredThing => {
  const { pk, sk } = item;
  const key = `${String(pk)} / ${String(sk)}`;
  try {
    const family = familyOf(String(pk));
    if (!family) return { kind: 'unreadable', key, why: 'no part of DXCP keeps anything under such a key' };
    const read = readers[family];
    return read ? read(item, partsOf(family, String(pk)), { sortKey: String(sk), tools }) : { kind: 'other' };
  } catch (error) {
    return { kind: 'unreadable', key, why: error instanceof Error ? error.message : String(error) };
  }
};

const families = Object.entries(keyPrefixes) as readonly (readonly [Family, string])[];

const familyOf = (partition: string): Family | undefined =>
  families.find(([, prefix]) => partition.startsWith(prefix))?.[0];

/** The parts a partition key was made of. */
const partsOf = (family: Family, partition: string): readonly string[] =>
  partition.slice(keyPrefixes[family].length).split('#').map(unescaped);

type Read = (
  item: Item,
  parts: readonly string[],
  beside: { readonly sortKey: string; readonly tools: SealTools },
) => StoredThing;

/** What is not among them concerns no invariant. */
const readers: Readonly<Partial<Record<Family, Read>>> = {
  deployment: (item, [deploymentId = ''], { sortKey }) =>
    sortKey.startsWith(TIMELINE)
      ? { kind: 'timeline', deploymentId, entries: doc.timelineEntriesOf(item) }
      : { kind: 'deployment', value: named(doc.deploymentOf(item), ({ id }) => id === deploymentId) },
  lane: (item, [service, environment]) => ({
    kind: 'lane',
    value: named(doc.laneOf(item), (lane) => lane.service === service && lane.environment === environment),
  }),
  slots: (item, [deliveryGroupId = '', environment = '']) => ({
    kind: 'slots',
    place: { deliveryGroupId, environment },
    holders: Object.keys(slotsOf(item).holders),
    held: typeof item.held === 'number' ? item.held : 0,
  }),
  quota: (item, parts) => quotaOf(parts, usedOf(item)),
  guard: (item, [id]) => ({
    kind: 'guard',
    value: named(doc.guardOf(item), ({ deliveryGroupId }) => deliveryGroupId === id),
  }),
  deliveryGroup: (item) => ({ kind: 'deliveryGroup', value: doc.deliveryGroupOf(item) }),
  answer: (item, [callerId = '', operation = '', key = '']) => ({
    kind: 'answer',
    key: { callerId, operation, key },
    ...answerOf(item),
  }),
  denials: (item) => ({ kind: 'denials', value: denialCountOf(item) }),
  rate: (item, parts) => rateOf(parts, item),
  audit: (item, _, { tools }) => {
    const value = doc.auditEventOf(item);
    return { kind: 'audit', value, leaf: leafOf(tools.digest, value) };
  },
  seal: (item, [sequence], { tools }) => {
    const value = named(doc.sealOf(item), ({ header }) => String(header.sequence) === sequence);
    return { kind: 'seal', value, evidence: examineSeal(tools, value) };
  },
  sealed: (item, [id]) => ({ kind: 'sealed', ...named(doc.sealedOf(item), ({ eventId }) => eventId === id) }),
  build: (item, [service]) => ({
    kind: 'build',
    value: named(doc.buildOf(item), (build) => build.service === service),
  }),
  plane: (item, [name]) => planeThing(item, name),
  service: (item) => ({ kind: 'service', value: doc.serviceOf(item) }),
  environment: (item) => {
    const { name: id, revision } = doc.environmentOf(item);
    return { kind: 'referredTo', of: { kind: 'environment', id }, revision };
  },
  recipe: (item) => {
    const { id, revision } = doc.recipeOf(item);
    return { kind: 'referredTo', of: { kind: 'recipe', id }, revision };
  },
  usage: (item, [kind, id = '']) => {
    if (kind !== 'recipe' && kind !== 'environment') throw new Error(`nobody refers to a ${kind}`);
    return { kind: 'usage', of: { kind, id }, value: doc.usageOf(item) };
  },
};

/** Expired ones too. */
const answerOf = (item: Item): { readonly expiresAt: string; readonly about?: string } => {
  const { doc: answer } = item;
  if (!doc.isMap(answer) || typeof answer.expiresAt !== 'string' || typeof answer.body !== 'string') {
    throw new doc.DamagedItem(item);
  }
  const body: unknown = JSON.parse(answer.body);
  const about = doc.isMap(body) ? body.id : undefined;
  return { expiresAt: answer.expiresAt, ...(typeof about === 'string' ? { about } : {}) };
};

const other = (_read: unknown): StoredThing => ({ kind: 'other' });

/** The object names itself as its key does. */
const named = <Value>(value: Value, fits: (value: Value) => boolean): Value => {
  if (!fits(value)) throw new Error('the object under this key is another one');
  return value;
};

const quotaOf = (parts: readonly string[], used: number): StoredThing => {
  if (parts[0] === 'PUBLISHER') {
    const [, publisher = '', day = ''] = parts;
    return { kind: 'publisherQuota', key: { publisher, day, kind: 'registration' }, used };
  }
  const [deliveryGroupId = '', environment = '', day = '', kind] = parts;
  if (kind !== 'deploy' && kind !== 'rollback') throw new Error(`there is no quota of the kind ${kind}`);
  return { kind: 'quota', key: { deliveryGroupId, environment, day, kind }, used };
};

const rateOf = ([callerId = '', kind, minute = '']: readonly string[], item: Item): StoredThing => {
  if (kind !== 'read' && kind !== 'mutation') throw new Error(`nobody counts requests of the kind ${kind}`);
  if (typeof item.limit !== 'number') throw new doc.DamagedItem(item);
  return { kind: 'rate', key: { callerId, kind, minute }, used: usedOf(item), limit: item.limit };
};

const planeThing = (item: Item, name: string | undefined): StoredThing => {
  if (name === 'killSwitch') return { kind: 'killSwitch', value: doc.killSwitchOf(item) };
  if (name === 'breaker') return { kind: 'breaker', value: doc.breakerOf(item) };
  if (name === 'pulse') return { kind: 'pulse', value: doc.pulseOf(item) };
  if (name === 'watch') return { kind: 'watch', value: doc.watchOf(item) };
  if (name === 'chain') return { kind: 'chain', value: doc.chainOf(item) };
  if (name === 'denialsTold') return other(doc.denialsToldOf(item));
  if (name === 'settings') return { kind: 'settings', value: doc.settingsOf(item) };
  if (name === 'publishers') return { kind: 'publishers', value: doc.publishersOf(item) };
  if (name === 'groupRegistry') return { kind: 'groupRegistry', value: doc.groupRegistryOf(item) };
  return { kind: 'other' };
};
