import type { Mutant } from './mutant.ts';

/** Defects in rollback, take-over, cancel and the one way in which deployments end. */

const FINISH = 'lib/domain/finish.ts';
const LANE = 'lib/domain/lane-after-end.ts';
const ROLLBACK = 'lib/domain/decide-rollback.ts';

export const endingMutants: readonly Mutant[] = [
  {
    id: 'place-kept',
    defect: 'What ends keeps its place',
    file: FINISH,
    from: "if (!waiting) return { kind: 'release', place, deploymentId: record.id };",
    to: 'if (!waiting) return undefined;',
  },
  {
    id: 'place-not-handed-over',
    defect: 'The place of a take-over becomes free in place of being handed over',
    file: FINISH,
    from: "if (!waiting) return { kind: 'release', place, deploymentId: record.id };",
    to: "return { kind: 'release', place, deploymentId: record.id };",
  },
  {
    id: 'place-freed-by-who-waits',
    defect: 'A take-over that is canceled frees the place of what it waits for',
    theme: 'roll back',
    file: FINISH,
    from: 'if (!holdsPlace(lane, record)) return undefined;',
    to: '',
  },
  {
    id: 'refund-unmarked',
    defect: 'A refund is not noted in the record',
    file: FINISH,
    from: '...(ending.refund ? { quota: { ...record.quota, refunded: true } } : {}),',
    to: '',
  },
  {
    id: 'refund-unmade',
    defect: 'A refund is noted, and the counter stays',
    file: FINISH,
    from: '...(ending.refund && !record.quota.refunded\n',
    to: '...(false as boolean\n',
  },
  {
    id: 'refund-to-today',
    defect: 'A refund goes to the day of the end',
    file: FINISH,
    from: 'environment: record.environment, ...dayAndKind(record) },',
    to: 'environment: record.environment, ...dayAndKind(record), day: ending.at.slice(0, 10) },',
  },
  {
    id: 'refund-twice',
    defect: 'What was never started is refunded each time it is searched for',
    file: 'lib/domain/strays.ts',
    from: '  !quota.refunded &&\n',
    to: '',
  },
  {
    id: 'refund-what-ran',
    defect: 'What ran gives its quota back',
    file: 'lib/usecases/observe.ts',
    from: '{ ...step.ending, refund: false }',
    to: '{ ...step.ending, refund: true }',
  },
  {
    id: 'nothing-superseded',
    defect: 'A success does not displace the one before',
    file: FINISH,
    from: '...(succeeded ? writeOthers(facts, ended, ending.at) : []),',
    to: '',
  },
  {
    id: 'undone-not-linked',
    defect: 'A rollback does not tell what it undid',
    file: FINISH,
    from: '  if (original) {\n    writes.push(',
    to: '  if (false as boolean && original) {\n    writes.push(',
  },
  {
    id: 'waiting-stays-behind',
    defect: 'Who waits does not move up in the lane',
    file: LANE,
    from: 'return waiting ? { inFlight: waiting } : {};',
    to: 'return {};',
  },
  {
    id: 'failure-runs',
    defect: 'What failed is said to run',
    file: LANE,
    from: "if (ended.state !== 'SUCCEEDED') return",
    to: "if (ended.state === 'CANCELED') return",
  },
  {
    id: 'cancel-what-may-run',
    defect: 'A cancel ends at once what the engine may have been asked for',
    file: 'lib/domain/decide-cancel.ts',
    from: 'if (record.handOver.leases === 0) {',
    to: 'if (record.executionId === undefined) {',
  },
  {
    id: 'take-over-without-stop',
    defect: 'A take-over does not ask what it replaces to stop',
    file: ROLLBACK,
    from: 'set: isStopped ? { cancelRequested: true } : {},',
    to: 'set: {},',
  },
  {
    id: 'rollback-to-the-same',
    defect: 'A rollback leads to what ran before, even if it is the same version',
    theme: 'roll back',
    file: ROLLBACK,
    from: 'lane.previousGood.find((success) => success.version !== original.version)',
    to: 'lane.previousGood[0]',
  },
  {
    id: 'rollback-of-anything',
    defect: 'Anything can be rolled back, however long ago it was',
    theme: 'roll back',
    file: 'lib/domain/guardrails/rollback-possible.ts',
    from: 'if (lane?.newestAttempt?.deploymentId === original.id && canBeUndone(original.state)) {',
    to: 'if (canBeUndone(original.state)) {',
  },
  {
    id: 'ended-again',
    defect: 'What has ended is ended once more',
    file: 'lib/usecases/end-deployment.ts',
    from: 'if (isTerminal(record.state)) return undefined;',
    to: '',
  },
];
