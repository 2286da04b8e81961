import type { DeliveryGroup, NewDeliveryGroup } from '../../../lib/contract/delivery-group.ts';
import type { Environment } from '../../../lib/contract/environment.ts';
import type { Recipe } from '../../../lib/contract/recipe.ts';
import type { Service } from '../../../lib/contract/service.ts';
import { policyWords as words } from '../copy/policy.ts';
import type { Field } from '../form/field.ts';

export type GroupBody = Omit<NewDeliveryGroup, 'reason'>;
type Binding = GroupBody['environments'][number];

/** What a group may refer to. */
export type Known = {
  readonly groups: readonly DeliveryGroup[];
  readonly services: readonly Pick<Service, 'name'>[];
  readonly recipes: readonly Pick<Recipe, 'id' | 'name' | 'status'>[];
  readonly environments: readonly Pick<Environment, 'name' | 'displayName'>[];
};

/** What limits a group and, where it says so, an environment: name, label, least and most. */
export const limits = [
  ['maxConcurrentDeployments', words.concurrent, 1, 100],
  ['dailyDeployQuota', words.dailyDeploys, 0, 100_000],
  ['dailyRollbackQuota', words.dailyRollbacks, 0, 100_000],
] as const;

const accessOf = (bound: Binding | undefined): 'none' | 'open' | 'closed' =>
  bound ? (bound.enabled ? 'open' : 'closed') : 'none';

const lastOf = ({ environments }: GroupBody): number =>
  Math.max(0, ...environments.map(({ promotionOrder }) => promotionOrder));

/** Leaves nothing behind that says nothing. */
const compact = <T extends object>(part: T): T | undefined =>
  Object.values(part).some((value) => value !== undefined) ? part : undefined;

/** The fields of an environment within the group; all but the access are there only for what is bound. */
export const bindingFields = (body: GroupBody, { groups: _, ...known }: Known, name: string): Field<GroupBody>[] => {
  const index = body.environments.findIndex((bound) => bound.name === name);
  const shown = known.environments.find((environment) => environment.name === name)?.displayName ?? name;
  const of = ({ environments }: GroupBody) => environments.find((bound) => bound.name === name);
  const put = (next: GroupBody, change: (bound: Binding) => Binding): GroupBody => ({
    ...next,
    environments: next.environments.map((bound) => (bound.name === name ? change(bound) : bound)),
  });
  const field = (
    path: string,
    short: string,
    rest: Pick<Field<GroupBody>, 'control' | 'get' | 'set' | 'begins'>,
  ): Field<GroupBody> => ({
    path: `environments.${index < 0 ? name : index}${path}`,
    label: words.inEnvironment(shown, short),
    short,
    ...rest,
  });
  const access = field('.enabled', words.access, {
    control: {
      kind: 'choice',
      options: (['none', 'open', 'closed'] as const).map((value) => ({ value, label: words.accesses[value] })),
    },
    get: (next) => accessOf(of(next)),
    set: (next, value) => {
      if (value === 'none') {
        return { ...next, environments: next.environments.filter((bound) => bound.name !== name) };
      }
      const enabled = value === 'open';
      if (of(next)) return put(next, (bound) => ({ ...bound, enabled }));
      const added: Binding = { name, enabled, promotionOrder: lastOf(next) + 1 };
      return { ...next, environments: [...next.environments, added] };
    },
  });
  if (!of(body)) return [{ ...access, path: `environments.${name}` }];
  const order = field('.promotionOrder', words.order, {
    control: { kind: 'number', min: 1, max: 1000 },
    get: (next) => of(next)?.promotionOrder,
    set: (next, value) => put(next, (bound) => ({ ...bound, promotionOrder: Number(value) })),
  });
  const own = limits.map(([limit, label, min, max], at) =>
    field(`.guardrails.${limit}`, label, {
      begins: at === 0,
      control: { kind: 'number', min, max, instead: body.guardrails[limit] },
      get: (next) => of(next)?.guardrails?.[limit],
      set: (next, value) =>
        put(next, ({ guardrails, ...bound }) => {
          const kept = compact({ ...guardrails, [limit]: value });
          return kept ? { ...bound, guardrails: kept } : bound;
        }),
    }),
  );
  const recipeName = (id: string) => known.recipes.find((recipe) => recipe.id === id)?.name ?? id;
  const routes = body.services.map((service, at) =>
    field(`.routes.${service}`, words.recipeOf(service), {
      begins: at === 0,
      control: {
        kind: 'choice',
        options: [
          { value: '', label: words.anyRecipe },
          ...body.allowedRecipes.map((id) => ({ value: id, label: recipeName(id) })),
        ],
      },
      get: (next) => of(next)?.routes?.[service] ?? '',
      set: (next, value) =>
        put(next, ({ routes: before, ...bound }) => {
          const { [service]: _former, ...others } = before ?? {};
          const after = typeof value === 'string' && value !== '' ? { ...others, [service]: value } : others;
          const kept = compact(after);
          return kept ? { ...bound, routes: kept } : bound;
        }),
    }),
  );
  return [access, order, ...own, ...routes];
};
