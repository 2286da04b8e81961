import type { AuditEvent, AuditType } from '../contract/audit.ts';
import { problemCodes } from '../contract/codes.ts';
import type { Refusal } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import { auditEvent } from '../domain/audit.ts';
import type { Caller } from '../domain/records.ts';
import { putDenialOnRecord } from '../usecases/record-denial.ts';
import type { World } from '../usecases/world.ts';

export type Denial = {
  readonly route: Pick<Route, 'operation' | 'permission'>;
  readonly caller: Caller;
  readonly requestId: string;
  readonly refusal: Refusal;
  /** Of whom it was, where that is known. */
  readonly deliveryGroupId?: string | undefined;
  /** Id in the path: the deployment the denial was about. */
  readonly deploymentId: string | undefined;
  /** Service and environment, from path or body. */
  readonly about: Readonly<Record<string, unknown>>;
};

const types: Readonly<Record<string, AuditType>> = {
  'deployments.create': 'DEPLOY_DENIED',
  'deployments.rollback': 'ROLLBACK_DENIED',
  'deployments.cancel': 'CANCEL_DENIED',
  'deployments.release': 'ADMIN_DENIED',
  'builds.register': 'BUILD_DENIED',
};

const typeOf = ({ operation, permission }: Denial['route']): AuditType =>
  types[operation] ?? (permission === 'admin' ? 'ADMIN_DENIED' : 'ACCESS_DENIED');

/** Denials of roles, of the kill switch, of rules, and every conflict; what was merely not found or malformed is not one. */
const isAudited = ({ code }: Refusal): boolean => {
  const { status } = problemCodes[code];
  return status === 403 || status === 409 || code === 'MUTATIONS_DISABLED' || rules.has(code);
};
const rules = new Set<string>([
  'RECIPE_ID_REQUIRED',
  'RECIPE_NOT_FOUND',
  'RECIPE_INCOMPATIBLE',
  'INVALID_VERSION',
  'VERSION_NOT_FOUND',
  'NO_PRIOR_SUCCESSFUL_VERSION',
  'ROLLBACK_OF_ROLLBACK',
  'QUOTA_EXCEEDED',
  'ENGINE_UNAVAILABLE',
  'INVALID_ARTIFACT',
  'INVALID_BUILD_REGISTRATION',
]);

/** What was sent by somebody who was not let in was not looked at: it may end, or be cut, in the middle of a character. */
const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, 256).toWellFormed() : undefined;

/** Puts a denial on record before its answer leaves. Throws when that cannot be done: there is no answer without. */
export const recordDenial = async (
  { store, clock, ids }: Pick<World, 'store' | 'clock' | 'ids'>,
  denial: Denial,
): Promise<void> => {
  const { caller, refusal } = denial;
  if (!isAudited(refusal)) return;
  const eventId = ids.event();
  try {
    await putDenialOnRecord(
      { store, clock },
      {
        callerId: caller.id,
        code: refusal.code,
        role: caller.role ?? 'NONE',
        eventAt: (now) => eventOf(denial, { now, eventId }),
      },
    );
  } catch (cause) {
    throw new Error('A denial could not be put on record', { cause });
  }
};

const eventOf = (
  { route, caller, requestId, refusal, deliveryGroupId, deploymentId, about }: Denial,
  when: { readonly now: string; readonly eventId: string },
): AuditEvent => {
  const serviceName = text(about.service);
  const environment = text(about.environment);
  return auditEvent(
    { actor: caller, requestId, ...when },
    {
      type: typeOf(route),
      outcome: 'DENIED',
      summary: `${route.operation}: ${refusal.message}`,
      code: refusal.code,
      subject: {
        targetType: deploymentId === undefined ? 'Operation' : 'Deployment',
        targetId: text(deploymentId) ?? route.operation,
        ...(deliveryGroupId === undefined ? {} : { deliveryGroupId }),
        ...(serviceName === undefined ? {} : { serviceName }),
        ...(environment === undefined ? {} : { environment }),
      },
    },
  );
};
