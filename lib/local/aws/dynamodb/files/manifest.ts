import { varint } from './varint.ts';

/** Which files count, as the records of a manifest say one after the other. */
export type Manifest = {
  /** Number of a sorted table → its size in bytes. */
  readonly tables: ReadonlyMap<number, number>;
  /** Logs with this number or a greater one count. */
  readonly firstLog: number;
};

const COMPARATOR = 1;
const LOG_NUMBER = 2;
const COMPACTED_TO = 5;
const DELETED = 6;
const ADDED = 7;

/** Puts the records of a manifest together. Throws RangeError for what is none. */
export function readManifest(records: readonly Buffer[]): Manifest {
  const tables = new Map<number, number>();
  let firstLog = 0;
  for (const record of records) {
    const read = reader(record);
    while (read.isMore()) {
      const tag = read.number();
      if (tag === COMPARATOR) read.skipText();
      else if (tag === COMPACTED_TO) {
        read.number();
        read.skipText();
      } else if (tag === DELETED) {
        read.number();
        tables.delete(read.number());
      } else if (tag === ADDED) {
        read.number();
        tables.set(read.number(), read.number());
        read.skipText();
        read.skipText();
      } else if (tag === LOG_NUMBER) firstLog = read.number();
      else read.number();
    }
  }
  return { tables, firstLog };
}

function reader(bytes: Buffer) {
  let at = 0;
  const number = (): number => {
    const { value, end } = varint(bytes, at);
    at = end;
    return value;
  };
  return {
    isMore: () => at < bytes.length,
    number,
    /** Text has its length before it. */
    skipText: () => {
      const length = number();
      at += length;
    },
  };
}
