import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { PolicyFigures } from '../../lib/contract/admission.ts';
import { ProblemError } from '../../lib/contract/client.ts';
import { type Deployment, type DeploymentIntent, deployment } from '../../lib/contract/deployment.ts';
import { type Answer, bodyAs } from './answer.ts';
import { answered, Breach, holds, Skipped } from './claims.ts';
import type { Place } from './place.ts';
import { create, intentOf } from './requests.ts';
import type { Suite } from './suite.ts';

/** A plane of this machine is done within seconds; one elsewhere takes minutes, and its reads are limited. */
const LOOK_EVERY_MS = { soon: 150, later: 2000 };
const SOON_MS = 5000;
const FREE_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 15 * 60_000;

type Changes = Partial<DeploymentIntent>;

/** Limits, use and holders of the place, as a validation tells them. */
export async function figures(suite: Suite, changes: Changes = {}): Promise<PolicyFigures> {
  const body = intentOf(await suite.place(), changes);
  const { policy } = await suite.as('owner').deployments.validate({ body });
  holds(policy !== undefined, 'Validation must tell the limits of the own group', 'none');
  return policy;
}

/** The place, once nothing is under way in it. Throws Skipped when somebody else keeps it busy. */
export async function quiet(suite: Suite): Promise<Place> {
  const begun = Date.now();
  for (;;) {
    const { holders } = await figures(suite);
    if (holders.length === 0) return suite.place();
    if (Date.now() - begun > FREE_WITHIN_MS)
      throw new Skipped(`The place is kept busy by ${holders.map(({ deploymentId }) => deploymentId).join(', ')}`);
    await pause(begun);
  }
}

const pause = (begun: number): Promise<void> =>
  delay(Date.now() - begun < SOON_MS ? LOOK_EVERY_MS.soon : LOOK_EVERY_MS.later);

type Begin = { readonly changes?: Changes; readonly key?: string };

/** Has a deployment admitted in a free place; it is canceled when the check is over. Also answers what came with it. */
export async function begin(
  suite: Suite,
  { changes, key }: Begin = {},
): Promise<{ record: Deployment; answer: Answer; body: DeploymentIntent }> {
  const body = intentOf(await quiet(suite), changes);
  const answer = await suite.ask('owner', create(body, { key: key ?? randomUUID() }));
  answered(answer, { status: 201 });
  return { record: underWay(suite, answer), answer, body };
}

const TRIES_MAX = 4;

/** Does something to a deployment under way; answers nothing when that had ended before. */
type InTime<T> = (begun: { readonly record: Deployment; readonly body: DeploymentIntent }) => Promise<T | undefined>;

/** Begins deployments until one is still under way when something was done to it. Throws Skipped when none is. */
export async function inTime<T>(suite: Suite, act: InTime<T>): Promise<T> {
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const result = await act(await begin(suite));
    if (result !== undefined) return result;
  }
  throw new Skipped('Deployments end here before anything can be done to them');
}

/** Asks for another deployment while one is under way; answers nothing when that had ended before. */
export async function meanwhile(suite: Suite, { id }: Deployment, body: DeploymentIntent): Promise<Answer | undefined> {
  const answer = await suite.ask('owner', create(body));
  if (answer.status !== 201) return answer;
  const other = underWay(suite, answer);
  const { finishedAt } = await suite.as('owner').deployments.get({ params: { id } });
  return finishedAt !== undefined && finishedAt <= other.createdAt ? undefined : answer;
}

/** A deployment that was asked to stop while it was under way. */
export const canceled = (suite: Suite, reason: string): Promise<Deployment> =>
  inTime(suite, async ({ record }) => {
    const path = `/v1/deployments/${record.id}/cancel`;
    const answer = await suite.ask('owner', { method: 'POST', path, body: { reason } });
    if (answer.code === 'NOT_CANCELABLE' && (await ended(suite, record.id)).state === 'SUCCEEDED') return undefined;
    answered(answer, { status: 200 });
    return bodyAs(answer, deployment);
  });

type Deployer = 'owner' | 'admin';

/** An admitted deployment, which is canceled when the check is over. */
export function underWay(suite: Suite, answer: Answer, who: Deployer = 'owner'): Deployment {
  const record = bodyAs(answer, deployment);
  suite.undo(`Deployment ${record.id} could not be stopped`, () => stop(suite, record.id, who));
  return record;
}

async function stop(suite: Suite, id: string, who: Deployer): Promise<void> {
  const { deployments } = suite.as(who);
  const { outcome } = await deployments.get({ params: { id } });
  if (outcome !== null) return;
  try {
    await deployments.cancel({ params: { id }, body: { reason: 'Begun by the conformance suite' } });
  } catch (error) {
    // It has just ended by itself, or the engine cannot stop it.
    if (!(error instanceof ProblemError && error.problem?.code === 'NOT_CANCELABLE')) throw error;
  }
  await ended(suite, id, who);
}

/** Follows a deployment to its end. */
export async function ended({ as }: Suite, id: string, who: Deployer = 'owner'): Promise<Deployment> {
  const begun = Date.now();
  for (;;) {
    const record = await as(who).deployments.get({ params: { id } });
    if (record.outcome !== null) return record;
    if (Date.now() - begun > ENDS_WITHIN_MS)
      throw new Breach(`${id} must end; found ${record.state} after ${ENDS_WITHIN_MS / 60_000} minutes`);
    await pause(begun);
  }
}

/** Deploys a version that works to its end. Throws Skipped when it does not work here. */
export async function succeed(suite: Suite, version: string, changes: Changes = {}): Promise<Deployment> {
  const { record } = await begin(suite, { changes: { ...changes, version } });
  const done = await ended(suite, record.id);
  if (done.state === 'SUCCEEDED') return done;
  const why = done.failures[0]?.summary ?? done.state;
  throw new Skipped(`${done.service} ${version} does not work in ${done.environment} (${why}): choose --versions`);
}

type Running = { readonly service: string; readonly version: string | undefined };

/** What runs in the place goes back to what ran before; what cannot is said. */
export async function rememberRunning(suite: Suite): Promise<() => Promise<void>> {
  const before = await runningNow(suite).catch(() => []);
  return async () => {
    const after = await runningNow(suite).catch(() => []);
    for (const { service, version } of before) {
      const now = after.find((one) => one.service === service)?.version;
      if (now !== version) await runAgain(suite, { service, version }, now);
    }
  };
}

async function runningNow(suite: Suite): Promise<readonly Running[]> {
  const { service: own, sibling, environment } = await suite.place();
  const { services } = suite.as('owner');
  const names = sibling === undefined ? [own] : [own, sibling];
  return Promise.all(
    names.map(async (service) => {
      const { running } = await services.running({ params: { service }, query: { environment } });
      return { service, version: running?.version };
    }),
  );
}

async function runAgain(suite: Suite, { service, version }: Running, now: string | undefined): Promise<void> {
  const where = `${service} in ${(await suite.place()).environment}`;
  if (version === undefined) suite.leave(`${where} runs ${now}; nothing ran there before`);
  else
    await succeed(suite, version, { service }).catch(() =>
      suite.leave(`${where} runs ${now}; before it was ${version}`),
    );
}
