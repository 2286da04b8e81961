import type { Route } from './route.ts';
import { auditExport } from './routes/audit/export.ts';
import { auditHead } from './routes/audit/head.ts';
import { auditList } from './routes/audit/list.ts';
import { buildsGet } from './routes/builds/get.ts';
import { buildsList } from './routes/builds/list.ts';
import { buildsRegister } from './routes/builds/register.ts';
import { configSanity } from './routes/config/sanity.ts';
import { deliveryGroupsCreate } from './routes/deliveryGroups/create.ts';
import { deliveryGroupsGet } from './routes/deliveryGroups/get.ts';
import { deliveryGroupsList } from './routes/deliveryGroups/list.ts';
import { deliveryGroupsUpdate } from './routes/deliveryGroups/update.ts';
import { deploymentsCancel } from './routes/deployments/cancel.ts';
import { deploymentsCreate } from './routes/deployments/create.ts';
import { deploymentsFailures } from './routes/deployments/failures.ts';
import { deploymentsGet } from './routes/deployments/get.ts';
import { deploymentsList } from './routes/deployments/list.ts';
import { deploymentsRelease } from './routes/deployments/release.ts';
import { deploymentsRollback } from './routes/deployments/rollback.ts';
import { deploymentsRollbackPlan } from './routes/deployments/rollbackPlan.ts';
import { deploymentsTimeline } from './routes/deployments/timeline.ts';
import { deploymentsValidate } from './routes/deployments/validate.ts';
import { engineApplicationsList } from './routes/engine/applications.ts';
import { engineCheck } from './routes/engine/check.ts';
import { engineEvents } from './routes/engine/events.ts';
import { enginePipelines } from './routes/engine/pipelines.ts';
import { engineStatusOf } from './routes/engine/status.ts';
import { environmentsCreate } from './routes/environments/create.ts';
import { environmentsDelete } from './routes/environments/delete.ts';
import { environmentsGet } from './routes/environments/get.ts';
import { environmentsList } from './routes/environments/list.ts';
import { environmentsUpdate } from './routes/environments/update.ts';
import { guardrailsPreview } from './routes/guardrails/preview.ts';
import { healthGet } from './routes/health/get.ts';
import { identityWhoami } from './routes/identity/whoami.ts';
import { recipesCreate } from './routes/recipes/create.ts';
import { recipesGet } from './routes/recipes/get.ts';
import { recipesList } from './routes/recipes/list.ts';
import { recipesUpdate } from './routes/recipes/update.ts';
import { routesUnknown } from './routes/routes/unknown.ts';
import { runningList } from './routes/running/list.ts';
import { servicesCreate } from './routes/services/create.ts';
import { servicesDeliveryStatus } from './routes/services/deliveryStatus.ts';
import { servicesGet } from './routes/services/get.ts';
import { servicesList } from './routes/services/list.ts';
import { servicesRunning } from './routes/services/running.ts';
import { servicesUpdate } from './routes/services/update.ts';
import { servicesVersions } from './routes/services/versions.ts';
import { settingsCiPublishers } from './routes/settings/ciPublishers.ts';
import { settingsKillSwitch } from './routes/settings/killSwitch.ts';
import { settingsPlane } from './routes/settings/plane.ts';
import { settingsPublic } from './routes/settings/public.ts';
import { settingsRateLimits } from './routes/settings/rateLimits.ts';
import { settingsSetCiPublishers } from './routes/settings/setCiPublishers.ts';
import { settingsSetKillSwitch } from './routes/settings/setKillSwitch.ts';
import { settingsSetPlane } from './routes/settings/setPlane.ts';
import { settingsSetRateLimits } from './routes/settings/setRateLimits.ts';
import { settingsSetUi } from './routes/settings/setUi.ts';
import { settingsUi } from './routes/settings/ui.ts';

/** The whole API, by operation. A handler imports its own entry; only tools and the client's types read the table. */
export const routes = {
  'audit.export': auditExport,
  'audit.head': auditHead,
  'audit.list': auditList,
  'builds.get': buildsGet,
  'builds.list': buildsList,
  'builds.register': buildsRegister,
  'config.sanity': configSanity,
  'deliveryGroups.create': deliveryGroupsCreate,
  'deliveryGroups.get': deliveryGroupsGet,
  'deliveryGroups.list': deliveryGroupsList,
  'deliveryGroups.update': deliveryGroupsUpdate,
  'deployments.cancel': deploymentsCancel,
  'deployments.create': deploymentsCreate,
  'deployments.failures': deploymentsFailures,
  'deployments.get': deploymentsGet,
  'deployments.list': deploymentsList,
  'deployments.release': deploymentsRelease,
  'deployments.rollback': deploymentsRollback,
  'deployments.rollbackPlan': deploymentsRollbackPlan,
  'deployments.timeline': deploymentsTimeline,
  'deployments.validate': deploymentsValidate,
  'engine.applications': engineApplicationsList,
  'engine.check': engineCheck,
  'engine.events': engineEvents,
  'engine.pipelines': enginePipelines,
  'engine.status': engineStatusOf,
  'environments.create': environmentsCreate,
  'environments.delete': environmentsDelete,
  'environments.get': environmentsGet,
  'environments.list': environmentsList,
  'environments.update': environmentsUpdate,
  'guardrails.preview': guardrailsPreview,
  'health.get': healthGet,
  'identity.whoami': identityWhoami,
  'recipes.create': recipesCreate,
  'recipes.get': recipesGet,
  'recipes.list': recipesList,
  'recipes.update': recipesUpdate,
  'routes.unknown': routesUnknown,
  'running.list': runningList,
  'services.create': servicesCreate,
  'services.deliveryStatus': servicesDeliveryStatus,
  'services.get': servicesGet,
  'services.list': servicesList,
  'services.running': servicesRunning,
  'services.update': servicesUpdate,
  'services.versions': servicesVersions,
  'settings.ciPublishers': settingsCiPublishers,
  'settings.killSwitch': settingsKillSwitch,
  'settings.plane': settingsPlane,
  'settings.public': settingsPublic,
  'settings.rateLimits': settingsRateLimits,
  'settings.setCiPublishers': settingsSetCiPublishers,
  'settings.setKillSwitch': settingsSetKillSwitch,
  'settings.setPlane': settingsSetPlane,
  'settings.setRateLimits': settingsSetRateLimits,
  'settings.setUi': settingsSetUi,
  'settings.ui': settingsUi,
} as const satisfies Record<string, Route>;

export type Routes = typeof routes;
export type Operation = keyof Routes;
export const operations = Object.keys(routes) as Operation[];
