import { pollStream } from '../aws/dynamodb/event-source.ts';
import { startSchedules } from '../aws/schedule/schedules.ts';
import type { PlaneClock } from '../clock/clock.ts';
import type { Functions } from '../gateway/functions.ts';
import type { Endpoints } from './endpoints.ts';
import { TABLE } from './names.ts';

export type Background = {
  /** When the first reconciliation is over: a new plane has its settings then. */
  readonly reconciled: Promise<void>;
  readonly stop: () => Promise<void>;
};

const FUNCTION_TIMEOUT_MS = 60_000;
/** As in AWS: a pass looks after what is in flight until the next one begins. */
const RECONCILE_TIMEOUT_MS = 300_000;
const SEAL_TIMEOUT_MS = 120_000;

/**
 * What AWS runs without being asked: the table's stream, the schedule, the time to live. Reconciliation also runs at
 * once, so that what a stop or a crash left in flight moves on right after a start.
 */
export function startBackground(options: {
  readonly endpoints: Endpoints;
  readonly functions: Functions;
  readonly clock: PlaneClock;
  readonly report: (where: string, error: unknown) => void;
}): Background {
  const { endpoints, functions, clock, report } = options;
  const { database } = endpoints;
  const reconcile = () => functions.invoke('schedule/reconcile', {}, RECONCILE_TIMEOUT_MS);
  const seal = () => functions.invoke('schedule/seal', {}, SEAL_TIMEOUT_MS);
  const reconciled = reconcile().then(
    () => undefined,
    (error: unknown) => report('schedule/reconcile', error),
  );
  const { position, deadLetters } = database.consumer(TABLE, 'events');
  const mapping = pollStream({
    stream: database.stream(TABLE),
    position,
    deadLetters,
    deliver: (Records) => functions.invoke('events/stream', { Records }, FUNCTION_TIMEOUT_MS),
    onFailure: (error) => report('events/stream', error),
  });
  const schedules = startSchedules(
    [
      { name: 'schedule/reconcile', rate: 'rate(1 minute)', run: reconcile },
      { name: 'schedule/seal', rate: 'rate(1 minute)', run: seal },
      { name: 'time to live', rate: 'rate(10 minutes)', run: () => database.sweep() },
    ],
    { clock, speed: 1, onError: report },
  );
  return {
    reconciled,
    stop: async () => {
      functions.hurry();
      await Promise.all([reconciled, mapping.stop(), schedules.stop()]);
    },
  };
}
