import type { DeliveryGroup, Guardrails } from '../../contract/delivery-group.ts';
import type { PreviewEffect, PreviewSubject } from '../../contract/preview.ts';
import { limitsIn } from '../limits.ts';
import { figureEffect, planeEffects } from './plane-effects.ts';
import { eligibleRecipes, isOpen, type Setup } from './setup.ts';

/** What somebody or something has by the configuration; `what` reads on after "gains" and "loses". */
type Holding = { readonly subject: PreviewSubject; readonly name: string; readonly what: string };

/** Who gains, loses or sees changed what, of all that the groups and the settings of both setups give. */
export const effectsOf = (before: Setup, after: Setup): PreviewEffect[] => {
  const had = new Map(holdings(before).map((holding) => [keyOf(holding), holding]));
  const has = new Map(holdings(after).map((holding) => [keyOf(holding), holding]));
  const only = (those: ReadonlyMap<string, Holding>, others: ReadonlyMap<string, Holding>) =>
    [...those].flatMap(([key, holding]) => (others.has(key) ? [] : [holding]));
  return [
    ...only(had, has).map((holding) => ({ ...holding, change: 'loses' as const })),
    ...only(has, had).map((holding) => ({ ...holding, change: 'gains' as const })),
    ...planeEffects(before, after),
    ...[...after.groups.values()].flatMap((group) => {
      const former = before.groups.get(group.id);
      return former ? [...limitEffects([before, after], former, group), ...routeEffects(former, group)] : [];
    }),
  ];
};

type Setups = readonly [before: Setup, after: Setup];

const keyOf = ({ subject, name, what }: Holding): string => JSON.stringify([subject, name, what]);

const holdings = (setup: Setup): Holding[] => [
  ...[...setup.groups.values()].flatMap((group) => holdingsIn(setup, group)),
  ...(setup.publishers?.entries ?? []).map(
    ({ name }): Holding => ({ subject: 'publisher', name, what: 'registering builds' }),
  ),
];

const holdingsIn = (setup: Setup, group: DeliveryGroup): Holding[] => [
  ...group.services.flatMap((name): Holding[] => [
    { subject: 'service', name, what: `the delivery group ${group.id}` },
    ...eligibleRecipes(setup, group, name).map(
      (id): Holding => ({ subject: 'service', name, what: `the recipe ${id}` }),
    ),
  ]),
  ...group.environments.flatMap(({ name }): Holding[] =>
    isOpen(setup, group, name) ? [{ subject: 'environment', name, what: `deployments of ${group.id}` }] : [],
  ),
  ...group.owners.map((name): Holding => ({ subject: 'person', name, what: `ownership of ${group.id}` })),
  ...group.allowedRecipes.flatMap((name): Holding[] =>
    setup.recipes.get(name)?.status === 'active'
      ? [{ subject: 'recipe', name, what: `the delivery group ${group.id}` }]
      : [],
  ),
];

const limitWords = {
  maxConcurrentDeployments: 'deployments at a time',
  dailyDeployQuota: 'deployments a day',
  dailyRollbackQuota: 'rollbacks a day',
} as const satisfies Record<keyof Guardrails, string>;
const limitNames = ['maxConcurrentDeployments', 'dailyDeployQuota', 'dailyRollbackQuota'] as const;

/** By what is in force: with the environment's own values, and within what the mode allows. */
const limitEffects = ([before, after]: Setups, former: DeliveryGroup, group: DeliveryGroup): PreviewEffect[] =>
  group.environments
    // In an environment that is opened, closed or stays closed nobody gains or loses a part of it.
    .filter(({ name }) => isOpen(before, former, name) && isOpen(after, group, name))
    .flatMap(({ name }) => {
      const was = limitsIn(former, name, before.settings.mode);
      const is = limitsIn(group, name, after.settings.mode);
      return limitNames.flatMap((limit) =>
        figureEffect(
          { subject: 'environment', name, of: `${limitWords[limit]} of ${group.id}` },
          { was: was[limit], is: is[limit] },
        ),
      );
    });

const routeEffects = (former: DeliveryGroup, group: DeliveryGroup): PreviewEffect[] =>
  group.environments.flatMap(({ name: environment, routes = {} }) => {
    const was = former.environments.find(({ name }) => name === environment)?.routes ?? {};
    const services = [...new Set([...Object.keys(was), ...Object.keys(routes)])];
    const routeIn = (all: Readonly<Record<string, string>>, name: string) =>
      Object.hasOwn(all, name) ? all[name] : 'none of its own';
    return services
      .filter((name) => routeIn(was, name) !== routeIn(routes, name))
      .map((name) => ({
        subject: 'service' as const,
        name,
        change: 'changes' as const,
        what: `its recipe in ${environment}: ${routeIn(routes, name)} in place of ${routeIn(was, name)}`,
      }));
  });
