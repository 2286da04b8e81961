import type { AuditEvent, AuditType } from '../../contract/audit.ts';
import type { FieldError, Refusal } from '../../contract/problem.ts';
import { auditEvent, type Cause } from '../audit.ts';
import type { Change } from '../change.ts';

/** What becomes of a change of the configuration: the object as it is then, why not, or which fields cannot be. */
export type Decision<Body> =
  | { readonly admitted: true; readonly body: Body; readonly change: Change }
  | { readonly admitted: false; readonly refusals: readonly [Refusal, ...Refusal[]] }
  | { readonly admitted: false; readonly fields: readonly [FieldError, ...FieldError[]] };

export const refused = (refusal: Refusal): Decision<never> => ({ admitted: false, refusals: [refusal] });

/** Fields that name what is not there, or too much at once; `undefined` when all is well. */
export const unfit = (fields: readonly FieldError[]): Decision<never> | undefined => {
  const [first, ...more] = fields;
  return first === undefined ? undefined : { admitted: false, fields: [first, ...more] };
};

export const taken = (what: string): Decision<never> =>
  refused({
    code: 'ALREADY_EXISTS',
    message: `There is a ${what} already`,
    hint: 'Choose another name, or change the one there is.',
    facts: {},
  });

/** Somebody else changed it since it was read. */
export const overtaken = (
  what: string,
  { now, seen, by }: { readonly now: number; readonly seen: number; readonly by: string },
): Decision<never> =>
  refused({
    code: 'REVISION_CONFLICT',
    message: `There is revision ${now} of the ${what}, by ${by}; you changed revision ${seen}`,
    hint: 'Read it again, make your change to what it is now, and send that revision.',
    facts: { revision: now, seen, updatedBy: by },
  });

type Stamp = {
  readonly revision: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly lastChangeReason?: string | undefined;
};

export const nameOf = ({ actor }: Cause): string => (actor === 'system' ? 'dxcp' : (actor.email ?? actor.id));

/** The first revision of an object. */
export const firstStamp = (cause: Cause, reason: string | undefined) => ({
  revision: 1,
  createdAt: cause.now,
  createdBy: nameOf(cause),
  updatedAt: cause.now,
  updatedBy: nameOf(cause),
  ...(reason === undefined ? {} : { lastChangeReason: reason }),
});

/** The next one. */
export const nextStamp = ({ revision, createdAt, createdBy }: Stamp, cause: Cause, reason: string) => ({
  revision: revision + 1,
  createdAt,
  createdBy,
  updatedAt: cause.now,
  updatedBy: nameOf(cause),
  lastChangeReason: reason,
});

const STAMPED = new Set(['revision', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'lastChangeReason']);

/** The fields in which two versions of an object differ, as they were and as they are; its stamps are none of them. */
export const difference = (before: object, after: object) => {
  const was = new Map<string, unknown>(Object.entries(before));
  const is = new Map<string, unknown>(Object.entries(after));
  const fields = [...new Set([...was.keys(), ...is.keys()])].filter(
    (field) => !STAMPED.has(field) && JSON.stringify(was.get(field)) !== JSON.stringify(is.get(field)),
  );
  return { fields, before: pick(was, fields), after: pick(is, fields) };
};

const pick = (from: ReadonlyMap<string, unknown>, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(fields.flatMap((field) => (from.has(field) ? [[field, from.get(field)]] : [])));

type Told = {
  readonly type: Exclude<Extract<AuditType, `ADMIN_${string}`>, 'ADMIN_DENIED'>;
  readonly subject: Parameters<typeof auditEvent>[1]['subject'];
  /** `delivery group demo` */
  readonly what: string;
  readonly before: object;
  readonly after: object;
  /** That the change makes; of a deletion, that it takes away. */
  readonly revision: number;
  readonly reason: string | undefined;
};

const verbs: Readonly<Record<Told['type'], string>> = {
  ADMIN_CREATE: 'Added',
  ADMIN_UPDATE: 'Changed',
  ADMIN_DELETE: 'Deleted',
  ADMIN_CONFIG_CHANGE: 'Changed',
};

/** The one audit event of a change by an admin, with what was changed and only that. */
export const adminEvent = (cause: Cause, { type, subject, what, before, after, ...told }: Told): AuditEvent => {
  const { reason, revision } = told;
  const changed = difference(before, after);
  const list = type === 'ADMIN_UPDATE' || type === 'ADMIN_CONFIG_CHANGE' ? `: ${changed.fields.join(', ')}` : '';
  return {
    ...auditEvent(cause, {
      type,
      subject,
      outcome: 'SUCCESS',
      summary: `${verbs[type]} ${what}${list}`,
      ...(reason === undefined ? {} : { reason }),
    }),
    revision,
    ...(type === 'ADMIN_CREATE' ? {} : { before: changed.before }),
    ...(type === 'ADMIN_DELETE' ? {} : { after: changed.after }),
  };
};
