import type { Mutant } from './mutant.ts';

/** Admins change what admissions depend on, and turn the kill switch. */
export const configurationMutants: readonly Mutant[] = [
  {
    id: 'switch-without-guards',
    defect: 'The kill switch writes its master row only',
    file: 'lib/usecases/configure/follow-switch.ts',
    from: '.commit({ follow: { deliveryGroupId, mutationsDisabled, epoch } })',
    to: '.read({ guard: deliveryGroupId })',
  },
  {
    id: 'switch-without-epoch',
    defect: 'A guard row follows whichever turn of the kill switch comes to it last',
    theme: 'rivals',
    file: 'lib/adapters/dynamodb/guards.ts',
    from: "ConditionExpression: 'attribute_exists(#doc) AND (attribute_not_exists(#doc.#epoch) OR #doc.#epoch < :epoch)',",
    to: "ConditionExpression: 'attribute_exists(#doc)',",
  },
  {
    id: 'group-without-renewal',
    defect: 'What was decided before a delivery group was changed is admitted after it',
    theme: 'configure',
    file: 'lib/domain/configure/decide-group.ts',
    from: 'renew: [id], ',
    to: '',
  },
  {
    id: 'environment-without-renewal',
    defect: 'What was decided before an environment was closed is admitted after it',
    theme: 'configure',
    file: 'lib/domain/configure/decide-environment.ts',
    from: '      ...renewalOf(groups, killSwitch),\n',
    to: '',
  },
  {
    id: 'mode-without-renewal',
    defect: 'What was decided before the mode of the plane was changed is admitted after it',
    theme: 'configure',
    file: 'lib/domain/configure/decide-settings.ts',
    from: "...(part === 'plane' ? renewalOf(groups, killSwitch) : {}),",
    to: '',
  },
  {
    id: 'service-in-two-groups',
    defect: 'A service joins a group although it has joined another meanwhile',
    theme: 'rivals',
    file: 'lib/adapters/dynamodb/configuration-parts.ts',
    from: '? isStill({ revision, deliveryGroupId: change.before.deliveryGroupId })',
    to: '? isStill({ revision })',
  },
  {
    id: 'usage-overwritten',
    defect: 'Of two groups that come to refer to one recipe at once, one is forgotten',
    theme: 'rivals',
    file: 'lib/adapters/dynamodb/configuration-parts.ts',
    from: 'item: after ? put(itemOf(usageKey(of), after), atRevision(before)) : check(usageKey(of), atRevision(before)),',
    to: "item: after ? put(itemOf(usageKey(of), after), { ConditionExpression: 'attribute_not_exists(nothing)' }) : check(usageKey(of), atRevision(before)),",
  },
];
