import { type Engine, EngineFault, type Observation } from '../../ports/engine.ts';
import type { Tell } from '../../ports/world.ts';

type Meters = {
  /** Milliseconds. */
  readonly now: () => number;
  /** How many requests were sent since this was asked last; a call may take several, or be repeated. */
  readonly requests?: () => number;
};

/** Requests that are sent, counted until they are told: the sum is right also where calls overlap. */
export const countRequests = () => {
  let sent = 0;
  return {
    onRequest: (): void => {
      sent += 1;
    },
    taken: (): number => {
      const count = sent;
      sent = 0;
      return count;
    },
  };
};

/** An engine of whose calls operators are told: how many, how long, with which faults, and what nobody has words for. */
export const meterEngine = (engine: Engine, tell: Tell, { now, requests }: Meters): Engine => {
  const measured = async <Answer>(method: string, call: () => Promise<Answer>): Promise<Answer> => {
    const begun = now();
    const told = (fault?: string) =>
      tell({
        kind: 'engine call',
        method,
        ms: Math.round(now() - begun),
        ...(requests ? { requests: requests() } : {}),
        ...(fault === undefined ? {} : { fault }),
      });
    try {
      const answer = await call();
      told();
      return answer;
    } catch (error) {
      told(error instanceof EngineFault ? error.kind : 'UNKNOWN');
      throw error;
    }
  };
  const tellUnclassified = ({ status, failures }: Observation): void => {
    if (status === 'UNKNOWN') tell({ kind: 'unclassified', what: 'status' });
    for (const { category, unrecognized: of = 'nothing said' } of failures) {
      if (category === 'UNKNOWN') tell({ kind: 'unclassified', what: 'failure', of });
    }
  };
  return {
    kind: engine.kind,
    abilities: engine.abilities,
    start: (order) => measured('start', () => engine.start(order)),
    find: (order) => measured('find', () => engine.find(order)),
    observe: async (executionId, order) => {
      const seen = await measured('observe', () => engine.observe(executionId, order));
      if (seen) tellUnclassified(seen);
      return seen;
    },
    observeMany: async (executions) => {
      const seen = await measured('observeMany', () => engine.observeMany(executions));
      for (const observation of seen.values()) tellUnclassified(observation);
      return seen;
    },
    cancel: (executionId, reason) => measured('cancel', () => engine.cancel(executionId, reason)),
    applications: () => measured('applications', () => engine.applications()),
    definitions: (application) => measured('definitions', () => engine.definitions(application)),
    health: () => measured('health', () => engine.health()),
  };
};
