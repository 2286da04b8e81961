import { setTimeout as wait } from 'node:timers/promises';
import type { Build, BuildRegistration } from '../../lib/contract/build.ts';
import type { Chance } from './chance.ts';
import { type Ask, admittedIn, ask, type Clients, type Ledger, type User } from './ledger.ts';

export type Load = {
  readonly clients: Clients;
  readonly ledger: Ledger;
  readonly chance: Chance;
  /** How many people there are at once. */
  readonly people: number;
  /** Each of them waits so long (ms) after an answer, on average. */
  readonly pauseMs: number;
  /** A build whose artifact others may be registered with. */
  readonly sample: Build;
  readonly signal: AbortSignal;
};

const GOOD = ['1.0.0', '1.1.0'];

const lanes: readonly { readonly service: string; readonly environment: string; readonly user: User }[] = [
  { service: 'demo-service', environment: 'sandbox', user: 'owner' },
  { service: 'demo-service', environment: 'staging', user: 'owner' },
  { service: 'demo-service-2', environment: 'sandbox', user: 'owner' },
  { service: 'demo-service-2', environment: 'staging', user: 'admin' },
  { service: 'billing-api', environment: 'sandbox', user: 'owner2' },
  { service: 'billing-api', environment: 'staging', user: 'admin' },
  { service: 'billing-api', environment: 'prod', user: 'owner2' },
];

/** People who deploy, roll back, cancel and register all at once, until the signal or until nobody answers. */
export async function putLoad(load: Load): Promise<void> {
  await Promise.all(Array.from({ length: load.people }, () => work(load)));
}

async function work({ clients, ledger, chance, pauseMs, sample, signal }: Load): Promise<void> {
  while (!signal.aborted) {
    const wish = wishOf(chance, ledger, sample);
    const answer = await ask(clients, wish);
    if (answer.kind === 'acknowledged') ledger.acknowledged.push({ ask: wish, body: answer.body });
    else if (answer.kind === 'refused') ledger.refused += 1;
    else {
      ledger.unanswered.push(wish);
      return;
    }
    await wait(chance.between(0.5, 1.5) * pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

function wishOf(chance: Chance, ledger: Ledger, sample: Build): Ask {
  const key = `crash-${Math.floor(chance.next() * 1e15)}`;
  const dice = chance.next();
  const recent = [...admittedIn(ledger)].slice(-12);
  const id = chance.oneOf(recent);
  if (dice < 0.1) return { key, user: 'ci', does: 'register', body: registrationOf(sample, versionFrom(chance)) };
  if (dice < 0.25 && id !== undefined) return { key, user: 'admin', does: 'rollback', id };
  if (dice < 0.35 && id !== undefined) return { key, user: 'admin', does: 'cancel', id };
  const { service = '', environment = '', user = 'admin' } = chance.oneOf(lanes) ?? {};
  const bad = service === 'demo-service' && chance.next() < 0.15;
  const version = bad ? '1.3.0' : (chance.oneOf(GOOD) ?? '');
  return {
    key,
    user,
    does: 'create',
    body: { service, environment, version, recipeId: 'default', changeSummary: `Load ${key}` },
  };
}

const versionFrom = (chance: Chance): string => `9.${Math.floor(chance.next() * 1e6)}.0`;

function registrationOf(sample: Build, version: string): BuildRegistration {
  const { status: _status, versionId: _versionId, registeredAt: _at, registeredBy: _by, ...registration } = sample;
  return { ...registration, version };
}
