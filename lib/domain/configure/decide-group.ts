import type { DeliveryGroup, DeliveryGroupUpdate, NewDeliveryGroup } from '../../contract/delivery-group.ts';
import type { FieldError, Refusal } from '../../contract/problem.ts';
import type { Service } from '../../contract/service.ts';
import type { Cause } from '../audit.ts';
import type { Change, ConfigurationChange, UsageKey } from '../change.ts';
import type { GroupRegistry, KillSwitch, Usage } from '../records.ts';
import { adminEvent, type Decision, difference, firstStamp, nextStamp, overtaken, taken, unfit } from './decision.ts';

/** Everything that the group names, before or after; what is missing is not in the maps. */
export type GroupFacts = {
  readonly existing: DeliveryGroup | undefined;
  readonly services: ReadonlyMap<string, Service>;
  readonly knownRecipes: ReadonlySet<string>;
  readonly knownEnvironments: ReadonlySet<string>;
  readonly uses: { readonly recipe: ReadonlyMap<string, Usage>; readonly environment: ReadonlyMap<string, Usage> };
  readonly registry: GroupRegistry | undefined;
  readonly killSwitch: KillSwitch | undefined;
};

/** One transaction takes a hundred items; the rest is the group itself, its guard, the answer and the record. */
const CHANGES_AT_ONCE = 80;

export const decideNewGroup = (
  facts: GroupFacts,
  { reason, ...settings }: NewDeliveryGroup,
  cause: Cause,
): Decision<DeliveryGroup> => {
  const { id } = settings;
  if (facts.existing) return taken(`delivery group ${id}`);
  const after: DeliveryGroup = { ...settings, ...firstStamp(cause, reason) };
  const parts = partsOf(facts, undefined, after);
  const barred = barriers(facts, after, parts);
  if (barred) return barred;
  const { registry, killSwitch } = facts;
  const told = {
    type: 'ADMIN_CREATE',
    subject: subjectOf(id),
    what: whatOf(id),
    before: {},
    after,
    revision: after.revision,
    reason,
  } as const;
  return {
    admitted: true,
    body: after,
    change: {
      ...changeOf(parts, undefined, after),
      groupRegistry: {
        before: registry,
        after: { ids: [...(registry?.ids ?? []), id].sort(), revision: (registry?.revision ?? 0) + 1 },
      },
      // Groups are added only while changes are switched on, which this very change depends on.
      newGuard: { deliveryGroupId: id, revision: 1, mutationsDisabled: false, epoch: killSwitch?.epoch ?? 0 },
      audit: [adminEvent(cause, told)],
    },
  };
};

/** What is left out is taken away, and that at once: nothing decided before is admitted after. */
export const decideGroupUpdate = (
  facts: GroupFacts & { readonly existing: DeliveryGroup },
  { reason, revision, ...settings }: DeliveryGroupUpdate,
  cause: Cause,
): Decision<DeliveryGroup> => {
  const { existing } = facts;
  const { id } = existing;
  if (revision !== existing.revision) {
    return overtaken(whatOf(id), { now: existing.revision, seen: revision, by: existing.updatedBy });
  }
  const after: DeliveryGroup = { id, ...settings, ...nextStamp(existing, cause, reason) };
  const parts = partsOf(facts, existing, after);
  const barred = barriers(facts, after, parts);
  if (barred) return barred;
  if (difference(existing, after).fields.length === 0) return { admitted: true, body: existing, change: {} };
  const told = {
    type: 'ADMIN_UPDATE',
    subject: subjectOf(id),
    what: whatOf(id),
    before: existing,
    after,
    revision: after.revision,
    reason,
  } as const;
  return {
    admitted: true,
    body: after,
    change: { ...changeOf(parts, existing, after), renew: [id], audit: [adminEvent(cause, told)] },
  };
};

const whatOf = (id: string): string => `delivery group ${id}`;
const subjectOf = (id: string) => ({ targetType: 'DeliveryGroup', targetId: id, deliveryGroupId: id });

/** What changes beside the group: services that join or leave, and who refers to recipes and environments. */
type Parts = { readonly services: readonly ConfigurationChange[]; readonly uses: NonNullable<Change['uses']> };

const partsOf = (facts: GroupFacts, before: DeliveryGroup | undefined, after: DeliveryGroup): Parts => {
  const moved = (from: readonly string[], to: readonly string[]) => from.filter((name) => !to.includes(name));
  const joining = moved(after.services, before?.services ?? []);
  const leaving = moved(before?.services ?? [], after.services);
  const environmentsOf = (group: DeliveryGroup | undefined) => group?.environments.map(({ name }) => name) ?? [];
  const uses = (kind: UsageKey['kind'], was: readonly string[], is: readonly string[]) =>
    [...moved(is, was), ...moved(was, is)].map((id) =>
      usageChange(facts, { kind, id }, { group: after.id, uses: is.includes(id) }),
    );
  return {
    services: [
      ...joining.flatMap((name) => memberChange(facts.services.get(name), after.id)),
      ...leaving.flatMap((name) => memberChange(facts.services.get(name), undefined)),
    ],
    uses: [
      ...uses('recipe', before?.allowedRecipes ?? [], after.allowedRecipes),
      ...uses('environment', environmentsOf(before), environmentsOf(after)),
    ],
  };
};

const memberChange = (service: Service | undefined, group: string | undefined): ConfigurationChange[] => {
  if (!service) return [];
  const { deliveryGroupId: _former, ...rest } = service;
  return [
    { kind: 'service', before: service, after: group === undefined ? rest : { ...rest, deliveryGroupId: group } },
  ];
};

const usageChange = (
  { uses }: GroupFacts,
  of: UsageKey,
  { group, uses: refers }: { readonly group: string; readonly uses: boolean },
) => {
  const before = uses[of.kind].get(of.id);
  const others = (before?.groups ?? []).filter((id) => id !== group);
  const groups = refers ? [...others, group].sort() : others;
  return { of, before, after: { ...before, groups, revision: (before?.revision ?? 0) + 1 } };
};

const changeOf = ({ services, uses }: Parts, before: DeliveryGroup | undefined, after: DeliveryGroup) => ({
  configuration: [{ kind: 'deliveryGroup' as const, before, after }, ...services],
  uses,
});

const barriers = (facts: GroupFacts, after: DeliveryGroup, parts: Parts): Decision<never> | undefined => {
  const wrong = unfit([...danglingNames(facts, after), ...wrongRoutes(after), ...tooMuch(parts)]);
  if (wrong) return wrong;
  const [first, ...more] = after.services.flatMap((name) => assignedElsewhere(facts.services.get(name), after.id));
  return first === undefined ? undefined : { admitted: false, refusals: [first, ...more] };
};

const danglingNames = (facts: GroupFacts, after: DeliveryGroup): FieldError[] => {
  const missing = (field: string, what: string, names: readonly string[], known: { has(name: string): boolean }) =>
    names.flatMap((name, index) =>
      known.has(name) ? [] : [{ path: `body.${field}.${index}`, message: `There is no ${what} ${name}` }],
    );
  return [
    ...missing('services', 'service', after.services, facts.services),
    ...missing('allowedRecipes', 'recipe', after.allowedRecipes, facts.knownRecipes),
    ...missing(
      'environments',
      'environment',
      after.environments.map(({ name }) => name),
      facts.knownEnvironments,
    ),
  ];
};

/** A route leads a service of the group to a recipe that the group allows. */
const wrongRoutes = ({ services, allowedRecipes, environments }: DeliveryGroup): FieldError[] =>
  environments.flatMap(({ routes = {} }, index) =>
    Object.entries(routes).flatMap(([service, recipe]) => {
      const path = `body.environments.${index}.routes.${service}`;
      if (!services.includes(service)) return [{ path, message: `${service} is not a service of this group` }];
      return allowedRecipes.includes(recipe)
        ? []
        : [{ path, message: `${recipe} is not a recipe that this group allows` }];
    }),
  );

const tooMuch = ({ services, uses }: Parts): FieldError[] =>
  services.length + uses.length <= CHANGES_AT_ONCE
    ? []
    : [
        {
          path: 'body',
          message: `changes ${services.length + uses.length} services, recipes and environments; at most ${CHANGES_AT_ONCE} at once`,
        },
      ];

const assignedElsewhere = (service: Service | undefined, group: string): Refusal[] => {
  const other = service?.deliveryGroupId;
  if (!service || other === undefined || other === group) return [];
  return [
    {
      code: 'SERVICE_ALREADY_ASSIGNED',
      message: `${service.name} is in the delivery group ${other}`,
      hint: `A service is in one group. Take it out of ${other} first, then add it here.`,
      facts: { service: service.name, deliveryGroupId: other },
    },
  ];
};
