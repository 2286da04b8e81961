import { planeKey } from '../../lib/adapters/dynamodb/keys.ts';
import { createSeedWriter } from '../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../lib/adapters/dynamodb/store.ts';
import type { PlainItem } from './attributes.ts';
import { seeded } from './chance.ts';
import { drain } from './drain.ts';
import { nextStep } from './generate.ts';
import { openLeanTable } from './lean-table.ts';
import { openPlay, type Play } from './play.ts';
import { builds, setting } from './setting.ts';
import type { Step } from './steps.ts';
import { clientOf, openEmbeddedTable, type Rows, TABLE, type Table } from './table.ts';
import { prelude, weatherOf } from './weather.ts';
import { Broken } from './witness.ts';

/** One run from a seed, or of given steps. */

export type Failure = { readonly invariant: string; readonly sentence: string };
export type RunResult = {
  readonly seed: number;
  readonly steps: readonly Step[];
  readonly failure: Failure | undefined;
  /** How often each thing was seen. */
  readonly seen: ReadonlyMap<string, number>;
};

const DAY_MS = 86_400_000;
/** Longer than a run takes. */
const APART_MS = 2 * DAY_MS;
const BEGIN = Date.parse('2026-11-21T12:00:00.000Z');
/** A few minutes before the quotas of the day start again. */
const LATE = 11 * 3_600_000 + 52 * 60_000;
let runs = 0;

/** Containers remember for a quarter of an hour; each run begins days later, so that none remembers another's. */
const startOf = (seed: number): number => {
  runs += 1;
  return BEGIN + runs * APART_MS + (seeded(seed).hits(0.3) ? LATE : 0);
};

let begun: Promise<{ readonly rows: Rows; readonly items: readonly PlainItem[] }> | undefined;

/** What every run begins with, made once by the writers that a plane is set up with. */
const beginning = async () => {
  const table = await openEmbeddedTable(() => BEGIN);
  const client = clientOf(
    table,
    (_, perform) => perform(undefined),
    async () => undefined,
  );
  const options = { client, table: TABLE, now: () => new Date(BEGIN), random: Math.random };
  await createSeedWriter(options).putConfiguration(setting);
  const store = createDynamoStore(options);
  for (const build of builds) await store.commit({ build });
  const { Items } = await table.perform('Scan', { TableName: TABLE });
  const rows = await table.rows();
  await table.close();
  return { rows, items: (Array.isArray(Items) ? Items : []) as readonly PlainItem[] };
};

/** The audit record is sealed from when the plane was set up: as many seals in the first run of a process as in the last. */
const setUpAt = (item: PlainItem, startAt: number): PlainItem =>
  item.pk === settingsKey.pk && isPlain(item.doc)
    ? { ...item, doc: { ...item.doc, createdAt: new Date(startAt).toISOString() } }
    : item;

const settingsKey = planeKey('settings');
const isPlain = (value: unknown): value is PlainItem => typeof value === 'object' && value !== null;

const reopened = async (table: Table, items: readonly PlainItem[]): Promise<Table> => {
  const Put = { TableName: TABLE, Item: items.find(({ pk }) => pk === settingsKey.pk) };
  await table.perform('TransactWriteItems', { TransactItems: [{ Put }] });
  return table;
};

export type TableKind = 'lean' | 'embedded';

/** `onStep` hears of each step after it, with what was seen in it. */
export type Asked = {
  readonly seed: number;
  readonly table: TableKind;
  readonly onStep?: (step: Step, seen: readonly string[]) => void;
} & ({ readonly steps: number } | { readonly script: readonly Step[] });

export const run = async (asked: Asked): Promise<RunResult> => {
  begun ??= beginning();
  const { rows, items: all } = await begun;
  const seen = new Map<string, number>();
  const lately: string[] = [];
  const { seed } = asked;
  const startAt = startOf(seed);
  const items = all.map((item) => setUpAt(item, startAt));
  const play = await openPlay({
    seed: String(seed),
    startAt,
    items,
    openTable: async (now) =>
      asked.table === 'lean' ? openLeanTable(now, items) : reopened(await openEmbeddedTable(now, rows), items),
    seen: (what) => {
      seen.set(what, (seen.get(what) ?? 0) + 1);
      lately.push(what);
    },
  });
  const steps: Step[] = [];
  const playOne = async (step: Step): Promise<void> => {
    steps.push(step);
    lately.length = 0;
    try {
      await play.step(step);
    } finally {
      asked.onStep?.(step, lately);
    }
  };
  const failure = await guarded(async () => {
    await ('script' in asked ? playScript(asked.script, playOne) : playSeed(play, asked, playOne));
    lately.length = 0;
    await drain(play);
  });
  await play.close();
  return { seed, steps, failure, seen };
};

const guarded = async (work: () => Promise<void>): Promise<Failure | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Broken) return { invariant: error.invariant, sentence: error.message };
    return { invariant: 'faults', sentence: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};

type PlayOne = (step: Step) => Promise<void>;

const playSeed = async (play: Play, { seed, steps: count }: { seed: number; steps: number }, playOne: PlayOne) => {
  const chance = seeded(seed);
  const weather = weatherOf(chance, seed);
  for (const step of prelude(chance, weather)) await playOne(step);
  for (let who = 1; who <= count; who += 1) await playOne(nextStep(play, chance, { weather, who }));
};

const playScript = async (script: readonly Step[], playOne: PlayOne) => {
  for (const step of script) await playOne(step);
};
