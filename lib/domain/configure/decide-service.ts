import type { FieldError } from '../../contract/problem.ts';
import type { NewService, Service, ServiceUpdate } from '../../contract/service.ts';
import type { Cause } from '../audit.ts';
import { adminEvent, type Decision, difference, firstStamp, nextStamp, overtaken, taken, unfit } from './decision.ts';

/** What a change of a service is decided from. Recipes are never deleted, so one that was found stays. */
export type ServiceFacts = {
  readonly existing: Service | undefined;
  readonly knownRecipes: ReadonlySet<string>;
};

const subjectOf = (name: string, deliveryGroupId: string | undefined) => ({
  targetType: 'Service',
  targetId: name,
  serviceName: name,
  ...(deliveryGroupId === undefined ? {} : { deliveryGroupId }),
});

/** A service is in no group until a group names it: nobody can deploy it yet. */
export const decideNewService = (
  { existing, knownRecipes }: ServiceFacts,
  { reason, ...settings }: NewService,
  cause: Cause,
): Decision<Service> => {
  const what = `service ${settings.name}`;
  if (existing) return taken(what);
  const missing = unfit(unknownRecipes(settings, knownRecipes));
  if (missing) return missing;
  const after: Service = { ...settings, ...firstStamp(cause, reason) };
  const subject = subjectOf(after.name, undefined);
  const audit = adminEvent(cause, {
    type: 'ADMIN_CREATE',
    subject,
    what,
    before: {},
    after,
    revision: after.revision,
    reason,
  });
  return {
    admitted: true,
    body: after,
    change: { configuration: [{ kind: 'service', before: undefined, after }], audit: [audit] },
  };
};

/** What is left out is taken away; the delivery group stays. */
export const decideServiceUpdate = (
  { existing, knownRecipes }: ServiceFacts & { readonly existing: Service },
  { reason, revision, ...settings }: ServiceUpdate,
  cause: Cause,
): Decision<Service> => {
  const { name, deliveryGroupId } = existing;
  const what = `service ${name}`;
  if (revision !== existing.revision) {
    return overtaken(what, { now: existing.revision, seen: revision, by: existing.updatedBy });
  }
  const missing = unfit(unknownRecipes(settings, knownRecipes));
  if (missing) return missing;
  const own = deliveryGroupId === undefined ? {} : { deliveryGroupId };
  const after: Service = { name, ...settings, ...own, ...nextStamp(existing, cause, reason) };
  if (difference(existing, after).fields.length === 0) return { admitted: true, body: existing, change: {} };
  const subject = subjectOf(name, deliveryGroupId);
  const audit = adminEvent(cause, {
    type: 'ADMIN_UPDATE',
    subject,
    what,
    before: existing,
    after,
    revision: after.revision,
    reason,
  });
  return {
    admitted: true,
    body: after,
    change: {
      configuration: [{ kind: 'service', before: existing, after }],
      renew: deliveryGroupId === undefined ? [] : [deliveryGroupId],
      audit: [audit],
    },
  };
};

const unknownRecipes = (
  { allowedRecipes }: Pick<NewService, 'allowedRecipes'>,
  known: ReadonlySet<string>,
): FieldError[] =>
  allowedRecipes.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `body.allowedRecipes.${index}`, message: `There is no recipe ${id}` }],
  );
