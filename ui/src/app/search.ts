import type { Outcome, State } from '../../../lib/contract/deployment.ts';

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

export const deploymentsSearch = (raw: Raw) =>
  defined({
    state: isStateFilter(raw.state) ? raw.state : undefined,
    service: text(raw.service),
    env: text(raw.env),
    group: text(raw.group),
    by: text(raw.by),
    days: periods.find((days) => days !== DEFAULT_DAYS && raw.days !== undefined && days === Number(raw.days)),
  });
export type DeploymentsSearch = ReturnType<typeof deploymentsSearch>;

/** A filter of the page as the API asks it: success that lasted is an outcome, the ends are states. */
export const asQuery = (filter: StateFilter | undefined): { state?: State; outcome?: Outcome } => {
  if (filter === undefined) return {};
  return filter === 'IN_FLIGHT' ? { state: 'IN_PROGRESS' } : { outcome: filter };
};
