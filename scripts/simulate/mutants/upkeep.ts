import type { Mutant } from './mutant.ts';

/** Defects in what everybody relies on: the breaker, the turn to watch, and the engine's word. */

const HAND_OVER = 'lib/usecases/hand-over.ts';
const TURN = 'lib/usecases/watch/turn.ts';
const ADVANCE = 'lib/domain/advance.ts';

export const upkeepMutants: readonly Mutant[] = [
  {
    id: 'turn-taken-away',
    defect: 'Whoever comes takes the turn to watch from who has it',
    file: TURN,
    from: 'if (isWatched(before, clock.now())) return undefined;',
    to: '',
  },
  {
    id: 'turn-unconditional',
    defect: 'The turn to watch is written whatever it has become',
    file: 'lib/adapters/dynamodb/commit-parts.ts',
    from: 'isStillOrNew(watch.before, ({ revision }) => ({ revision })),',
    to: '',
  },
  {
    id: 'turn-without-end',
    defect: 'A turn to watch lasts for an hour',
    file: TURN,
    from: 'const TURN_SECONDS = 30;',
    to: 'const TURN_SECONDS = 3600;',
  },
  {
    id: 'breaker-not-asked-by-start',
    defect: 'What waits is handed over although the engine is known to be out of reach',
    file: 'lib/domain/hand-over.ts',
    from: "if (breaker?.state === 'open') return { kind: 'wait', seconds: outageWait(record, now) };",
    to: '',
  },
  {
    id: 'breaker-not-asked-by-admission',
    defect: 'Admissions go on although the engine is known to be out of reach',
    file: 'lib/domain/guardrails/engine-available.ts',
    from: "breaker?.state === 'open'",
    to: "(breaker?.state as string) === 'shut'",
  },
  {
    id: 'breaker-closed-by-failures',
    defect: 'A call that failed counts as one that went well',
    file: 'lib/usecases/engine-call.ts',
    from: "await note(world, { ok: false, detail: fault.kind, last: about === 'the engine' });",
    to: 'await note(world, { ok: true });',
  },
  {
    id: 'breaker-opens-at-once',
    defect: 'The breaker opens with the second failure',
    file: 'lib/domain/breaker.ts',
    from: 'const opens = failures >= BREAKER_OPENS_AFTER;',
    to: 'const opens = failures >= 2;',
  },
  {
    id: 'another-engine-asked',
    defect: 'The engine that is connected now gets the orders of another one',
    file: HAND_OVER,
    from: 'if (isElsewhere(record, world)) return refuseElsewhere(world, record);',
    to: '',
  },
  {
    id: 'progress-goes-back',
    defect: 'A late word takes the progress back',
    file: ADVANCE,
    from: 'seen.progress.done >= (record.progress?.done ?? 0)',
    to: 'seen.progress.done >= 0',
  },
];
