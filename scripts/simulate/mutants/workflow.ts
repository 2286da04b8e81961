import type { Mutant } from './mutant.ts';

/** Defects in the hand-over to the engine, in what is seen of it, and in what repairs. */

const HAND_OVER = 'lib/usecases/hand-over.ts';
const STEPS = 'lib/domain/hand-over.ts';
const LEASE = 'lib/usecases/lease.ts';

export const workflowMutants: readonly Mutant[] = [
  {
    id: 'ask-again-without-search',
    defect: 'After an answer was lost the engine is asked again without a search',
    file: STEPS,
    from: "return leases === 0 ? { kind: 'request' } : { kind: 'search' };",
    to: "return { kind: 'request' };",
  },
  {
    id: 'no-search-window',
    defect: 'A search that finds nothing is believed at once',
    file: STEPS,
    from: 'export const SEARCH_WINDOW_SECONDS = 90;',
    to: 'export const SEARCH_WINDOW_SECONDS = 0;',
  },
  {
    id: 'start-without-place',
    defect: 'What waits for a place is started before it has one',
    file: STEPS,
    from: "if (!holdsPlace) return { kind: 'wait', seconds: nextLook(record, undefined, now) };",
    to: '',
  },
  {
    id: 'request-not-written-down',
    defect: 'The time of the first request is not written before it leaves',
    file: STEPS,
    from: 'firstRequestAt: before.firstRequestAt ?? iso(now), lastRequestAt: iso(now) };',
    to: '};',
  },
  {
    id: 'window-from-first-request',
    defect: 'The window of a second request counts from the first one',
    file: STEPS,
    from: 'lastRequestAt: iso(now) };',
    to: 'lastRequestAt: before.lastRequestAt ?? iso(now) };',
  },
  {
    id: 'cancel-forgotten',
    defect: 'What is to stop before it starts is started',
    file: STEPS,
    from: "if (leases === 0 && record.cancelRequested) return { kind: 'cancel' };",
    to: '',
  },
  {
    id: 'switch-not-rechecked',
    defect: 'What was admitted before is started although changes are switched off',
    file: LEASE,
    from: 'const guard = requests ? { guard: { deliveryGroupId: record.deliveryGroupId } } : {};',
    to: 'const guard = {};',
  },
  {
    id: 'lease-without-fence',
    defect: 'Whoever lost the race for the lease asks the engine all the same',
    file: LEASE,
    from: 'return committed.ok ? write.update.after : undefined;',
    to: 'return committed.ok ? write.update.after : write.update.after;',
  },
  {
    id: 'ask-after-cancel',
    defect: 'A start that came to nothing is repeated although it is to stop',
    file: HAND_OVER,
    from: 'return record.cancelRequested || killSwitch?.mutationsDisabled\n',
    to: 'return killSwitch?.mutationsDisabled\n',
  },
  {
    id: 'lost-answer-is-refusal',
    defect: 'An answer that was lost is taken for a request that did not leave',
    file: HAND_OVER,
    from: "return fault.ambiguous ? 'ambiguous' : 'not sent';",
    to: "return 'not sent';",
  },
  {
    id: 'refusal-believed',
    defect: 'A refusal is believed without a search',
    file: HAND_OVER,
    from: 'const searched = searchable ? await searchFor(world, record) : undefined;',
    to: "const searched = { found: [], searchedAt: '', proves: true } as Search;",
  },
  {
    id: 'newest-stays',
    defect: 'A second execution is taken in place of the one that is followed',
    file: 'lib/usecases/adopt.ts',
    from: 'isTerminal(record.state) || record.executionId !== undefined\n',
    to: 'isTerminal(record.state)\n',
  },
  {
    id: 'strays-run-on',
    defect: 'Executions that are too many are not asked to stop',
    file: 'lib/usecases/strays.ts',
    from: 'await callEngine(world, () => world.engine.cancel(stray, reason));',
    to: '',
  },
  {
    id: 'never-settled',
    defect: 'What has ended is not searched for once more',
    file: 'lib/usecases/watch/settling.ts',
    from: 'const record = queue.shift();',
    to: 'const record = queue.at(queue.length);',
  },
  {
    id: 'ends-beside-strays',
    defect: 'An end is written while another execution of it runs',
    file: 'lib/usecases/settle.ts',
    from: 'if (liveStrays(record.handOver).length > 0) return false;',
    to: '',
  },
  {
    id: 'unknown-is-failed',
    defect: 'A status that is not known is taken for the end',
    file: 'lib/domain/advance.ts',
    from: "status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELED' || status === 'ROLLED_BACK';",
    to: "status !== 'QUEUED' && status !== 'RUNNING';",
  },
  {
    id: 'cancel-not-passed-on',
    defect: 'The engine is not told that it is to stop',
    file: 'lib/usecases/observe.ts',
    from: '() => world.engine.cancel(executionId, ',
    to: 'async () => void (executionId, ',
  },
  {
    id: 'stops-left-to-machines',
    defect: 'What is to stop is passed on by nobody once its machine is gone, where the engine cannot be looked at',
    file: 'lib/usecases/repair.ts',
    from: 'faults: faults + (await passStopsOn(world, inFlight, started))',
    to: 'faults: faults + (await passStopsOn(world, [], started))',
  },
  {
    id: 'never-revived',
    defect: 'What was never handed over waits for its machine for ever',
    file: 'lib/usecases/repair.ts',
    from: 'const pending = inFlight.filter((record) => record.executionId === undefined);',
    to: 'const pending = inFlight.slice(0, 0);',
  },
  {
    id: 'deadline-forgotten',
    defect: 'Nobody is told of what is past its deadline',
    file: 'lib/domain/stall.ts',
    from: '!isTerminal(record.state) && !record.stalled && iso(now) > record.deadlineAt;',
    to: 'false as boolean && iso(now) > record.deadlineAt;',
  },
  {
    id: 'breaker-stays-open',
    defect: 'The breaker does not close when the engine is well again',
    file: 'lib/domain/breaker.ts',
    from: 'return before && before.failures > 0 ?',
    to: 'return before && before.failures < 0 ?',
  },
  {
    id: 'timeline-numbered-anew',
    defect: 'Each commit numbers its timeline entries from one',
    file: 'lib/domain/write.ts',
    from: 'numberEntries(before.id, before.timelineSequence, entries)',
    to: 'numberEntries(before.id, 0, entries)',
  },
];
