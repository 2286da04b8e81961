import type { ProposedChange } from '../../contract/preview.ts';
import type { Cause } from '../../domain/audit.ts';
import { decideEnvironmentUpdate, decideNewEnvironment } from '../../domain/configure/decide-environment.ts';
import { decideGroupUpdate, decideNewGroup, type GroupFacts } from '../../domain/configure/decide-group.ts';
import { decideNewRecipe, decideRecipeUpdate } from '../../domain/configure/decide-recipe.ts';
import { decideNewService, decideServiceUpdate } from '../../domain/configure/decide-service.ts';
import type { Decision } from '../../domain/configure/decision.ts';
import type { Proposed, Setup } from '../../domain/preview/setup.ts';

/** A proposal, what saving it comes to, and what it would replace. */
export type Weighed = {
  readonly decision: Decision<object>;
  readonly existing: object | undefined;
  readonly proposed: Proposed;
  /** Ids of the delivery groups whose admissions depend on it. */
  readonly groups: readonly string[];
};

const REASON = 'Preview';

/** Runs the decision that saving would, on the same facts and without its commit. */
export const weigh = (setup: Setup, change: ProposedChange, cause: Cause): Weighed => {
  if (change.deliveryGroup) return weighGroup(setup, change.deliveryGroup, cause);
  if (change.recipe) return weighRecipe(setup, change.recipe, cause);
  if (change.environment) return weighEnvironment(setup, change.environment, cause);
  if (change.service) return weighService(setup, change.service, cause);
  throw new Error('A proposal of nothing passed its schema');
};

/** As it would be stored if nothing stood in the way; its stamps are of no interest here. */
const stamped = (existing: object | undefined, { now }: Cause) => ({
  revision: 1,
  createdAt: now,
  createdBy: 'preview',
  updatedAt: now,
  updatedBy: 'preview',
  ...(existing && 'revision' in existing && typeof existing.revision === 'number'
    ? { revision: existing.revision }
    : {}),
});

const weighGroup = (
  setup: Setup,
  { revision, ...settings }: NonNullable<ProposedChange['deliveryGroup']>,
  cause: Cause,
): Weighed => {
  const { id, ...values } = settings;
  const existing = setup.groups.get(id);
  const facts: GroupFacts = {
    existing,
    services: assigned(setup),
    knownRecipes: new Set(setup.recipes.keys()),
    knownEnvironments: new Set(setup.environments.keys()),
    uses: { recipe: new Map(), environment: new Map() },
    registry: undefined,
    killSwitch: undefined,
  };
  const decision = existing
    ? decideGroupUpdate(
        { ...facts, existing },
        { ...values, revision: revision ?? existing.revision, reason: REASON },
        cause,
      )
    : decideNewGroup(facts, settings, cause);
  const value = { ...settings, ...stamped(existing, cause) };
  return { decision, existing, proposed: { kind: 'deliveryGroup', value }, groups: [id] };
};

/** Which group each service is in, by the groups themselves. */
const assigned = ({ services, groups }: Setup): Setup['services'] => {
  const groupOf = new Map([...groups.values()].flatMap(({ id, services: names }) => names.map((name) => [name, id])));
  return new Map(
    [...services].map(([name, { deliveryGroupId: _, ...service }]) => {
      const deliveryGroupId = groupOf.get(name);
      return [name, deliveryGroupId === undefined ? service : { ...service, deliveryGroupId }];
    }),
  );
};

const weighRecipe = (
  setup: Setup,
  { revision, ...settings }: NonNullable<ProposedChange['recipe']>,
  cause: Cause,
): Weighed => {
  const { id, ...values } = settings;
  const existing = setup.recipes.get(id);
  const groups = [...setup.groups.values()].filter(({ allowedRecipes }) => allowedRecipes.includes(id));
  const usage = { groups: groups.map((group) => group.id), revision: 1 };
  const decision = existing
    ? decideRecipeUpdate(
        { existing, usage, killSwitch: undefined },
        { ...values, revision: revision ?? existing.revision, reason: REASON },
        cause,
      )
    : decideNewRecipe(undefined, settings, cause);
  const value = { ...settings, ...stamped(existing, cause) };
  return { decision, existing, proposed: { kind: 'recipe', value }, groups: usage.groups };
};

const weighEnvironment = (
  setup: Setup,
  { revision, ...settings }: NonNullable<ProposedChange['environment']>,
  cause: Cause,
): Weighed => {
  const { name, ...values } = settings;
  const existing = setup.environments.get(name);
  const bound = [...setup.groups.values()].filter(({ environments }) =>
    environments.some((each) => each.name === name),
  );
  const usage = { groups: bound.map(({ id }) => id), revision: 1 };
  const decision = existing
    ? decideEnvironmentUpdate(
        { existing, usage, killSwitch: undefined },
        { ...values, revision: revision ?? existing.revision, reason: REASON },
        cause,
      )
    : decideNewEnvironment({}, settings, cause);
  const value = { ...settings, ...stamped(existing, cause) };
  return { decision, existing, proposed: { kind: 'environment', value }, groups: usage.groups };
};

const weighService = (
  setup: Setup,
  { revision, ...settings }: NonNullable<ProposedChange['service']>,
  cause: Cause,
): Weighed => {
  const { name, ...values } = settings;
  const existing = assigned(setup).get(name);
  const knownRecipes = new Set(setup.recipes.keys());
  const decision = existing
    ? decideServiceUpdate(
        { existing, knownRecipes },
        { ...values, revision: revision ?? existing.revision, reason: REASON },
        cause,
      )
    : decideNewService({ existing, knownRecipes }, settings, cause);
  const { deliveryGroupId } = existing ?? {};
  const own = deliveryGroupId === undefined ? {} : { deliveryGroupId };
  const value = { ...settings, ...own, ...stamped(existing, cause) };
  return {
    decision,
    existing,
    proposed: { kind: 'service', value },
    groups: deliveryGroupId === undefined ? [] : [deliveryGroupId],
  };
};
