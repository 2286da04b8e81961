import * as z from 'zod';
import type { AwsCall } from '../tap/calls.ts';
import { depthOf } from '../tap/depth.ts';

/** What one run of a function asked of AWS. */
export const counts = z.object({
  /** Requests to the table of which each waits for the one before. */
  depth: z.number(),
  requests: z.number(),
  /** The same with all other requests to AWS among them. */
  depthOfAll: z.number(),
  readUnits: z.number(),
  writeUnits: z.number(),
  /** The requests to the table by name, in order. */
  operations: z.array(z.string()),
  /** Those before, by name, that count the request against its caller; in none of the figures above. */
  rateLimit: z.array(z.string()),
  /** Each request to another service, e.g. `S3 HeadObject`. */
  others: z.array(z.string()),
});
export type Counts = z.infer<typeof counts>;

/** One function called as its callers do, first with nothing loaded or remembered, then again. */
export const called = z.object({ name: z.string(), caller: z.string(), cold: counts, warm: z.array(counts) });
export type Called = z.infer<typeof called>;

const sum = (figures: readonly number[]): number => figures.reduce((total, each) => total + each, 0);

/** Only the counter is ever updated without a transaction, and everything else waits for that. */
const endOfCounting = (calls: readonly AwsCall[]): number =>
  Math.max(0, ...calls.filter(({ operation }) => operation === 'Update').map(({ ended }) => ended));

export const countsOf = (all: readonly AwsCall[]): Counts => {
  const counted = endOfCounting(all);
  const calls = all.filter(({ began }) => began > counted);
  const ofTable = calls.filter(({ service }) => service === 'DynamoDB');
  return {
    depth: depthOf(ofTable),
    requests: ofTable.length,
    depthOfAll: depthOf(calls),
    readUnits: sum(ofTable.map(({ readUnits }) => readUnits)),
    writeUnits: sum(ofTable.map(({ writeUnits }) => writeUnits)),
    operations: ofTable.map(({ operation }) => operation),
    rateLimit: all.filter(({ began }) => began <= counted).map(({ operation }) => operation),
    others: calls.filter((call) => !ofTable.includes(call)).map(({ service, operation }) => `${service} ${operation}`),
  };
};

/** The run that asked the most of the table. */
export const worstOf = (runs: readonly Counts[]): Counts | undefined =>
  [...runs].sort((a, b) => b.depth - a.depth || b.requests - a.requests || b.writeUnits - a.writeUnits)[0];
