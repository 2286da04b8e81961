// The parts of dynalite 4.0.0 that the embedded DynamoDB is built on. They are internals, so the version is pinned.

declare module 'dynalite/db/index.js' {
  type Item = import('./wire.ts').Item;
  type Table = import('./wire.ts').Table;
  type Index = import('./wire.ts').Index;
  type Range = import('./wire.ts').Range;
  type Row = import('./wire.ts').Row;

  export type Done<T = unknown> = (error?: unknown, value?: T) => void;

  export interface Rows {
    lock(key: string, work: (release: <T>(done: Done<T>) => Done<T>) => void): void;
    get(key: string, done: Done): void;
    put(key: string, value: unknown, done: Done): void;
    del(key: string, done: Done): void;
    createValueStream(range: Range): NodeJS.ReadableStream;
  }

  export interface Iterator<T> {
    nextv(size: number): Promise<T[]>;
    close(): Promise<void>;
    all(): Promise<T[]>;
  }

  export interface Database {
    open(): Promise<void>;
    close(): Promise<void>;
    get(key: string): Promise<unknown>;
    batch(rows: Row[]): Promise<void>;
    keys(range: Range): Iterator<string>;
    values(range: Range): Iterator<unknown>;
    iterator(range: Range): Iterator<[string, unknown]>;
  }

  export interface Store {
    options: { maxItemSize: number };
    db: Database;
    tableDb: Rows & { awsAccountId: string; awsRegion: string };
    getItemDb(table: string): Rows;
    getIndexDb(type: string, table: string, index: string): Rows;
    getTable(name: string, done: Done<Table>): void;
  }

  export function create(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Store;
  export function createKey(item: Item, table: Table): string;
  export function validateKey(key: Item, table: Table): Error | null | undefined;
  export function validateItem(item: Item, table: Table): Error | null | undefined;
  export function checkConditional(request: object, item: Item | undefined): Error | null | undefined;
  export function getIndexActions(
    indexes: Index[],
    before: Item | null,
    after: Item | null,
    table: Table,
  ): { puts: { index: string; key: string; item: Item }[]; deletes: { index: string; key: string }[] };
}

declare module 'dynalite/validations/index.js' {
  type Store = import('dynalite/db/index.js').Store;

  export function checkTypes(body: object, types: object): import('./wire.ts').ItemRequest;
  export function checkValidations(body: object, types: object, custom: unknown, store: Store): void;
}

declare module 'dynalite/validations/*.js' {
  export const types: object;
  export const custom: unknown;
}

declare module 'dynalite/actions/*.js' {
  const action: (
    store: import('dynalite/db/index.js').Store,
    request: object,
    done: import('dynalite/db/index.js').Done<Record<string, unknown>>,
  ) => void;
  export = action;
}
