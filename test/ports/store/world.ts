import { afterEach, beforeEach } from 'vitest';
import type { Configuration } from '../../../lib/adapters/dynamodb/seed-plan.ts';
import type { Page } from '../../../lib/contract/list.ts';
import type { KillSwitch } from '../../../lib/domain/records.ts';
import type { PageQuery, Store } from '../../../lib/ports/store.ts';

/** A store to be judged, empty, with the means to configure it and to move its clock. */
export type StoreWorld = {
  readonly store: Store;
  configure(configuration: Configuration): Promise<void>;
  switchChanges(killSwitch: KillSwitch): Promise<void>;
  /** It is `NOW` when the world is opened. */
  moveClockTo(instant: string): void;
  close(): Promise<void>;
};
export type OpenWorld = () => Promise<StoreWorld>;

export const NOW = '2026-11-21T12:00:00.000Z';

/** A fresh world for each test. */
export const useWorld = (open: OpenWorld): (() => StoreWorld) => {
  let world: StoreWorld | undefined;
  beforeEach(async () => {
    world = await open();
  });
  afterEach(async () => {
    await world?.close();
    world = undefined;
  });
  return () => {
    if (!world) throw new Error('The world exists only while a test runs');
    return world;
  };
};

export type Walked<Item> = { readonly items: readonly Item[]; readonly pages: readonly number[] };

/** All pages of a list, with their sizes. */
export const walkThrough = async <Item>(
  list: (page: PageQuery) => Promise<Page<Item>>,
  limit: number,
): Promise<Walked<Item>> => {
  const items: Item[] = [];
  const pages: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit, cursor });
    items.push(...page.items);
    pages.push(page.items.length);
    cursor = page.nextCursor;
    if (pages.length > 500) throw new Error('The list does not end');
  } while (cursor !== undefined);
  return { items, pages };
};
