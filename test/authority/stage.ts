import type { Build, BuildRegistration } from '../../lib/contract/build.ts';
import type { Client } from '../../lib/contract/client.ts';
import type { DeploymentIntent } from '../../lib/contract/deployment.ts';
import { isTerminal } from '../../lib/domain/states.ts';
import type { RunningPlane } from './running-plane.ts';

/** What the calls are about. */
export type Stage = {
  readonly admin: Client;
  /** Deployments of the group `demo` that succeeded and can be rolled back: one for each who will. */
  readonly current: { readonly owner: string; readonly admin: string };
  /** Superseded ones, which nothing can be done with. */
  readonly older: readonly string[];
  readonly builds: { readonly ci: BuildRegistration; readonly pipeline: BuildRegistration };
  /** The version whose deployment is never done. */
  readonly endless: string;
  /** Begins a deployment that stays under way until it is canceled, and answers its id. */
  readonly beginEndless: (environment: string) => Promise<string>;
  /** The same, past its deadline. */
  readonly beginStalled: (environment: string) => Promise<string>;
  /** The newest deployment of the place, which can be rolled back. */
  readonly newest: (environment: string) => Promise<string>;
  /** Waits until nothing is under way. */
  readonly quiet: () => Promise<void>;
};

const INTENT = { service: 'demo-service', recipeId: 'default', changeSummary: 'Set the stage' };
/** The version that the engine is told never to be done with. */
const ENDLESS = '1.2.0';

export async function setStage(plane: RunningPlane): Promise<Stage> {
  const owner = plane.as('owner');
  const begin = async (body: DeploymentIntent) => (await owner.deployments.create({ body })).id;
  const quiet = async () => {
    for (;;) {
      const { items } = await plane.as('admin').deployments.list();
      if (items.every(({ state }) => isTerminal(state))) return;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const beginEndless = (environment: string) => begin({ ...INTENT, environment, version: ENDLESS });
  const beginStalled = async (environment: string) => {
    await hurry(plane.as('admin'));
    const params = { id: await beginEndless(environment) };
    while (!(await owner.deployments.get({ params })).stalled) await new Promise((resolve) => setTimeout(resolve, 100));
    return params.id;
  };
  const newest = async (environment: string) => {
    const { items } = await owner.deployments.list({ query: { service: 'demo-service', environment, limit: 1 } });
    return items[0]?.id ?? '';
  };
  const deployBoth = async (version: string): Promise<[string, string]> => {
    const intent = { ...INTENT, version };
    const ids = await Promise.all([
      begin({ ...intent, environment: 'sandbox' }),
      begin({ ...intent, environment: 'staging' }),
    ]);
    await quiet();
    return ids;
  };
  const scenarios = JSON.stringify([{ scenario: 'hang', version: ENDLESS }]);
  await fetch(`${plane.url}/.local/engine/scenarios`, { method: 'PUT', body: scenarios });
  const older = await deployBoth('1.0.0');
  const [forOwner, forAdmin] = await deployBoth('1.1.0');
  const known = registrationOf(await owner.builds.get({ params: { service: 'demo-service', version: '1.0.0' } }));
  const pipeline = { ...known, version: '8.0.0' };
  await plane.pipeline.builds.register({ body: pipeline });
  return {
    admin: plane.as('admin'),
    current: { owner: forOwner, admin: forAdmin },
    older,
    builds: { ci: known, pipeline },
    endless: ENDLESS,
    beginEndless,
    beginStalled,
    newest,
    quiet,
  };
}

/** From now on what takes longer than a minute is past its deadline. */
const hurry = async ({ recipes }: Client): Promise<void> => {
  const params = { recipeId: INTENT.recipeId };
  const { steps, name, description, engine, behaviorSummary, status, revision } = await recipes.get({ params });
  if (!engine) throw new Error('Admins see the engine of a recipe');
  const body = { steps, name, description, engine, behaviorSummary, status, deadlineMinutes: 1 };
  await recipes.update({ params, body: { ...body, revision, reason: 'Hurry' } });
};

/** What CI once sent for a build. */
const registrationOf = (build: Build): BuildRegistration => {
  const { status: _status, versionId: _versionId, registeredAt: _at, registeredBy: _by, ...registration } = build;
  return registration;
};
