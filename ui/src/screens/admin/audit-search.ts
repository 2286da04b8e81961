import type { AuditType } from '../../../../lib/contract/audit.ts';
import type { AuditFilter } from '../../api/audit-filter.ts';
import { adminWords as words } from '../../copy/admin.ts';

/** The filters of the audit page, as its address has them. */
export type AuditSearch = {
  readonly type?: AuditType;
  readonly actor?: string;
  readonly target?: string;
  readonly group?: string;
  readonly days?: number;
};

export const auditPeriods = [1, 7, 30, 0] as const;
export const DEFAULT_DAYS = 7;
const DAY_MS = 86_400_000;

const isType = (value: unknown): value is AuditType => typeof value === 'string' && Object.hasOwn(words.types, value);
const text = (value: unknown): string | undefined => {
  const typed = String(value ?? '').trim();
  return typed === '' ? undefined : typed.slice(0, 256);
};

/** Keeps what is understood, so that addresses stay short. */
export const auditSearch = (raw: Readonly<Record<string, unknown>>): AuditSearch => {
  const days = auditPeriods.find((each) => String(each) === String(raw.days));
  const [actor, target, group] = [text(raw.actor), text(raw.target), text(raw.group)];
  return {
    ...(isType(raw.type) ? { type: raw.type } : {}),
    ...(actor ? { actor } : {}),
    ...(target ? { target } : {}),
    ...(group ? { group } : {}),
    ...(days === undefined || days === DEFAULT_DAYS ? {} : { days }),
  };
};

/** The start of the UTC day so many days ago: the same address asks the same question all day. */
const startOf = (days: number, now: number): string | undefined =>
  days === 0 ? undefined : new Date(Math.floor(now / DAY_MS) * DAY_MS - days * DAY_MS).toISOString();

/** As the API asks it; `now` in milliseconds. */
export const filterOf = (
  { type, actor, target, group, days = DEFAULT_DAYS }: AuditSearch,
  now: number,
): AuditFilter => {
  const from = startOf(days, now);
  return {
    ...(type ? { type } : {}),
    ...(actor ? { actorId: actor } : {}),
    ...(target ? { targetId: target } : {}),
    ...(group ? { deliveryGroupId: group } : {}),
    ...(from ? { from } : {}),
  };
};
