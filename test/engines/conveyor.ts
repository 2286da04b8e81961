import * as z from 'zod';
import type { EngineAbilities } from '../../lib/contract/engine-abilities.ts';
import type { FailureCategory } from '../../lib/contract/failure.ts';
import {
  type Engine,
  type EngineEvent,
  EngineFault,
  type EngineOrder,
  type Observation,
  type ObservedStatus,
  type ReadEngineEvent,
} from '../../lib/ports/engine.ts';
import type { Clock } from '../../lib/ports/world.ts';

/**
 * A second engine, as unlike the first as can be: a belt that takes parcels and calls back. Nothing on it can be looked
 * for, asked about or stopped; what it calls is all that anybody learns.
 */
export const conveyorAbilities: EngineAbilities = { search: false, cancel: false, observation: false, events: true };

/** What becomes of the next parcels put on the belt; then they are taken with a receipt. */
export type Handing = 'taken' | 'taken, receipt lost' | 'fell off, receipt lost' | 'belt closed' | 'refused';

export type Call = 'waiting' | 'moving' | 'delivered' | 'broken' | 'jammed' | 'returned';

/** What the belt calls, in its own words: what arrives at DXCP as the body of an event. */
export type Called = {
  readonly belt: 'dxcp';
  /** The label on the parcel: the deployment's id. */
  readonly label: string;
  readonly parcel: string;
  readonly call: Call;
  /** Which station it has come to, of how many, and what the sign there says: the order's own words. */
  readonly station: number;
  readonly stations: number;
  readonly sign: string;
  /** When the belt took it, and when it called. */
  readonly takenAt: string;
  readonly at: string;
};

export type Parcel = { readonly id: string; readonly order: EngineOrder; readonly takenAt: string };

export type Conveyor = Engine & {
  /** Everything that was ever put on the belt, in order. */
  readonly parcels: readonly Parcel[];
  /** How often somebody tried to put a parcel on it. */
  readonly handed: () => number;
  script(...handings: readonly Handing[]): void;
  /** What the belt would call now about the newest parcel of a deployment, at a station counted from 1. */
  call(deploymentId: string, call: Call, station?: number): Called;
};

const impossible = (what: string) => async (): Promise<never> => {
  throw new Error(`A conveyor cannot be ${what}: whoever tries has not looked at its abilities`);
};

const lost = () => new EngineFault('CALL_FAILED', 'The belt gave no receipt', { ambiguous: true });

/** Without routes, parcels for anywhere are taken. */
export const createConveyor = (clock: Clock, routes?: readonly string[]): Conveyor => {
  const parcels: Parcel[] = [];
  const handings: Handing[] = [];
  let handed = 0;
  const now = () => clock.now().toISOString();

  const take = (order: EngineOrder): Parcel => {
    const parcel = { id: `parcel-${parcels.length + 1}`, order, takenAt: now() };
    parcels.push(parcel);
    return parcel;
  };

  return {
    kind: 'conveyor',
    abilities: conveyorAbilities,
    parcels,
    handed: () => handed,
    script: (...more) => void handings.push(...more),
    call: (deploymentId, call, at = 1) => {
      const parcel = parcels.findLast(({ order }) => order.deploymentId === deploymentId);
      if (!parcel) throw new Error(`Nothing of ${deploymentId} is on the belt`);
      const { takenAt, order } = parcel;
      const { steps } = order;
      const station = call === 'delivered' ? steps.length : at;
      const sign = steps[station - 1] ?? '';
      return {
        belt: 'dxcp',
        label: deploymentId,
        parcel: parcel.id,
        call,
        station,
        stations: steps.length,
        sign,
        takenAt,
        at: now(),
      };
    },
    start: async (order) => {
      handed += 1;
      const handing = handings.shift() ?? 'taken';
      if (handing === 'belt closed') throw new EngineFault('UNAVAILABLE', 'The belt is closed', { ambiguous: false });
      if (handing === 'fell off, receipt lost') throw lost();
      if (handing === 'refused' || routes?.includes(order.definition) === false) {
        const failure = {
          category: 'CONFIG',
          summary: 'The engine knows no such route',
          evidence: 'no route',
        } as const;
        return { kind: 'rejected', failure };
      }
      const { id } = take(order);
      if (handing === 'taken, receipt lost') throw lost();
      return { kind: 'accepted', executionId: id };
    },
    find: impossible('searched'),
    observe: impossible('asked'),
    observeMany: impossible('asked'),
    cancel: impossible('stopped'),
    applications: async () => ['demo'],
    definitions: async (application) =>
      application === 'demo' ? (routes ?? []).map((name) => ({ name, enabled: true })) : [],
    health: async () => ({ ok: true }),
  };
};

const meanings: Readonly<Record<Call, { status: ObservedStatus; failure?: FailureCategory }>> = {
  waiting: { status: 'QUEUED' },
  moving: { status: 'RUNNING' },
  delivered: { status: 'SUCCEEDED' },
  broken: { status: 'FAILED', failure: 'ARTIFACT' },
  jammed: { status: 'FAILED', failure: 'INFRASTRUCTURE' },
  returned: { status: 'ROLLED_BACK', failure: 'APP' },
};

const called = z.object({
  belt: z.literal('dxcp'),
  label: z.string(),
  parcel: z.string(),
  call: z.enum(['waiting', 'moving', 'delivered', 'broken', 'jammed', 'returned']),
  station: z.int(),
  stations: z.int(),
  sign: z.string(),
  takenAt: z.iso.datetime(),
  at: z.iso.datetime(),
}) satisfies z.ZodType<Called>;

/** The belt's calls in DXCP's words; of anything else, nothing. */
export const readConveyorEvent: ReadEngineEvent = (body): EngineEvent | undefined => {
  const { data } = called.safeParse(body);
  return data && { deploymentId: data.label, executionId: data.parcel, observation: observationOf(data) };
};

const observationOf = ({ parcel, call, station, stations, sign, takenAt, at }: Called): Observation => {
  const { status, failure } = meanings[call];
  const done = call === 'delivered' ? stations : station - 1;
  return {
    executionId: parcel,
    status,
    startedAt: takenAt,
    ...(call === 'waiting' ? {} : { progress: { done, total: stations, label: sign } }),
    ...(call === 'waiting' || call === 'moving' ? {} : { finishedAt: at }),
    failures: failure
      ? [
          {
            category: failure,
            summary: `The parcel is ${call}`,
            actionHint: 'Look at the belt.',
            evidence: `call=${call}`,
          },
        ]
      : [],
    warnings: [],
  };
};
