import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Client } from '../../lib/contract/client.ts';
import { isTerminal } from '../../lib/domain/states.ts';
import { configureGroup, previewEach, turnTheSwitch } from './configuring.ts';
import type { RunningPlane } from './running-plane.ts';
import type { Stage } from './stage.ts';

/** What callers and machines do besides calling every route once: every filter of the lists, and an engine that tells nothing. */
export async function playStory(plane: RunningPlane, stage: Stage): Promise<void> {
  await everyFilter(plane);
  await configureGroup(plane.as('admin'));
  await previewEach(plane.as('admin'));
  await turnTheSwitch(plane.as('admin'));
  await withoutEvents(plane, stage);
  await everyProof(plane.as('admin'));
}

async function everyFilter(plane: RunningPlane): Promise<void> {
  const { deployments, audit, services, builds, running } = plane.as('admin');
  const service = 'demo-service';
  const environment = 'sandbox';
  const deliveryGroupId = 'demo';
  for (const query of [
    { service, environment },
    { service },
    { deliveryGroupId },
    { environment },
    { state: 'FAILED' as const },
    {},
  ]) {
    await deployments.list({ query });
  }
  for (const query of [{ targetId: service }, { actorId: 'admin' }, { deliveryGroupId }, {}])
    await audit.list({ query });
  await services.versions({ params: { service }, query: { refresh: '1' } });
  await services.list({ query: { search: 'demo' } });
  await builds.list({ query: { service } });
  await running.list({ query: { environment } });
  await plane.as('owner').deployments.list();
}

const SEALED_WITHIN_MS = 60_000;

/** A while after the start there is a seal; from then on exports have something to prove. */
async function everyProof({ audit }: Client): Promise<void> {
  const patience = AbortSignal.timeout(SEALED_WITHIN_MS);
  while ((await audit.head()).newest === null) {
    patience.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const filters = [{}, { targetId: 'demo-service' }, { actorId: 'admin' }, { deliveryGroupId: 'demo' }];
  for (const query of [...filters, { type: 'DEPLOY_SUBMIT' as const }]) await audit.export({ query });
}

const FINISH = 'workflow/finish';
const TRIES_MAX = 8;

/** An engine that tells nothing is looked at until it is done, also by the function that finishes, if nobody is faster. */
async function withoutEvents(plane: RunningPlane, stage: Stage): Promise<void> {
  const lambda = new LambdaClient({});
  const owner = plane.as('owner');
  const intent = { service: 'demo-service', environment: 'sandbox', recipeId: 'default', changeSummary: 'Unheard' };
  await sendEvents(plane, false);
  for (let tries = 0; tries < TRIES_MAX && (tries === 0 || !hasFinished(plane)); tries++) {
    const { id } = await owner.deployments.create({
      body: { ...intent, version: tries % 2 === 0 ? '1.3.0' : '1.1.0' },
    });
    await owner.running.list();
    const Payload = JSON.stringify({ id });
    await untilOver(owner, id, () => lambda.send(new InvokeCommand({ FunctionName: 'dxcp-workflow-finish', Payload })));
    await stage.quiet();
  }
  await sendEvents(plane, true);
  lambda.destroy();
}

const hasFinished = (plane: RunningPlane): boolean => !plane.unusedGrants().get(FINISH)?.includes('updates slots');

const sendEvents = (plane: RunningPlane, enabled: boolean) =>
  fetch(`${plane.url}/.local/engine/events`, { method: 'PUT', body: JSON.stringify({ enabled }) });

async function untilOver(owner: Client, id: string, meanwhile: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const { state } = await owner.deployments.get({ params: { id } });
    if (isTerminal(state)) return;
    if (state === 'IN_PROGRESS') await meanwhile();
  }
}
