import type { Route } from './route.ts';
import { auditList } from './routes/audit/list.ts';
import { buildsGet } from './routes/builds/get.ts';
import { buildsList } from './routes/builds/list.ts';
import { buildsRegister } from './routes/builds/register.ts';
import { configSanity } from './routes/config/sanity.ts';
import { deliveryGroupsGet } from './routes/deliveryGroups/get.ts';
import { deliveryGroupsList } from './routes/deliveryGroups/list.ts';
import { deploymentsCancel } from './routes/deployments/cancel.ts';
import { deploymentsCreate } from './routes/deployments/create.ts';
import { deploymentsFailures } from './routes/deployments/failures.ts';
import { deploymentsGet } from './routes/deployments/get.ts';
import { deploymentsList } from './routes/deployments/list.ts';
import { deploymentsRollback } from './routes/deployments/rollback.ts';
import { deploymentsRollbackPlan } from './routes/deployments/rollbackPlan.ts';
import { deploymentsTimeline } from './routes/deployments/timeline.ts';
import { deploymentsValidate } from './routes/deployments/validate.ts';
import { engineCheck } from './routes/engine/check.ts';
import { engineEvents } from './routes/engine/events.ts';
import { environmentsGet } from './routes/environments/get.ts';
import { environmentsList } from './routes/environments/list.ts';
import { healthGet } from './routes/health/get.ts';
import { identityWhoami } from './routes/identity/whoami.ts';
import { recipesGet } from './routes/recipes/get.ts';
import { recipesList } from './routes/recipes/list.ts';
import { routesUnknown } from './routes/routes/unknown.ts';
import { runningList } from './routes/running/list.ts';
import { servicesDeliveryStatus } from './routes/services/deliveryStatus.ts';
import { servicesGet } from './routes/services/get.ts';
import { servicesList } from './routes/services/list.ts';
import { servicesRunning } from './routes/services/running.ts';
import { servicesVersions } from './routes/services/versions.ts';
import { settingsPublic } from './routes/settings/public.ts';

/** The whole API, by operation. A handler imports its own entry; only tools and the client's types read the table. */
export const routes = {
  'audit.list': auditList,
  'builds.get': buildsGet,
  'builds.list': buildsList,
  'builds.register': buildsRegister,
  'config.sanity': configSanity,
  'deliveryGroups.get': deliveryGroupsGet,
  'deliveryGroups.list': deliveryGroupsList,
  'deployments.cancel': deploymentsCancel,
  'deployments.create': deploymentsCreate,
  'deployments.failures': deploymentsFailures,
  'deployments.get': deploymentsGet,
  'deployments.list': deploymentsList,
  'deployments.rollbackPlan': deploymentsRollbackPlan,
  'deployments.rollback': deploymentsRollback,
  'deployments.timeline': deploymentsTimeline,
  'deployments.validate': deploymentsValidate,
  'engine.check': engineCheck,
  'engine.events': engineEvents,
  'environments.get': environmentsGet,
  'environments.list': environmentsList,
  'health.get': healthGet,
  'identity.whoami': identityWhoami,
  'recipes.get': recipesGet,
  'recipes.list': recipesList,
  'routes.unknown': routesUnknown,
  'running.list': runningList,
  'services.deliveryStatus': servicesDeliveryStatus,
  'services.get': servicesGet,
  'services.list': servicesList,
  'services.running': servicesRunning,
  'services.versions': servicesVersions,
  'settings.public': settingsPublic,
} as const satisfies Record<string, Route>;

export type Routes = typeof routes;
export type Operation = keyof Routes;
export const operations = Object.keys(routes) as Operation[];
