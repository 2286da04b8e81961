import { isSetUp } from '../../domain/configure/set-up.ts';
import { secondsBetween } from '../../domain/time.ts';
import type { Probe } from '../../ports/world.ts';
import type { World } from '../world.ts';

type Found = Awaited<ReturnType<Probe['check']>>;

/** What the probes look at; each part is got only when its probe runs, so that one that is broken fails alone. */
export type ProbeParts = {
  readonly store: () => World['store'];
  readonly clock: () => World['clock'];
  readonly artifacts: () => World['artifacts'];
  readonly artifactBucket: () => string;
  /** Address of the token issuer's discovery document. */
  readonly issuer: () => Promise<string>;
  readonly fetch: typeof fetch;
  readonly stateMachineArn: () => string;
  readonly clientId: () => Promise<string>;
};

/** Reconciliation runs every minute; three minutes without a sign of it mean that it does not. */
const PULSE_SECONDS_MAX = 180;

export const planeProbes = (parts: ProbeParts): Probe[] => [
  { name: 'oidc', check: () => checkIssuer(parts) },
  {
    name: 'table',
    check: async () =>
      found(
        await parts
          .store()
          .read({ settings: 'plane' })
          .then(() => true),
        'Answers',
      ),
  },
  { name: 'settings', check: () => checkSettings(parts) },
  { name: 'engine', check: () => checkEngine(parts) },
  { name: 'artifact bucket', check: () => checkBucket(parts) },
  { name: 'workflow', check: async () => found(parts.stateMachineArn().includes(':stateMachine:'), 'Configured') },
  { name: 'schedules', check: () => checkSchedules(parts) },
  { name: 'ui', check: async () => found((await parts.clientId()) !== '', 'Configured') },
];

const found = (ok: boolean, detail: string): Found => ({ ok, detail });

const checkIssuer = async ({ issuer, fetch }: ProbeParts): Promise<Found> => {
  const url = `${(await issuer()).replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(4000) });
  return response.ok
    ? found(true, 'The issuer answers')
    : {
        ok: false,
        detail: `The issuer answered ${response.status}`,
        hint: 'Check /oidc/issuer and that it can be reached.',
      };
};

const checkSettings = async ({ store }: ProbeParts): Promise<Found> => {
  const { settings, publishers } = await store().read({ settings: 'plane', publishers: 'plane' });
  if (settings && isSetUp({ settings, publishers })) {
    return found(true, `Mode ${settings.mode}, ${publishers?.entries.length ?? 0} CI publishers`);
  }
  return {
    ok: false,
    detail: 'What is configured below /governance and /ui was not taken over',
    hint: 'Reconciliation does so: see whether it runs, and what its log says of settings.',
  };
};

/** Reconciliation asks again once a minute, and every few seconds while something is in flight. */
const PROBE_EVERY_SECONDS = 60;

const checkEngine = async ({ store, clock }: ProbeParts): Promise<Found> => {
  const { breaker, pulse } = await store().read({ breaker: 'plane', pulse: 'plane' });
  const calls = `${breaker?.failures ?? 0} calls in a row have failed`;
  if (!breaker || breaker.failures === 0) return found(true, 'Reachable when it was last asked');
  if (breaker.state === 'closed') return found(true, `${calls}; new deployments are admitted still`);
  const next = Math.max(0, Math.ceil(PROBE_EVERY_SECONDS - secondsBetween(pulse?.at ?? breaker.since, clock().now())));
  return {
    ok: false,
    detail: `Out of reach since ${breaker.since}: ${calls}. It is asked again within ${next} s`,
    hint: `Last fault: ${breaker.detail ?? 'unknown'}. Check /engine/url and the credentials; admission resumes by itself with the first call that goes well.`,
  };
};

const checkBucket = async ({ artifacts, artifactBucket }: ProbeParts): Promise<Found> => {
  await artifacts().list(`s3://${artifactBucket()}/`, 1);
  return found(true, 'Can be listed');
};

const checkSchedules = async ({ store, clock }: ProbeParts): Promise<Found> => {
  const { pulse } = await store().read({ pulse: 'plane' });
  if (!pulse)
    return {
      ok: false,
      detail: 'Reconciliation has not run yet',
      hint: 'It runs every minute; wait, then look at its log.',
    };
  const age = secondsBetween(pulse.at, clock().now());
  return age <= PULSE_SECONDS_MAX
    ? found(true, `Reconciled ${Math.max(0, Math.round(age))} s ago, ${pulse.inFlight} in flight`)
    : {
        ok: false,
        detail: `Reconciliation last ran ${Math.round(age)} s ago`,
        hint: 'Look at the schedule and the log of its function.',
      };
};
