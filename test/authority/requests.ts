import type { BuildRegistration } from '../../lib/contract/build.ts';
import type { DeliveryGroup } from '../../lib/contract/delivery-group.ts';
import type { Environment } from '../../lib/contract/environment.ts';
import type { Recipe } from '../../lib/contract/recipe.ts';
import type { Operation } from '../../lib/contract/routes.ts';
import type { Service } from '../../lib/contract/service.ts';
import type { CallerName, Mount } from '../../scripts/generate/authority-matrix.ts';
import type { Stage } from './stage.ts';

/** A request that is right in every way but, perhaps, for who sends it. */
export type Sent = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

type Situation = {
  readonly stage: Stage;
  readonly caller: CallerName;
  /** Whether the call is to succeed, and so needs something of its own to change. */
  readonly succeeds: boolean;
};

type Make = (situation: Situation) => Sent | Promise<Sent>;

const nothing: Make = () => ({});
const theDeployment: Make = ({ stage }) => ({ params: { id: stage.current.owner } });
const theService: Make = () => ({ params: { service: 'demo-service' } });
const thePlace: Make = () => ({ params: { service: 'demo-service' }, query: { environment: 'sandbox' } });
/** Owner and admin change places of their own. */
const placeOf = (caller: CallerName) => (caller === 'admin' ? 'staging' : 'sandbox');

const anIntent = (caller: CallerName) => ({
  service: 'demo-service',
  environment: placeOf(caller),
  version: '1.0.0',
  recipeId: 'default',
  changeSummary: 'See who may',
});

/** A version that the publisher in question has registered; registering it again is the same registration. */
const buildOf = (stage: Stage, caller: CallerName): BuildRegistration =>
  caller === 'signed' ? stage.builds.pipeline : stage.builds.ci;

const aGroup = { name: 'Added', owners: [], services: [], allowedRecipes: ['default'], environments: [] };
const anEnvironment = { displayName: 'Added', type: 'non_prod', lifecycle: 'active' } as const;

/** What people set of an object, and the revision they have seen. */
const unstamped = <T extends Service | Environment | DeliveryGroup | Recipe>(object: T) => {
  const {
    createdAt: _createdAt,
    createdBy: _createdBy,
    updatedAt: _updatedAt,
    updatedBy: _updatedBy,
    ...rest
  } = object;
  const { lastChangeReason: _reason, ...set } = rest;
  return set;
};
const theRecipe = async (stage: Stage) => unstamped(await stage.admin.recipes.get({ params: { recipeId: 'default' } }));
const withoutRevision = async (stage: Stage) => {
  const { revision: _revision, ...recipe } = await theRecipe(stage);
  return recipe;
};

/** One for each operation: a route without its request does not compile. */
const requests: Readonly<Record<Operation, Make>> = {
  'audit.export': nothing,
  'audit.head': nothing,
  'audit.list': nothing,
  'builds.get': ({ stage, caller }) => {
    const { service, version } = buildOf(stage, caller);
    return { params: { service, version } };
  },
  'builds.list': () => ({ query: { service: 'demo-service' } }),
  'builds.register': ({ stage, caller }) => ({ body: buildOf(stage, caller) }),
  'config.sanity': nothing,
  'deliveryGroups.create': () => ({ body: { ...aGroup, id: 'added', reason: 'See who may' } }),
  'deliveryGroups.get': () => ({ params: { groupId: 'demo' } }),
  'deliveryGroups.list': nothing,
  'deliveryGroups.update': async ({ stage }) => {
    const { id: groupId, ...group } = unstamped(await stage.admin.deliveryGroups.get({ params: { groupId: 'demo' } }));
    return { params: { groupId }, body: { ...group, description: 'Changed', reason: 'See who may' } };
  },
  'deployments.cancel': async ({ stage, caller, succeeds }) => ({
    params: { id: succeeds ? await stage.beginEndless(placeOf(caller)) : stage.current.owner },
  }),
  'deployments.create': ({ caller }) => ({ body: anIntent(caller) }),
  'deployments.failures': theDeployment,
  'deployments.get': theDeployment,
  'deployments.list': () => ({ query: { deliveryGroupId: 'demo' } }),
  'deployments.release': async ({ stage, caller, succeeds }) => ({
    params: { id: succeeds ? await stage.beginStalled(placeOf(caller)) : stage.current.owner },
    body: { reason: 'See who may' },
  }),
  'deployments.rollback': async ({ stage, caller, succeeds }) => ({
    params: { id: succeeds ? await stage.newest(placeOf(caller)) : stage.current.owner },
  }),
  'deployments.rollbackPlan': theDeployment,
  'deployments.timeline': theDeployment,
  'deployments.validate': ({ caller }) => ({ body: anIntent(caller) }),
  'engine.applications': nothing,
  'engine.check': nothing,
  'engine.events': () => ({ body: { details: { type: 'orca:pipeline:complete' } } }),
  'engine.pipelines': () => ({ params: { application: 'demo' } }),
  'engine.status': nothing,
  'environments.create': () => ({ body: { ...anEnvironment, name: 'added' } }),
  'environments.delete': async ({ stage, succeeds }) => {
    if (succeeds) await stage.admin.environments.create({ body: { ...anEnvironment, name: 'passing' } });
    return { params: { environment: 'passing' }, query: { revision: '1', reason: 'See who may' } };
  },
  'environments.get': () => ({ params: { environment: 'sandbox' } }),
  'environments.list': nothing,
  'environments.update': async ({ stage }) => {
    const params = { environment: 'staging' };
    const { name: _name, ...environment } = unstamped(await stage.admin.environments.get({ params }));
    return { params, body: { ...environment, displayName: 'Stage', reason: 'See who may' } };
  },
  'guardrails.preview': async ({ stage }) => {
    const { revision: _revision, ...group } = unstamped(
      await stage.admin.deliveryGroups.get({ params: { groupId: 'demo' } }),
    );
    return { body: { deliveryGroup: group } };
  },
  'health.get': nothing,
  'identity.whoami': nothing,
  'recipes.create': async ({ stage }) => ({ body: { ...(await withoutRevision(stage)), id: 'added' } }),
  'recipes.get': () => ({ params: { recipeId: 'default' } }),
  'recipes.list': nothing,
  'recipes.update': async ({ stage }) => {
    const { id: recipeId, ...recipe } = await theRecipe(stage);
    return { params: { recipeId }, body: { ...recipe, description: 'Changed', reason: 'See who may' } };
  },
  'routes.unknown': nothing,
  'running.list': nothing,
  'services.create': () => ({ body: { name: 'added', allowedRecipes: ['default'], artifactSources: [] } }),
  'services.deliveryStatus': thePlace,
  'services.get': theService,
  'services.list': nothing,
  'services.running': thePlace,
  'services.versions': theService,
  'services.update': async ({ stage }) => {
    const params = { service: 'demo-service' };
    const { name: _name, deliveryGroupId: _group, ...service } = unstamped(await stage.admin.services.get({ params }));
    return { params, body: { ...service, description: 'Changed', reason: 'See who may' } };
  },
  'settings.ciPublishers': nothing,
  'settings.killSwitch': nothing,
  'settings.plane': nothing,
  'settings.public': nothing,
  'settings.rateLimits': nothing,
  'settings.setCiPublishers': async ({ stage }) => {
    const { entries, revision } = await stage.admin.settings.ciPublishers();
    const another = { name: 'another', provider: 'local', match: { subjects: ['nobody'] } };
    return { body: { entries: [...entries, another], revision, reason: 'See who may' } };
  },
  'settings.setKillSwitch': () => ({ body: { mutationsDisabled: false, reason: 'See who may' } }),
  'settings.setPlane': async ({ stage }) => {
    const { mode, revision } = await stage.admin.settings.plane();
    return { body: { mode, admitWhenArtifactUnchecked: false, revision, reason: 'See who may' } };
  },
  'settings.setRateLimits': async ({ stage }) => {
    const { readRpm, mutateRpm, revision } = await stage.admin.settings.rateLimits();
    return { body: { readRpm: readRpm - 1, mutateRpm, revision, reason: 'See who may' } };
  },
  'settings.setUi': async ({ stage }) => {
    const { refresh, linkExposure, revision } = await stage.admin.settings.ui();
    return { body: { refresh, linkExposure: { ...linkExposure, runUrl: false }, revision, reason: 'See who may' } };
  },
  'settings.ui': nothing,
};

const isOperation = (name: string): name is Operation => Object.hasOwn(requests, name);

export const requestFor = async ({ route }: Mount, situation: Situation): Promise<Sent> => {
  if (!isOperation(route.operation)) throw new Error(`Say how ${route.operation} is called`);
  return requests[route.operation](situation);
};
