import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { PreviewWarning } from '../../contract/preview.ts';
import { limitsIn } from '../limits.ts';
import type { DeploymentRecord } from '../records.ts';
import { isTerminal } from '../states.ts';
import { countUse } from './past-use.ts';
import { planeWarnings } from './plane-warnings.ts';
import { refusedUnder } from './replay.ts';
import { eligibleRecipes, isOpen, type Setup } from './setup.ts';

/** What a group uses of an environment now. */
export type PlaceUse = {
  readonly deliveryGroupId: string;
  readonly environment: string;
  readonly held: number;
  readonly deploys: number;
  readonly rollbacks: number;
};

type Facts = {
  readonly before: Setup;
  readonly after: Setup;
  /** Groups that are looked through: those that a proposed object concerns. */
  readonly groups: readonly string[];
  readonly places: readonly PlaceUse[];
  readonly records: readonly DeploymentRecord[];
};

/** What can be saved and may not be what was meant. */
export const warningsOf = (facts: Facts): PreviewWarning[] => {
  const groups = facts.groups.flatMap((id) => facts.after.groups.get(id) ?? []);
  return [
    ...groups.flatMap((group) => [
      ...withoutOwners(group),
      ...withoutRecipe(facts.after, group),
      ...deprecatedRoutes(facts.after, group),
      ...closedByLimit(facts.after, group),
    ]),
    ...shutOut(facts),
    ...planeWarnings(facts.before, facts.after),
    ...facts.places.flatMap((place) => overUsed(facts.after, place)),
    ...cutOff(facts),
  ];
};

const withoutOwners = ({ id, owners }: DeliveryGroup): PreviewWarning[] =>
  owners.length > 0
    ? []
    : [
        {
          subject: 'delivery group',
          name: id,
          message: 'Nobody owns it: only platform admins can deploy its services',
        },
      ];

const withoutRecipe = (setup: Setup, group: DeliveryGroup): PreviewWarning[] =>
  group.services
    .filter((name) => setup.services.has(name) && eligibleRecipes(setup, group, name).length === 0)
    .map((name) => ({
      subject: 'service',
      name,
      message: `No recipe that ${group.id} allows fits it, or is in use: it cannot be deployed`,
    }));

const deprecatedRoutes = ({ recipes }: Setup, { environments }: DeliveryGroup): PreviewWarning[] =>
  environments.flatMap(({ name: environment, routes = {} }) =>
    Object.entries(routes)
      .filter(([, recipe]) => recipes.get(recipe)?.status === 'deprecated')
      .map(([name, recipe]) => ({
        subject: 'service' as const,
        name,
        message: `Its route in ${environment} leads to ${recipe}, which is deprecated: it cannot be deployed there without naming another recipe`,
      })),
  );

/** Groups that could be deployed somewhere, and now nowhere. */
const shutOut = ({ before, after }: Facts): PreviewWarning[] => {
  const hasOpen = (setup: Setup, group: DeliveryGroup | undefined): boolean =>
    group?.environments.some(({ name }) => isOpen(setup, group, name)) ?? false;
  return [...after.groups.values()]
    .filter((group) => hasOpen(before, before.groups.get(group.id)) && !hasOpen(after, group))
    .map(({ id }) => ({
      subject: 'delivery group',
      name: id,
      message: 'No environment is open to it: its services cannot be deployed anywhere',
    }));
};

const closedByLimit = (setup: Setup, group: DeliveryGroup): PreviewWarning[] =>
  group.environments
    .filter(({ name }) => isOpen(setup, group, name))
    .flatMap(({ name }) => {
      const { dailyDeployQuota, dailyRollbackQuota } = limitsIn(group, name, setup.settings.mode);
      const none = (what: string): PreviewWarning => ({
        subject: 'environment',
        name,
        message: `${group.id} may not make a single ${what} there`,
      });
      return [
        ...(dailyDeployQuota === 0 ? [none('deployment')] : []),
        ...(dailyRollbackQuota === 0 ? [none('rollback')] : []),
      ];
    });

/** Of a place that is open: what is closed admits nothing, whatever its limits, and that is told elsewhere. */
const overUsed = (setup: Setup, place: PlaceUse): PreviewWarning[] => {
  const group = setup.groups.get(place.deliveryGroupId);
  if (!group || !isOpen(setup, group, place.environment)) return [];
  const limits = limitsIn(group, place.environment, setup.settings.mode);
  const over = (used: number, limit: number, words: string): PreviewWarning[] =>
    used > limit ? [{ subject: 'environment', name: place.environment, message: `${group.id} ${words}` }] : [];
  // Where none are allowed at all, midnight brings none either.
  const today = (made: number, quota: number, what: string): PreviewWarning[] =>
    quota === 0
      ? []
      : over(made, quota, `has made ${made} ${what} there today: no more are admitted before midnight UTC`);
  return [
    ...over(
      place.held,
      limits.maxConcurrentDeployments,
      `has ${place.held} deployments under way there; they go on, and nothing is admitted before fewer than ${limits.maxConcurrentDeployments} do`,
    ),
    ...today(place.deploys, limits.dailyDeployQuota, 'deployments'),
    ...today(place.rollbacks, limits.dailyRollbackQuota, 'rollbacks'),
  ];
};

/** What is under way goes on, whatever is taken away. */
const cutOff = ({ before, after, records }: Facts): PreviewWarning[] => {
  const inFlight = records.filter(({ state }) => !isTerminal(state));
  // As if nothing else had ever been deployed: limits are not what is asked here.
  const alone = new Map(inFlight.flatMap((record) => [...countUse([record])]));
  const then = refusedUnder(before, inFlight, alone);
  const now = refusedUnder(after, inFlight, alone);
  return inFlight
    .filter(({ id }) => now.has(id) && !then.has(id))
    .map(({ id, service, version, environment }) => ({
      subject: 'service',
      name: service,
      message: `${version} is under way to ${environment} (${id}): it goes on, and could not be begun again`,
    }));
};
