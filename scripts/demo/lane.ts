import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment } from '../../lib/contract/deployment.ts';
import { requestIdOf, type Witnessed } from './caller.ts';
import { Deviation, expect } from './deviation.ts';
import { lane, recipeId, type Stage } from './stage.ts';

const LOOK_EVERY_MS = 500;
const ENDS_WITHIN_MS = 120_000;
const PATIENCE_MS = 20_000;

/** Follows a deployment to its end. */
export const toEnd = async ({ owner }: Stage, id: string, withinMs = ENDS_WITHIN_MS): Promise<Deployment> => {
  const until = Date.now() + withinMs;
  for (;;) {
    const deployment = await owner.client.deployments.get({ params: { id } });
    if (deployment.outcome !== null) return deployment;
    if (Date.now() > until)
      throw new Deviation(`${id} must end within ${withinMs / 1000} s; found ${deployment.state}`);
    await delay(LOOK_EVERY_MS);
  }
};

/** Makes room: waits for what is in flight from before, and cancels it when that takes long. */
export const settle = async (stage: Stage): Promise<void> => {
  const { client } = stage.owner;
  for (const state of ['PENDING', 'ACTIVE', 'IN_PROGRESS'] as const) {
    const { items } = await client.deployments.list({
      query: { deliveryGroupId: 'demo', environment: lane.environment, state },
    });
    for (const { id, service, version } of items) {
      stage.tells(`${service} ${version} is in flight from before: waiting for ${id}`);
      await toEnd(stage, id, PATIENCE_MS).catch(async () => {
        await client.deployments.cancel({ params: { id }, body: { reason: 'The story needs the place' } });
        await toEnd(stage, id);
      });
    }
  }
};

/** The owner asks for a deployment; the story remembers it for its records. */
export const submit = async (stage: Stage, version: string, changeSummary: string): Promise<Deployment> => {
  const answer = await stage.owner.witness((client) =>
    client.deployments.create({ body: { ...lane, version, recipeId, changeSummary } }),
  );
  return remember(stage, answer, 'DEPLOY_SUBMIT');
};

/** Keeps an admitted deployment for the chapters about records. */
export const remember = (
  stage: Stage,
  { body, headers, status }: Witnessed<Deployment>,
  eventType: 'DEPLOY_SUBMIT' | 'ROLLBACK_SUBMIT',
): Deployment => {
  expect(status === 201 && body.outcome === null, 'An admitted deployment is answered 201, in flight', { status });
  stage.deployments.push(body.id);
  stage.deeds.push({ requestId: requestIdOf(headers), eventType, actorId: 'owner' });
  stage.tells(`${body.deploymentKind === 'ROLLBACK' ? 'rollback to ' : ''}${body.version} is ${body.id}`);
  return body;
};

/** Deploys a good version to its end. */
export const deployWell = async (stage: Stage, version: string, changeSummary: string): Promise<Deployment> => {
  const { id } = await submit(stage, version, changeSummary);
  const ended = await toEnd(stage, id);
  expect(ended.outcome === 'SUCCEEDED', `${version} must be deployed`, {
    outcome: ended.outcome,
    failures: ended.failures,
  });
  return ended;
};

/** Asks the service itself, at its own address, which version answers. */
export const proveAnswers = async (stage: Stage, version: string): Promise<void> => {
  const { urlTemplate } = await stage.owner.client.services.get({ params: { service: lane.service } });
  expect(urlTemplate !== undefined, 'The service has an address', 'none');
  const url = urlTemplate
    .replaceAll('{service}', lane.service)
    .replaceAll('{environment}', lane.environment)
    .replaceAll('{version}', version);
  const answer: unknown = await (await fetch(url, { signal: AbortSignal.timeout(10_000) })).json();
  const isRight = typeof answer === 'object' && answer !== null && 'version' in answer && answer.version === version;
  expect(isRight, `${url} must answer as ${version}`, answer);
  const { running } = await stage.owner.client.services.running({
    params: { service: lane.service },
    query: { environment: lane.environment },
  });
  expect(running?.version === version, `The record must say that ${version} runs`, running);
  stage.proves(`${url} answers as ${version}, and the record says the same`);
};
