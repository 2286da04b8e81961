import type { EngineMapping, Recipe } from '../../../lib/contract/recipe.ts';
import { type Changing, tryChange } from '../changing.ts';
import { answered, holds, Skipped } from '../claims.ts';
import { changeGroup, newEnvironment } from '../configuring.ts';
import type { Chapter } from '../invariant.ts';
import { get } from '../requests.ts';
import { settable } from '../settable.ts';
import type { Suite } from '../suite.ts';

const RECIPE = { status: 409, code: 'RECIPE_IN_USE' } as const;
const ENVIRONMENT = { status: 409, code: 'ENVIRONMENT_IN_USE' } as const;
const OBJECTS = 'test/domain/configure/objects.test.ts';
const SAVING = 'test/usecases/configure.test.ts';

type Mapped = Omit<Recipe, 'engine'> & { readonly engine: EngineMapping };
type RecipeSettings = ReturnType<typeof settable.recipe<Mapped>>;

/** The recipe of the place. Throws Skipped when it maps onto nothing. */
async function ownRecipe(suite: Suite): Promise<Changing<Mapped, RecipeSettings>> {
  const { recipeId } = await suite.place();
  const { recipes } = suite.as('admin');
  const params = { recipeId };
  const mapped = ({ engine, ...rest }: Recipe): Mapped => {
    if (!engine) throw new Skipped(`Recipe ${recipeId} maps onto no engine`);
    return { ...rest, engine };
  };
  return {
    what: `Recipe ${recipeId}`,
    read: async () => mapped(await recipes.get({ params })),
    settingsOf: settable.recipe,
    write: async (body) => mapped(await recipes.update({ params, body })),
  };
}

/** A closed environment that the own group is bound to until the check is over. */
async function boundEnvironment(suite: Suite) {
  const body = newEnvironment(suite);
  const { name } = body;
  await suite.as('admin').environments.create({ body });
  await changeGroup(suite, ({ environments }) => {
    const promotionOrder = Math.max(0, ...environments.map((bound) => bound.promotionOrder)) + 1;
    return { environments: [...environments, { name, enabled: false, promotionOrder }] };
  });
  return suite.as('admin').environments.get({ params: { environment: name } });
}

export const inUse: Chapter = {
  id: 'USE',
  title: 'What is in use',
  about: 'What a delivery group relies on does not become something else under its name, and does not go away.',
  invariants: [
    {
      id: 'GOV-USE-01',
      title: 'What a recipe maps onto stays while a group allows it',
      given: 'a recipe that a delivery group allows',
      when: 'an admin maps it onto another pipeline of the engine',
      promise: 'it is refused, the refusal names the group, and the recipe is as it was',
      answers: [RECIPE],
      needs: ['owner', 'admin'],
      active: true,
      tests: [OBJECTS, SAVING],
      check: async (suite) => {
        const { recipeId, group } = await suite.place();
        const send = (body: object) => suite.ask('admin', { method: 'PUT', path: `/v1/recipes/${recipeId}`, body });
        const answer = await tryChange(suite, { ...(await ownRecipe(suite)), send }, ({ engine }) => ({
          engine: { ...engine, deployPipeline: `${engine.deployPipeline} of the conformance suite` },
        }));
        answered(answer, RECIPE);
        holds(answer.text.includes(group.id), `The refusal must name ${group.id}`, answer.text);
      },
    },
    {
      id: 'GOV-USE-02',
      title: 'An environment stays what it is while a group is bound to it',
      given: 'an environment that was added, and that a delivery group is bound to',
      when: 'an admin deletes it, or makes it one of production',
      promise: 'both are refused, each refusal names the group, and the environment is as it was',
      answers: [ENVIRONMENT],
      needs: ['owner', 'admin'],
      active: true,
      tests: [OBJECTS, SAVING],
      check: async (suite) => {
        const { group } = await suite.place();
        const environment = await boundEnvironment(suite);
        const path = `/v1/environments/${environment.name}`;
        const reason = 'conformance';
        const { revision } = environment;
        const before = await suite.ask('admin', get(path));
        const body = { ...settable.environment(environment), type: 'prod', revision, reason };
        for (const asked of [
          { method: 'DELETE', path: `${path}?revision=${revision}&reason=${reason}` },
          { method: 'PUT', path, body },
        ]) {
          const answer = await suite.ask('admin', asked);
          answered(answer, ENVIRONMENT);
          holds(answer.text.includes(group.id), `The refusal must name ${group.id}`, answer.text);
        }
        const after = await suite.ask('admin', get(path));
        holds(after.text === before.text, 'The environment must be as it was', after.text);
      },
    },
  ],
};
