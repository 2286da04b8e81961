import * as z from 'zod';
import { deliveryGroup, guardrails } from '../../contract/delivery-group.ts';
import { service } from '../../contract/service.ts';
import type { Store } from '../../ports/store.ts';
import { created, LOCAL_GUARDRAILS } from './reference.ts';
import type { Operator } from './seed.ts';

/** What an admin may add to a plane by file: services and delivery groups, inserted when absent. */
const additions = z.strictObject({
  services: z
    .array(
      z.strictObject(
        service.pick({
          name: true,
          description: true,
          owner: true,
          allowedRecipes: true,
          artifactSources: true,
          urlTemplate: true,
          backstageEntityRef: true,
          repository: true,
        }).shape,
      ),
    )
    .default([]),
  deliveryGroups: z
    .array(
      z.strictObject({
        ...deliveryGroup.pick({
          id: true,
          name: true,
          description: true,
          owners: true,
          services: true,
          allowedRecipes: true,
          environments: true,
        }).shape,
        guardrails: guardrails.default(LOCAL_GUARDRAILS),
      }),
    )
    .default([]),
});
type Additions = z.infer<typeof additions>;

export type AddResult =
  | { readonly ok: true; readonly inserted: readonly string[]; readonly unchanged: readonly string[] }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Inserts what is absent; says of everything whether it was. Nothing is written when anything is wrong. */
export async function addConfiguration(operator: Operator, input: unknown, by: string): Promise<AddResult> {
  const parsed = additions.safeParse(input);
  if (!parsed.success) {
    return {
      ok: false,
      errors: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`),
    };
  }
  const known = await readKnown(operator.store);
  const errors = contradictions(parsed.data, known);
  if (errors.length > 0) return { ok: false, errors };
  const stamp = created(operator.now().toISOString(), by);
  const services = parsed.data.services.filter(({ name }) => !known.services.has(name));
  const groups = parsed.data.deliveryGroups.filter(({ id }) => !known.groups.has(id));
  await operator.writer.insertMissing({
    services: services.map((each) => ({ ...each, ...stamp })),
    deliveryGroups: groups.map((each) => ({ ...each, ...stamp })),
  });
  const named = (all: Additions) => [
    ...all.services.map(({ name }) => `service ${name}`),
    ...all.deliveryGroups.map(({ id }) => `delivery group ${id}`),
  ];
  const inserted = named({ services, deliveryGroups: groups });
  return { ok: true, inserted, unchanged: named(parsed.data).filter((each) => !inserted.includes(each)) };
}

type Known = {
  readonly services: ReadonlyMap<string, string | undefined>;
  readonly groups: ReadonlySet<string>;
  readonly recipes: ReadonlySet<string>;
  readonly environments: ReadonlySet<string>;
};

const ALL = { limit: 200 };

async function readKnown(store: Store): Promise<Known> {
  const [services, groups, recipes, environments] = await Promise.all([
    store.listServices(ALL),
    store.listDeliveryGroups(ALL),
    store.listRecipes(ALL),
    store.listEnvironments(ALL),
  ]);
  return {
    services: new Map(services.items.map(({ name, deliveryGroupId }) => [name, deliveryGroupId])),
    groups: new Set(groups.items.map(({ id }) => id)),
    recipes: new Set(recipes.items.map(({ id }) => id)),
    environments: new Set(environments.items.map(({ name }) => name)),
  };
}

/** Every reference that leads nowhere, and every service that would be in two groups. */
function contradictions({ services, deliveryGroups }: Additions, known: Known): string[] {
  const given = new Set(services.map(({ name }) => name));
  const groupOf = new Map<string, string>();
  const unknownRecipes = (where: string, ids: readonly string[]) =>
    ids.filter((id) => !known.recipes.has(id)).map((id) => `${where}: there is no recipe ${id}`);
  return [
    ...services.flatMap(({ name, allowedRecipes }) => unknownRecipes(`service ${name}`, allowedRecipes)),
    ...deliveryGroups.flatMap((group) => {
      const where = `delivery group ${group.id}`;
      return [
        ...unknownRecipes(where, group.allowedRecipes),
        ...group.environments
          .filter(({ name }) => !known.environments.has(name))
          .map(({ name }) => `${where}: there is no environment ${name}`),
        ...group.services.flatMap((name) => {
          if (!given.has(name) && !known.services.has(name)) return [`${where}: there is no service ${name}`];
          const other = groupOf.get(name) ?? known.services.get(name);
          groupOf.set(name, group.id);
          return other === undefined || other === group.id ? [] : [`${where}: service ${name} is in ${other}`];
        }),
      ];
    }),
  ];
}
