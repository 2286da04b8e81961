import type { Faults } from '../../lib/local/aws/dynamodb/faults.ts';
import { ContentionFault } from '../../lib/ports/store.ts';
import type { Result } from '../../lib/usecases/result.ts';

type Weather = { readonly name: string; readonly faults: Faults; readonly crowd: number };

const allWeathers: readonly Weather[] = [
  { name: 'a quiet database', faults: {}, crowd: 64 },
  { name: 'open transactions that conflict', faults: { conflictWindow: { holdMs: 1 } }, crowd: 24 },
  { name: 'random conflicts and throttling', faults: { conflictRate: 0.2, throttleRate: 0.2 }, crowd: 64 },
  { name: 'lost answers', faults: { internalErrorRate: 0.15 }, crowd: 24 },
];

/**
 * The weather in which a crowd meets: as it should be, and as the database may be on a bad day. On AWS's own database
 * only what reaches it tells anything: conflicts and throttling would be thrown in before it is asked.
 */
export const weathers: readonly Weather[] = process.env.DYNAMODB_ENDPOINT
  ? allWeathers.filter(({ faults }) => Object.keys(faults).every((fault) => fault === 'internalErrorRate'))
  : allWeathers;

/** Chance that can be repeated: the same faults strike in every run. */
export const seededChance = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
};

export type Answers = { readonly admitted: number; readonly byCode: Readonly<Record<string, number>> };

/** All at once; a fault other than contention is a fault of the test. */
export const allAtOnce = async <Body>(
  count: number,
  ask: (index: number) => Promise<Result<Body>>,
): Promise<{ answers: Answers; results: readonly Result<Body>[] }> => {
  const settled = await Promise.allSettled(Array.from({ length: count }, (_, index) => ask(index)));
  const byCode: Record<string, number> = {};
  const results: Result<Body>[] = [];
  const add = (code: string) => {
    byCode[code] = (byCode[code] ?? 0) + 1;
  };
  for (const outcome of settled) {
    if (outcome.status === 'rejected') {
      if (!(outcome.reason instanceof ContentionFault)) throw outcome.reason;
      add('CONTENTION');
      continue;
    }
    results.push(outcome.value);
    if (outcome.value.kind === 'refused') add(outcome.value.refusals[0].code);
  }
  return { answers: { admitted: results.filter(({ kind }) => kind === 'answered').length, byCode }, results };
};
