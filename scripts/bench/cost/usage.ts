import * as z from 'zod';
import { prices } from './prices.ts';

/** What some time on a plane uses of AWS, by what is paid for. */
export const usage = z.object({
  seconds: z.number(),
  apiRequests: z.number(),
  invocations: z.number(),
  gigabyteSeconds: z.number(),
  readUnits: z.number(),
  writeUnits: z.number(),
  parameterReads: z.number(),
  objectReads: z.number(),
  objectWrites: z.number(),
  logBytes: z.number(),
  /** What the table and its indexes have grown by. */
  storedBytes: z.number(),
});
export type Usage = z.infer<typeof usage>;
export type Used = Exclude<keyof Usage, 'seconds'>;

const GIGABYTE = 1e9;

/** Dollars of one of each; what is stored is paid for a month. */
export const priceOf: Readonly<Record<Used, number>> = {
  apiRequests: prices.apiRequest,
  invocations: prices.invocation,
  gigabyteSeconds: prices.gigabyteSecond,
  readUnits: prices.readUnit,
  writeUnits: prices.writeUnit,
  parameterReads: prices.parameterRead + prices.decryption,
  objectReads: prices.objectRead,
  objectWrites: prices.objectWrite,
  logBytes: prices.logGigabyte / GIGABYTE,
  storedBytes: prices.tableGigabyteMonth / GIGABYTE,
};

export const titles: Readonly<Record<Used, string>> = {
  apiRequests: 'API requests',
  invocations: 'Lambda invocations',
  gigabyteSeconds: 'Lambda GB-seconds',
  readUnits: 'table read units',
  writeUnits: 'table write units',
  parameterReads: 'parameters read and decrypted',
  objectReads: 'S3 reads',
  objectWrites: 'S3 writes',
  logBytes: 'log bytes',
  storedBytes: 'table bytes stored for a month',
};

export const used = Object.keys(titles).filter((name): name is Used => Object.hasOwn(priceOf, name));

const each = (of: (name: Used) => number): Omit<Usage, 'seconds'> => ({
  apiRequests: of('apiRequests'),
  invocations: of('invocations'),
  gigabyteSeconds: of('gigabyteSeconds'),
  readUnits: of('readUnits'),
  writeUnits: of('writeUnits'),
  parameterReads: of('parameterReads'),
  objectReads: of('objectReads'),
  objectWrites: of('objectWrites'),
  logBytes: of('logBytes'),
  storedBytes: of('storedBytes'),
});

/** What is used beyond what an idle plane uses in the same time. */
export const beyondIdle = (some: Usage, idle: Usage): Usage => ({
  seconds: some.seconds,
  ...each((name) => Math.max(0, some[name] - (idle[name] * some.seconds) / idle.seconds)),
});

/** What it would be if it lasted longer, told by a short and a longer one. */
export const stretched = (short: Usage, long: Usage, seconds: number): Usage => {
  const more = (seconds - long.seconds) / (long.seconds - short.seconds);
  return { seconds, ...each((name) => long[name] + Math.max(0, long[name] - short[name]) * more) };
};

export const during = (some: Usage, seconds: number): Usage => ({
  seconds,
  ...each((name) => (some[name] * seconds) / some.seconds),
});

export const dollarsOf = (some: Usage): number => used.reduce((sum, name) => sum + some[name] * priceOf[name], 0);
