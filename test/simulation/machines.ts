import type { HandedOver } from '../../lib/usecases/hand-over.ts';
import type { Observed } from '../../lib/usecases/observe.ts';
import type { Task } from './steps.ts';

/** The state machine of each deployment, as the workflow service runs it: one at a time, on time or late. */

export type Machine = { next: Task; dueAt: number; tries: number; running: boolean };

const TRIES_MAX = 5;
/** A task that died is given up by its own time limit. */
const LOST_SECONDS = 60;

export const openMachines = (now: () => number) => {
  const machines = new Map<string, Machine>();
  const names = new Set<string>();

  const wait = (machine: Machine, next: Task, seconds: number): void => {
    Object.assign(machine, { next, dueAt: now() + seconds * 1000, tries: 0, running: false });
  };

  return {
    /** A name stays taken, so a second start for one deployment does nothing. */
    begin: (id: string): void => {
      if (names.has(id)) return;
      names.add(id);
      machines.set(id, { next: 'start', dueAt: now(), tries: 0, running: false });
    },
    get: (id: string): Machine | undefined => machines.get(id),
    due: (): readonly string[] =>
      [...machines].filter(([, { dueAt, running }]) => !running && dueAt <= now()).map(([id]) => id),
    nextDueAt: (): number | undefined => [...machines.values()].map(({ dueAt }) => dueAt).sort((a, b) => a - b)[0],

    /** They end, as after too many tries; what they ran goes on. */
    end: (): void => machines.clear(),
    started: (machine: Machine): void => {
      // Should the task die, the service tries again.
      Object.assign(machine, { running: true, dueAt: now() + LOST_SECONDS * 1000 });
    },
    /** The service notices that nothing came back. */
    notice: (): void => {
      for (const [id, machine] of machines) {
        if (!machine.running || machine.dueAt > now()) continue;
        machine.running = false;
        machine.tries += 1;
        if (machine.tries > TRIES_MAX) machines.delete(id);
      }
    },
    failed: (id: string): void => {
      const machine = machines.get(id);
      if (!machine) return;
      machine.running = false;
      machine.tries += 1;
      machine.dueAt = now() + Math.min(30, 2 ** machine.tries) * 1000;
      if (machine.tries > TRIES_MAX) machines.delete(id);
    },
    handedOver: (id: string, answer: HandedOver): void => {
      const machine = machines.get(id);
      if (!machine) return;
      if (answer.status === 'WAITING') wait(machine, 'start', answer.waitSeconds);
      else wait(machine, 'observe', 1);
    },
    observed: (id: string, { status, waitSeconds }: Observed): void => {
      const machine = machines.get(id);
      if (!machine) return;
      if (status === 'ENGINE_FINISHED') wait(machine, 'finish', 0);
      else if (status === 'IN_FLIGHT') wait(machine, 'observe', waitSeconds);
      else if (status === 'NOT_HANDED_OVER') wait(machine, 'start', waitSeconds);
      else machines.delete(id);
    },
  };
};
