import {
  APPLICATIONS_MAX,
  type EngineApplications,
  type EngineDefinitions,
  type EngineStatus,
} from '../../contract/engine-status.ts';
import type { Engine } from '../../ports/engine.ts';
import { answer, type Result } from '../result.ts';
import type { World } from '../world.ts';

type Needs = Pick<World, 'store' | 'engine'> & {
  /** Milliseconds of the world's time. */
  readonly timer: () => number;
};

/** What is known of the engine, and how it is just now. An engine out of reach is an answer. */
export const readEngineStatus = async (needs: Needs): Promise<Result<EngineStatus>> => {
  const { store, engine } = needs;
  const [{ breaker, pulse }, health] = await Promise.all([
    store.read({ breaker: 'plane', pulse: 'plane' }),
    askHealth(needs),
  ]);
  return answer({
    type: engine.kind,
    abilities: engine.abilities,
    breaker: {
      state: breaker?.state ?? 'closed',
      failures: breaker?.failures ?? 0,
      ...(breaker === undefined ? {} : { since: breaker.since }),
      ...(breaker?.failedAt === undefined ? {} : { failedAt: breaker.failedAt }),
      ...(breaker?.detail === undefined ? {} : { lastFault: breaker.detail }),
    },
    ...(pulse === undefined ? {} : { pulse: pulseOf(pulse) }),
    health,
  });
};

type Pulse = NonNullable<Awaited<ReturnType<World['store']['read']>>['pulse']>;

const pulseOf = ({ at, inFlight, freshnessSeconds, engineType }: Pulse): NonNullable<EngineStatus['pulse']> => ({
  reconciledAt: at,
  inFlight,
  freshnessSeconds,
  ...(engineType === undefined ? {} : { engineType }),
});

/** Somebody is waiting for the page. */
const HEALTH_MS = 10_000;

const askHealth = async ({ engine, timer }: Needs): Promise<EngineStatus['health']> => {
  const begun = timer();
  const { ok, detail } = await Promise.race([engine.health(), tooLong()]).catch(whyNot);
  return { ok, latencyMs: Math.round(timer() - begun), ...(detail === undefined ? {} : { detail }) };
};

const tooLong = (): ReturnType<Engine['health']> =>
  new Promise((resolve) => {
    const detail = `It did not answer within ${HEALTH_MS / 1000} s`;
    AbortSignal.timeout(HEALTH_MS).addEventListener('abort', () => resolve({ ok: false, detail }));
  });

const whyNot = (fault: unknown): Awaited<ReturnType<Engine['health']>> => ({
  ok: false,
  detail: fault instanceof Error ? fault.message : String(fault),
});

/** The applications to choose from, one call to the engine. */
export const listApplications = async ({ engine }: Pick<World, 'engine'>): Promise<Result<EngineApplications>> => {
  const names = await engine.applications();
  return answer({ items: names.slice(0, APPLICATIONS_MAX).map((name) => ({ name })), total: names.length });
};

/** What can be run of one of them, one call to the engine. */
export const listDefinitions = async (
  { engine }: Pick<World, 'engine'>,
  application: string,
): Promise<Result<EngineDefinitions>> => {
  const definitions = await engine.definitions(application);
  return answer({ application, items: definitions.map(({ name, enabled }) => ({ name, enabled })) });
};
