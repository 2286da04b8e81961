import { expect, test } from 'vitest';
import type { Refusal } from '../../../lib/contract/problem.ts';
import {
  decideEnvironmentDelete,
  decideEnvironmentUpdate,
  decideNewEnvironment,
} from '../../../lib/domain/configure/decide-environment.ts';
import { decideNewRecipe, decideRecipeUpdate } from '../../../lib/domain/configure/decide-recipe.ts';
import { decideNewService, decideServiceUpdate } from '../../../lib/domain/configure/decide-service.ts';
import { decidePublishers, decideSettings } from '../../../lib/domain/configure/decide-settings.ts';
import type { Decision } from '../../../lib/domain/configure/decision.ts';
import { aMapping, anEnvironment, aRecipe, aService, planeSettings } from '../../builders/config.ts';
import { cause, reason } from './event.ts';

/** How a change of the configuration is refused: here the words are the promise. */

const update = { revision: 7, reason };
const knownRecipes = new Set(['default']);
const used = { usage: { groups: ['demo', 'payments'], revision: 3 }, killSwitch: undefined };
const service = { allowedRecipes: ['default'], artifactSources: [] };
const environment = { displayName: 'Sandbox', type: 'non_prod', lifecycle: 'active' } as const;
const { id: _, engine: __, ...recipeFields } = aRecipe();
const recipe = { ...recipeFields, engine: aMapping() };
const inForce = planeSettings();

const taken = (what: string): Refusal => ({
  code: 'ALREADY_EXISTS',
  message: `There is a ${what} already`,
  hint: 'Choose another name, or change the one there is.',
  facts: {},
});

const overtaken = (what: string, updatedBy = 'alice@example.com'): Refusal => ({
  code: 'REVISION_CONFLICT',
  message: `There is revision 1 of the ${what}, by ${updatedBy}; you changed revision 7`,
  hint: 'Read it again, make your change to what it is now, and send that revision.',
  facts: { revision: 1, seen: 7, updatedBy },
});

const environmentInUse = (wish: string): Refusal => ({
  code: 'ENVIRONMENT_IN_USE',
  message: 'Sandbox is in use by demo, payments',
  hint: `To ${wish}, take it out of these delivery groups first; to close it, set its lifecycle to retired.`,
  facts: { deliveryGroups: ['demo', 'payments'] },
});

const setting = (part: 'rateLimits' | 'ui' | 'plane') =>
  decideSettings(
    { stored: undefined, inForce, killSwitch: undefined, groups: [] },
    { part, values: {}, ...update },
    cause,
  );

const refusals: readonly [string, () => Decision<unknown>, Refusal][] = [
  [
    'A service under a name that is taken',
    () => decideNewService({ existing: aService(), knownRecipes }, { name: 'demo-service', ...service }, cause),
    taken('service demo-service'),
  ],
  [
    'A service that was changed meanwhile',
    () => decideServiceUpdate({ existing: aService(), knownRecipes }, { ...service, ...update }, cause),
    overtaken('service demo-service'),
  ],
  [
    'An environment under a name that is taken',
    () => decideNewEnvironment({ existing: anEnvironment() }, { name: 'sandbox', ...environment }, cause),
    taken('environment sandbox'),
  ],
  [
    'An environment that was changed meanwhile',
    () => decideEnvironmentUpdate({ existing: anEnvironment(), ...used }, { ...environment, ...update }, cause),
    overtaken('environment sandbox'),
  ],
  [
    'An environment of another type that groups are bound to',
    () =>
      decideEnvironmentUpdate(
        { existing: anEnvironment(), ...used },
        { ...environment, type: 'prod', revision: 1, reason },
        cause,
      ),
    environmentInUse('change its type'),
  ],
  [
    'An environment to be deleted that was changed meanwhile',
    () => decideEnvironmentDelete({ existing: anEnvironment(), ...used }, update, cause),
    overtaken('environment sandbox'),
  ],
  [
    'An environment to be deleted that groups are bound to',
    () => decideEnvironmentDelete({ existing: anEnvironment(), ...used }, { revision: 1, reason }, cause),
    environmentInUse('delete it'),
  ],
  [
    'A recipe under an id that is taken',
    () => decideNewRecipe(aRecipe(), { id: 'default', ...recipe }, cause),
    taken('recipe default'),
  ],
  [
    'A recipe that was changed meanwhile',
    () => decideRecipeUpdate({ existing: aRecipe(), ...used }, { ...recipe, ...update }, cause),
    overtaken('recipe default'),
  ],
  [
    'A recipe that is mapped to something else while groups allow it',
    () =>
      decideRecipeUpdate(
        { existing: aRecipe(), ...used },
        { ...recipe, engine: aMapping({ application: 'a', deployPipeline: 'b' }), revision: 1, reason },
        cause,
      ),
    {
      code: 'RECIPE_IN_USE',
      message: 'Standard rollout is allowed by demo, payments, so what it maps to stays (application, deployPipeline)',
      hint: 'Add a new recipe with the new mapping and deprecate this one, or take it out of these groups first.',
      facts: { deliveryGroups: ['demo', 'payments'], fields: ['application', 'deployPipeline'] },
    },
  ],
  [
    'The list of publishers that was changed meanwhile',
    () => decidePublishers({ stored: undefined, createdAt: inForce.createdAt }, { entries: [], ...update }, cause),
    overtaken('list of publishers', 'configuration'),
  ],
  ['Rate limits that were changed meanwhile', () => setting('rateLimits'), overtaken('rate limits', 'configuration')],
  [
    'Settings of the web UI that were changed meanwhile',
    () => setting('ui'),
    overtaken('settings of the web UI', 'configuration'),
  ],
  [
    'Settings of the plane that were changed meanwhile',
    () => setting('plane'),
    overtaken('settings of the plane', 'configuration'),
  ],
];

test.each(refusals)('%s is refused in full', (_what, decide, refusal) => {
  expect(decide()).toStrictEqual({ admitted: false, refusals: [refusal] });
});

test('A recipe that is not there is named where the service names it', () => {
  const unknown = { name: 'demo-service', ...service, allowedRecipes: ['default', 'nope'] };
  expect(decideNewService({ existing: undefined, knownRecipes }, unknown, cause)).toStrictEqual({
    admitted: false,
    fields: [{ path: 'body.allowedRecipes.1', message: 'There is no recipe nope' }],
  });
});
