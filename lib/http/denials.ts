import type { AuditType } from '../contract/audit.ts';
import { problemCodes } from '../contract/codes.ts';
import type { Refusal } from '../contract/problem.ts';
import { auditEvent } from '../domain/audit.ts';
import type { Caller } from '../domain/records.ts';
import { iso } from '../domain/time.ts';
import type { World } from '../usecases/world.ts';

export type Denial = {
  readonly operation: string;
  readonly caller: Caller;
  readonly requestId: string;
  readonly refusal: Refusal;
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

/** One audit event for a denial, before its answer leaves. */
export const recordDenial = async (
  { store, clock, ids }: Pick<World, 'store' | 'clock' | 'ids'>,
  denial: Denial,
): Promise<void> => {
  const { operation, caller, requestId, refusal, deploymentId, about } = denial;
  if (!isAudited(refusal)) return;
  const serviceName = text(about.service);
  const environment = text(about.environment);
  const event = auditEvent(
    { actor: caller, requestId, now: iso(clock.now()), eventId: ids.event() },
    {
      type: types[operation] ?? 'ACCESS_DENIED',
      outcome: 'DENIED',
      summary: `${operation}: ${refusal.message}`,
      code: refusal.code,
      subject: {
        targetType: deploymentId === undefined ? 'Operation' : 'Deployment',
        targetId: text(deploymentId) ?? operation,
        ...(serviceName === undefined ? {} : { serviceName }),
        ...(environment === undefined ? {} : { environment }),
      },
    },
  );
  await store.commit({ audit: [event] });
};
