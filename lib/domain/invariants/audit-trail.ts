import { isTerminal } from '../states.ts';
import { broken, type Check, groupedBy, type Invariant } from './invariant.ts';
import type { KeptDeployment, KeptEvent, Stored } from './stored.ts';

/** Every change has exactly one audit event. Denials are not stored one by one. */
export const auditTrail: Invariant = {
  id: 'audit',
  title: 'Every submission, end and registration has exactly one audit event, and every event its object',
  check: function* (stored) {
    const told = groupedBy(
      stored.audit.filter(({ outcome }) => outcome !== 'DENIED'),
      ({ targetId }) => targetId,
    );
    for (const record of stored.deployments.values()) yield* deploymentTold(record, told.get(record.id) ?? []);
    const builds = new Set(stored.builds.map(({ service, version }) => `${service}@${version}`));
    for (const event of stored.audit) yield hasObject(event, stored, builds);
    for (const [id, events] of groupedBy(stored.audit, ({ eventId }) => eventId)) {
      yield events.length === 1 || broken([id], `The audit event ${id} is kept ${events.length} times`);
    }
    for (const [id, events] of told) {
      const registered = events.filter(({ eventType }) => eventType === 'BUILD_REGISTERED').length;
      yield registered <= 1 || broken([id], `${id} was registered ${registered} times`);
    }
  },
};

const deploymentTold = function* (record: KeptDeployment, events: readonly KeptEvent[]): Iterable<Check> {
  const { id, state, deploymentKind, abandoned } = record;
  const count = (type: KeptEvent['eventType']): number => events.filter(({ eventType }) => eventType === type).length;
  const submitted = deploymentKind === 'ROLLBACK' ? 'ROLLBACK_SUBMIT' : 'DEPLOY_SUBMIT';
  const submissions = count('ROLLBACK_SUBMIT') + count('DEPLOY_SUBMIT');
  yield (submissions === 1 && count(submitted) === 1) ||
    broken([id], `${id} has ${submissions} events of its submission in place of one ${submitted}`);
  // Who cancels what the engine has not heard of ends it with the same change.
  const released = count('DEPLOYMENT_RELEASED');
  yield released === (abandoned ? 1 : 0) ||
    broken([id], `${id} ${abandoned ? 'was' : 'was not'} given up and has ${released} events of its release`);
  const finished = count('DEPLOYMENT_FINISHED') + released;
  const byCancel = state === 'CANCELED' && finished === 0 && count('CANCEL_SUBMIT') > 0;
  yield finished === (isTerminal(state) && !byCancel ? 1 : 0) ||
    broken([id], `${id} is ${state} and has ${finished} events of its end`);
};

const hasObject = (
  { eventId, eventType, targetType, targetId, outcome }: KeptEvent,
  stored: Stored,
  builds: ReadonlySet<string>,
): Check => {
  if (outcome === 'DENIED') return true;
  const known =
    targetType === 'Deployment' ? stored.deployments.has(targetId) : targetType !== 'Build' || builds.has(targetId);
  return (
    known || broken([eventId], `The audit event ${eventId} ${eventType} is about ${targetId}, which is not recorded`)
  );
};
