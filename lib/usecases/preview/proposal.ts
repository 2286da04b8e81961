import type { ProposedChange } from '../../contract/preview.ts';
import type { Cause } from '../../domain/audit.ts';
import { decideEnvironmentUpdate, decideNewEnvironment } from '../../domain/configure/decide-environment.ts';
import { decideGroupUpdate, decideNewGroup, type GroupFacts } from '../../domain/configure/decide-group.ts';
import { decideNewRecipe, decideRecipeUpdate } from '../../domain/configure/decide-recipe.ts';
import { decideNewService, decideServiceUpdate } from '../../domain/configure/decide-service.ts';
import type { Decision } from '../../domain/configure/decision.ts';
import type { Proposed, Setup } from '../../domain/preview/setup.ts';
import { decidePartProposal } from './settings-proposal.ts';

/** A proposal, what saving it comes to, and what it would replace. */
export type DecidedProposal = {
  readonly decision: Decision<object>;
  readonly existing: object | undefined;
  /** As it would be instead. */
  readonly value: object;
  readonly proposed: Proposed;
  /** Ids of the delivery groups whose admissions depend on it; absent where no rule of admissions looks at it. */
  readonly groups: readonly string[] | undefined;
};

/** An update has to say why, which changes nothing of what is decided. */
const asUpdate = <Values extends object>(values: Values, revision: number) => ({
  ...values,
  revision,
  reason: 'Preview',
});

/** Runs the decision that saving would, on the same facts and without its commit. */
export const decideProposal = (setup: Setup, change: ProposedChange, cause: Cause): DecidedProposal => {
  if (change.deliveryGroup) return decideGroup(setup, change.deliveryGroup, cause);
  if (change.recipe) return decideRecipe(setup, change.recipe, cause);
  if (change.environment) return decideEnvironment(setup, change.environment, cause);
  if (change.service) return decideService(setup, change.service, cause);
  const part = decidePartProposal(setup, change, cause);
  if (part) return part;
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

const decideGroup = (
  setup: Setup,
  { revision, ...settings }: NonNullable<ProposedChange['deliveryGroup']>,
  cause: Cause,
): DecidedProposal => {
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
    ? decideGroupUpdate({ ...facts, existing }, asUpdate(values, revision ?? existing.revision), cause)
    : decideNewGroup(facts, settings, cause);
  const value = { ...settings, ...stamped(existing, cause) };
  return { decision, existing, value, proposed: { kind: 'deliveryGroup', value }, groups: [id] };
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

const decideRecipe = (
  setup: Setup,
  { revision, ...settings }: NonNullable<ProposedChange['recipe']>,
  cause: Cause,
): DecidedProposal => {
  const { id, ...values } = settings;
  const existing = setup.recipes.get(id);
  const groups = [...setup.groups.values()].filter(({ allowedRecipes }) => allowedRecipes.includes(id));
  const usage = { groups: groups.map((group) => group.id), revision: 1 };
  const decision = existing
    ? decideRecipeUpdate(
        { existing, usage, killSwitch: undefined },
        asUpdate(values, revision ?? existing.revision),
        cause,
      )
    : decideNewRecipe(undefined, settings, cause);
  const value = { ...settings, ...stamped(existing, cause) };
  return { decision, existing, value, proposed: { kind: 'recipe', value }, groups: usage.groups };
};

const decideEnvironment = (
  setup: Setup,
  { revision, ...settings }: NonNullable<ProposedChange['environment']>,
  cause: Cause,
): DecidedProposal => {
  const { name, ...values } = settings;
  const existing = setup.environments.get(name);
  const bound = [...setup.groups.values()].filter(({ environments }) =>
    environments.some((each) => each.name === name),
  );
  const usage = { groups: bound.map(({ id }) => id), revision: 1 };
  const decision = existing
    ? decideEnvironmentUpdate(
        { existing, usage, killSwitch: undefined },
        asUpdate(values, revision ?? existing.revision),
        cause,
      )
    : decideNewEnvironment({}, settings, cause);
  const value = { ...settings, ...stamped(existing, cause) };
  return { decision, existing, value, proposed: { kind: 'environment', value }, groups: usage.groups };
};

const decideService = (
  setup: Setup,
  { revision, ...settings }: NonNullable<ProposedChange['service']>,
  cause: Cause,
): DecidedProposal => {
  const { name, ...values } = settings;
  const existing = assigned(setup).get(name);
  const knownRecipes = new Set(setup.recipes.keys());
  const decision = existing
    ? decideServiceUpdate({ existing, knownRecipes }, asUpdate(values, revision ?? existing.revision), cause)
    : decideNewService({ existing, knownRecipes }, settings, cause);
  const { deliveryGroupId } = existing ?? {};
  const own = deliveryGroupId === undefined ? {} : { deliveryGroupId };
  const value = { ...settings, ...own, ...stamped(existing, cause) };
  return {
    decision,
    existing,
    value,
    proposed: { kind: 'service', value },
    groups: deliveryGroupId === undefined ? [] : [deliveryGroupId],
  };
};
