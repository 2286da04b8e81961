import type { TimelineEvent } from '../../contract/timeline.ts';
import type { DeploymentRecord, Hint, Lane } from '../../domain/records.ts';
import type { Seal } from '../../domain/seals/seal.ts';
import { HINTS_AT_ONCE, type KeysOf, type LaneKey, type Readable, type ValuesOf } from '../../ports/store.ts';
import { slotsOf, usedOf } from './claims.ts';
import type { Database, Item } from './database.ts';
import * as doc from './documents.ts';
import * as key from './keys.ts';
import { HIGHEST } from './sort-order.ts';

/** Where each kind of thing lies, and how it is read from its item. */
type Place<Name extends keyof Readable> = {
  readonly keyOf: (key: Readable[Name]['key']) => key.Key;
  readonly parse: (item: Item, now: string) => Readable[Name]['value'] | undefined;
};

const readable: { readonly [Name in keyof Readable]: Place<Name> } = {
  service: { keyOf: key.serviceKey, parse: doc.serviceOf },
  environment: { keyOf: key.environmentKey, parse: doc.environmentOf },
  deliveryGroup: { keyOf: key.deliveryGroupKey, parse: doc.deliveryGroupOf },
  recipe: { keyOf: key.recipeKey, parse: doc.recipeOf },
  build: { keyOf: key.buildKey, parse: doc.buildOf },
  deployment: { keyOf: key.deploymentKey, parse: doc.deploymentOf },
  lane: { keyOf: key.laneKey, parse: doc.laneOf },
  slots: { keyOf: key.slotsKey, parse: slotsOf },
  deployQuota: { keyOf: key.quotaKey, parse: usedOf },
  rollbackQuota: { keyOf: key.quotaKey, parse: usedOf },
  publisherQuota: { keyOf: key.publisherQuotaKey, parse: usedOf },
  guard: { keyOf: key.guardKey, parse: doc.guardOf },
  answer: { keyOf: key.answerKey, parse: doc.answerOf },
  killSwitch: { keyOf: () => key.planeKey('killSwitch'), parse: doc.killSwitchOf },
  breaker: { keyOf: () => key.planeKey('breaker'), parse: doc.breakerOf },
  pulse: { keyOf: () => key.planeKey('pulse'), parse: doc.pulseOf },
  watch: { keyOf: () => key.planeKey('watch'), parse: doc.watchOf },
  denialsTold: { keyOf: () => key.planeKey('denialsTold'), parse: doc.denialsToldOf },
  settings: { keyOf: () => key.planeKey('settings'), parse: doc.settingsOf },
  publishers: { keyOf: () => key.planeKey('publishers'), parse: doc.publishersOf },
  chain: { keyOf: () => key.planeKey('chain'), parse: doc.chainOf },
  groupRegistry: { keyOf: () => key.planeKey('groupRegistry'), parse: doc.groupRegistryOf },
  recipeUsage: { keyOf: (id) => key.usageKey({ kind: 'recipe', id }), parse: doc.usageOf },
  environmentUsage: { keyOf: (id) => key.usageKey({ kind: 'environment', id }), parse: doc.usageOf },
};

type Get = Database['get'];

const textOf = ({ pk, sk }: key.Key): string => `${pk}\n${sk}`;

/** The items in the order of their keys, each as often as it is asked for; `undefined` where there is none. */
const getInOrder = async (get: Get, keys: readonly key.Key[]): Promise<readonly (Item | undefined)[]> => {
  const distinct = new Map(keys.map((each) => [textOf(each), each]));
  const items = await get([...distinct.values()]);
  const found = new Map(items.map((item) => [`${String(item.pk)}\n${String(item.sk)}`, item]));
  return keys.map((each) => found.get(textOf(each)));
};

export const read = async <Name extends keyof Readable>(
  get: Get,
  keys: KeysOf<Name>,
  now: string,
): Promise<ValuesOf<Name>> => {
  const names = Object.keys(keys).filter((name): name is Name => Object.hasOwn(readable, name));
  const places = names.map((name) => {
    const place: Place<Name> = readable[name];
    return { name, key: place.keyOf(keys[name]), parse: place.parse };
  });
  const items = await getInOrder(
    get,
    places.map((place) => place.key),
  );
  const values: { [N in Name]?: Readable[N]['value'] | undefined } = {};
  places.forEach(({ name, parse }, index) => {
    const item = items[index];
    values[name] = item === undefined ? undefined : parse(item, now);
  });
  return values as ValuesOf<Name>;
};

export const readMany = async <Name extends keyof Readable>(
  get: Get,
  { name, keys }: { readonly name: Name; readonly keys: readonly Readable[Name]['key'][] },
  now: string,
): Promise<readonly (Readable[Name]['value'] | undefined)[]> => {
  const { keyOf, parse }: Place<Name> = readable[name];
  const items = await getInOrder(get, keys.map(keyOf));
  return items.map((item) => (item === undefined ? undefined : parse(item, now)));
};

const present = <Value>(items: readonly (Item | undefined)[], parse: (item: Item) => Value): readonly Value[] =>
  items.flatMap((item) => (item === undefined ? [] : [parse(item)]));

export const readLanes = async (database: Database, lanes: readonly LaneKey[]): Promise<readonly Lane[]> =>
  present(await getInOrder(database.get, lanes.map(key.laneKey)), doc.laneOf);

export const readDeployments = async (
  database: Database,
  ids: readonly string[],
): Promise<readonly DeploymentRecord[]> =>
  present(await getInOrder(database.get, ids.map(key.deploymentKey)), doc.deploymentOf);

export const readSeals = async (database: Database, sequences: readonly number[]): Promise<readonly Seal[]> =>
  present(await getInOrder(database.get, sequences.map(key.sealKey)), doc.sealOf);

export const readSealed = async (
  database: Database,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const found = present(await getInOrder(database.get, eventIds.map(key.sealedKey)), doc.sealedOf);
  return new Map(found.map(({ eventId, sequence }) => [eventId, sequence]));
};

export const readTimeline = async (database: Database, deploymentId: string): Promise<readonly TimelineEvent[]> => {
  const partition = key.deploymentKey(deploymentId).pk;
  const events: TimelineEvent[] = [];
  let after: string | undefined = key.TIMELINE;
  while (after !== undefined) {
    const page = await database.query({ partition, from: after, to: key.TIMELINE + HIGHEST, descending: false });
    events.push(...page.items.flatMap(doc.timelineEntriesOf));
    after = page.last === undefined ? undefined : `${page.last}!`;
  }
  return events;
};

export const readHints = async (database: Database, since: string): Promise<readonly Hint[]> => {
  const stretch = { from: since, to: HIGHEST, descending: false, limit: HINTS_AT_ONCE };
  return (await database.query({ partition: key.hintPartition, ...stretch })).items.map(doc.hintOf);
};
