import type { Environment, EnvironmentUpdate, NewEnvironment } from '../../contract/environment.ts';
import type { Cause } from '../audit.ts';
import type { KillSwitch, Usage } from '../records.ts';
import { adminEvent, type Decision, difference, firstStamp, nextStamp, overtaken, refused, taken } from './decision.ts';
import { renewalOf } from './renewal.ts';

export type EnvironmentFacts = {
  readonly existing: Environment;
  readonly usage: Usage | undefined;
  readonly killSwitch: KillSwitch | undefined;
};

const subjectOf = (name: string) => ({ targetType: 'Environment', targetId: name, environment: name });

/** Under a name that was in use before, revisions go on: whoever has seen the former one has not seen this one. */
export const decideNewEnvironment = (
  { existing, usage }: { readonly existing?: Environment | undefined; readonly usage?: Usage | undefined },
  { reason, ...settings }: NewEnvironment,
  cause: Cause,
): Decision<Environment> => {
  const { name } = settings;
  const what = `environment ${name}`;
  if (existing) return taken(what);
  const after: Environment = {
    ...settings,
    ...firstStamp(cause, reason),
    revision: (usage?.lastRevision ?? 0) + 1,
  };
  const audit = adminEvent(cause, {
    type: 'ADMIN_CREATE',
    subject: subjectOf(name),
    what,
    before: {},
    after,
    revision: after.revision,
    reason,
  });
  return {
    admitted: true,
    body: after,
    change: {
      configuration: [{ kind: 'environment', before: undefined, after }],
      uses: [{ of: { kind: 'environment', id: name }, before: usage }],
      audit: [audit],
    },
  };
};

/** What sort of environment it is decides who relies on it how, so that stays while a group is bound to it. */
export const decideEnvironmentUpdate = (
  { existing, usage, killSwitch }: EnvironmentFacts,
  { reason, revision, ...settings }: EnvironmentUpdate,
  cause: Cause,
): Decision<Environment> => {
  const { name } = existing;
  const what = `environment ${name}`;
  if (revision !== existing.revision) {
    return overtaken(what, { now: existing.revision, seen: revision, by: existing.updatedBy });
  }
  const groups = usage?.groups ?? [];
  if (settings.type !== existing.type && groups.length > 0) return inUse(existing, groups, 'change its type');
  const after: Environment = { name, ...settings, ...nextStamp(existing, cause, reason) };
  if (difference(existing, after).fields.length === 0) return { admitted: true, body: existing, change: {} };
  const told = {
    type: 'ADMIN_UPDATE',
    subject: subjectOf(name),
    what,
    before: existing,
    after,
    revision: after.revision,
    reason,
  } as const;
  return {
    admitted: true,
    body: after,
    change: {
      configuration: [{ kind: 'environment', before: existing, after }],
      uses: [{ of: { kind: 'environment', id: name }, before: usage }],
      ...renewalOf(groups, killSwitch),
      audit: [adminEvent(cause, told)],
    },
  };
};

/** Only what no group is bound to; that others bind to it meanwhile is told by its uses, which begin anew. */
export const decideEnvironmentDelete = (
  { existing, usage }: Pick<EnvironmentFacts, 'existing' | 'usage'>,
  { revision, reason }: { readonly revision: number; readonly reason: string },
  cause: Cause,
): Decision<Environment> => {
  const { name } = existing;
  const what = `environment ${name}`;
  if (revision !== existing.revision) {
    return overtaken(what, { now: existing.revision, seen: revision, by: existing.updatedBy });
  }
  const groups = usage?.groups ?? [];
  if (groups.length > 0) return inUse(existing, groups, 'delete it');
  const told = {
    type: 'ADMIN_DELETE',
    subject: subjectOf(name),
    what,
    before: existing,
    after: {},
    revision,
    reason,
  } as const;
  return {
    admitted: true,
    body: existing,
    change: {
      configuration: [{ kind: 'environment', before: existing }],
      uses: [
        {
          of: { kind: 'environment', id: name },
          before: usage,
          after: { groups: [], revision: (usage?.revision ?? 0) + 1, lastRevision: existing.revision },
        },
      ],
      audit: [adminEvent(cause, told)],
    },
  };
};

const inUse = ({ displayName }: Environment, groups: readonly string[], wish: string): Decision<never> =>
  refused({
    code: 'ENVIRONMENT_IN_USE',
    message: `${displayName} is in use by ${groups.join(', ')}`,
    hint: `To ${wish}, take it out of these delivery groups first; to close it, set its lifecycle to retired.`,
    facts: { deliveryGroups: groups },
  });
