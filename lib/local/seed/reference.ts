import type { Configuration } from '../../adapters/dynamodb/seed-plan.ts';
import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { Environment } from '../../contract/environment.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { Service } from '../../contract/service.ts';
import { REFERENCE_APPLICATION, REFERENCE_ROLLBACK_STEPS, REFERENCE_STEPS } from '../engine/definitions.ts';
import { ARTIFACT_BUCKET } from '../plane/names.ts';
import { SERVICE_PATH_TEMPLATE } from '../services/deployer.ts';

/**
 * What every local plane begins with. It is a contract: tests, demos and people rely on the names and limits here.
 * Objects are inserted when they are absent; what people changed since stays as they made it.
 */

export const SEEDED_BY = 'local-seed';
const RECIPES = ['default', 'canary', 'blue-green'];

/** Standard guardrails, but for quotas that tests and demos do not run into. */
export const LOCAL_GUARDRAILS = { maxConcurrentDeployments: 1, dailyDeployQuota: 1000, dailyRollbackQuota: 1000 };

/** The revision fields of a new configuration object. */
export const created = (at: string, by: string) => ({
  revision: 1,
  createdAt: at,
  createdBy: by,
  updatedAt: at,
  updatedBy: by,
});

export type ReferenceOptions = {
  /** ISO 8601; the moment of seeding. */
  readonly now: string;
  /** Where deployed services answer. */
  readonly servicesUrl: string;
  /** Without services, groups and publishers' builds: only what a plane needs to be configured further. */
  readonly empty: boolean;
};

export function referenceConfiguration({ now, servicesUrl, empty }: ReferenceOptions): Configuration {
  const stamp = created(now, SEEDED_BY);
  return {
    environments: environments().map((environment) => ({ ...environment, ...stamp })),
    recipes: recipes().map((recipe) => ({ ...recipe, ...stamp })),
    services: empty ? [] : services(servicesUrl).map((service) => ({ ...service, ...stamp })),
    deliveryGroups: empty ? [] : groups().map((group) => ({ ...group, ...stamp })),
  };
}

/** The address template of services on this plane. */
export const urlTemplateOf = (servicesUrl: string): string => servicesUrl + SERVICE_PATH_TEMPLATE;

type Unstamped<T> = Omit<T, keyof ReturnType<typeof created>>;

const environments = (): Unstamped<Environment>[] => [
  { name: 'sandbox', displayName: 'Sandbox', type: 'non_prod', lifecycle: 'active' },
  { name: 'staging', displayName: 'Staging', type: 'non_prod', lifecycle: 'active' },
  { name: 'prod', displayName: 'Production', type: 'prod', lifecycle: 'active' },
];

const recipes = (): Unstamped<Recipe>[] => [
  recipe('default', 'standard', {
    name: 'Standard',
    description: 'Starts the new version, checks its health, then replaces the old one.',
    behaviorSummary: 'Replaces the running version once the new one is healthy.',
  }),
  recipe('canary', 'canary', {
    name: 'Canary',
    description: 'Gives the new version a growing share of the traffic and judges it before it replaces the old one.',
    behaviorSummary: 'Sends 10 %, then 50 % of the traffic to the new version before all of it.',
  }),
  recipe('blue-green', 'blue-green', {
    name: 'Blue/green',
    description: 'Starts the new version beside the old one and switches all traffic at once.',
    behaviorSummary: 'Switches all traffic at once after the new version has been verified beside the old one.',
  }),
];

function recipe(
  id: string,
  pipeline: keyof typeof REFERENCE_STEPS,
  words: Pick<Recipe, 'name' | 'description' | 'behaviorSummary'>,
): Unstamped<Recipe> {
  return {
    id,
    ...words,
    steps: [...REFERENCE_STEPS[pipeline]],
    rollbackSteps: [...REFERENCE_ROLLBACK_STEPS],
    deadlineMinutes: 60,
    status: 'active',
    engine: {
      type: 'spinnaker',
      application: REFERENCE_APPLICATION,
      deployPipeline: `deploy-${pipeline}`,
      rollbackPipeline: `rollback-${pipeline}`,
    },
  };
}

const services = (servicesUrl: string): Unstamped<Service>[] => [
  service('demo-service', 'owner@example.com', 'Says hello; several of its versions are made to fail', servicesUrl),
  service('demo-service-2', 'owner@example.com', 'Says hello, beside demo-service', servicesUrl),
  service('billing-api', 'owner2@example.com', 'Stands for a service that goes to production', servicesUrl),
];

function service(name: string, owner: string, description: string, servicesUrl: string): Unstamped<Service> {
  return {
    name,
    description,
    owner,
    allowedRecipes: RECIPES,
    artifactSources: [`s3://${ARTIFACT_BUCKET}/${name}/`],
    urlTemplate: urlTemplateOf(servicesUrl),
    backstageEntityRef: `component:default/${name}`,
    repository: `example/${name}`,
  };
}

const groups = (): Unstamped<DeliveryGroup>[] => [
  {
    id: 'demo',
    name: 'Demo',
    description: 'The services to try things with',
    owners: ['owner@example.com'],
    services: ['demo-service', 'demo-service-2'],
    allowedRecipes: RECIPES,
    environments: bindings({ prod: false }),
    guardrails: LOCAL_GUARDRAILS,
  },
  {
    id: 'payments',
    name: 'Payments',
    description: 'Everything about money, up to production',
    owners: ['owner2@example.com'],
    services: ['billing-api'],
    allowedRecipes: RECIPES,
    environments: bindings({ prod: true }),
    guardrails: LOCAL_GUARDRAILS,
  },
];

const bindings = ({ prod }: { prod: boolean }): DeliveryGroup['environments'] => [
  { name: 'sandbox', enabled: true, promotionOrder: 1 },
  { name: 'staging', enabled: true, promotionOrder: 2 },
  { name: 'prod', enabled: prod, promotionOrder: 3 },
];
