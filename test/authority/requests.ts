import type { BuildRegistration } from '../../lib/contract/build.ts';
import type { Operation } from '../../lib/contract/routes.ts';
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

/** One for each operation: a route without its request does not compile. */
const requests: Readonly<Record<Operation, Make>> = {
  'audit.list': nothing,
  'builds.get': ({ stage, caller }) => {
    const { service, version } = buildOf(stage, caller);
    return { params: { service, version } };
  },
  'builds.list': () => ({ query: { service: 'demo-service' } }),
  'builds.register': ({ stage, caller }) => ({ body: buildOf(stage, caller) }),
  'config.sanity': nothing,
  'deliveryGroups.get': () => ({ params: { groupId: 'demo' } }),
  'deliveryGroups.list': nothing,
  'deployments.cancel': async ({ stage, caller, succeeds }) => ({
    params: { id: succeeds ? await stage.beginEndless(placeOf(caller)) : stage.current.owner },
  }),
  'deployments.create': ({ caller }) => ({ body: anIntent(caller) }),
  'deployments.failures': theDeployment,
  'deployments.get': theDeployment,
  'deployments.list': () => ({ query: { deliveryGroupId: 'demo' } }),
  'deployments.rollback': async ({ stage, caller, succeeds }) => ({
    params: { id: succeeds ? await stage.newest(placeOf(caller)) : stage.current.owner },
  }),
  'deployments.rollbackPlan': theDeployment,
  'deployments.timeline': theDeployment,
  'deployments.validate': ({ caller }) => ({ body: anIntent(caller) }),
  'engine.check': nothing,
  'engine.events': () => ({ body: { details: { type: 'orca:pipeline:complete' } } }),
  'environments.get': () => ({ params: { environment: 'sandbox' } }),
  'environments.list': nothing,
  'health.get': nothing,
  'identity.whoami': nothing,
  'recipes.get': () => ({ params: { recipeId: 'default' } }),
  'recipes.list': nothing,
  'routes.unknown': nothing,
  'running.list': nothing,
  'services.deliveryStatus': thePlace,
  'services.get': theService,
  'services.list': nothing,
  'services.running': thePlace,
  'services.versions': theService,
  'settings.public': nothing,
};

const isOperation = (name: string): name is Operation => Object.hasOwn(requests, name);

export const requestFor = async ({ route }: Mount, situation: Situation): Promise<Sent> => {
  if (!isOperation(route.operation)) throw new Error(`Say how ${route.operation} is called`);
  return requests[route.operation](situation);
};
