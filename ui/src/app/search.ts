import { inFlightStates } from '../../../lib/domain/states.ts';

/** What the addresses of the pages may carry. Anything else in them is dropped. */

type Raw = Record<string, unknown>;

const text = (value: unknown): string | undefined => {
  const words = typeof value === 'number' ? String(value) : value;
  return typeof words === 'string' && words !== '' ? words.slice(0, 256) : undefined;
};

/** Keeps only what is there, so that addresses stay short. */
const defined = <T extends object>(search: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

export const servicesSearch = (raw: Raw) => defined({ q: text(raw.q), env: text(raw.env) });
/** `rollback` names the environment whose way back is asked about. */
export const serviceSearch = (raw: Raw) => defined({ env: text(raw.env), rollback: text(raw.rollback) });
export const deploySearch = (raw: Raw) => defined({ env: text(raw.env), version: text(raw.version) });

export const stateFilters = ['IN_FLIGHT', 'SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK', 'SUPERSEDED'] as const;
export type StateFilter = (typeof stateFilters)[number];
const isStateFilter = (value: unknown): value is StateFilter => stateFilters.some((filter) => filter === value);

export const periods = [1, 7, 30, 0] as const;
export const DEFAULT_DAYS = 7;

const isStateInFlight = (state: unknown): boolean => inFlightStates.some((one) => one === state);

/** What the API calls the filters is understood too: its words are in links that people build. */
export const stateOf = ({ state, outcome }: Raw): StateFilter | undefined =>
  [isStateInFlight(state) ? 'IN_FLIGHT' : state, outcome].find(isStateFilter);
export const periodOf = (raw: unknown): number | undefined =>
  raw === undefined ? undefined : periods.find((days) => days === Number(raw));

export const deploymentsSearch = (raw: Raw) =>
  defined({
    state: stateOf(raw),
    service: text(raw.service),
    env: text(raw.env) ?? text(raw.environment),
    group: text(raw.group) ?? text(raw.deliveryGroupId),
    by: text(raw.by) ?? text(raw.createdBy),
    days: periodOf(raw.days) === DEFAULT_DAYS ? undefined : periodOf(raw.days),
  });
export type DeploymentsSearch = ReturnType<typeof deploymentsSearch>;
