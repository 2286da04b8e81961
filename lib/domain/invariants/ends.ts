import { isTerminal } from '../states.ts';
import { broken, type Check, groupedBy, type Invariant } from './invariant.ts';
import type { KeptDeployment, KeptEvent } from './stored.ts';

/** What never changes still is what the audit was told when it was written. */
export const ends: Invariant = {
  id: 'ends',
  title: 'Terminal states and protected fields are what they were when they were written',
  check: function* ({ deployments, audit }) {
    const told = groupedBy(audit, ({ targetId }) => targetId);
    for (const record of deployments.values()) {
      yield endIsWhole(record);
      yield kindFits(record);
      const events = told.get(record.id) ?? [];
      for (const event of events.filter(({ eventType }) => SUBMITS.has(eventType))) yield wasSubmittedSo(record, event);
      for (const event of events.filter(({ eventType }) => eventType === 'DEPLOYMENT_FINISHED')) {
        yield endedSo(record, event);
      }
    }
  },
};

const SUBMITS: ReadonlySet<string> = new Set(['DEPLOY_SUBMIT', 'ROLLBACK_SUBMIT']);

const endIsWhole = ({ id, state, outcome, finishedAt, abandoned }: KeptDeployment): Check => {
  if (abandoned && state !== 'FAILED') return broken([id], `${id} was given up and is ${state}`);
  if (!isTerminal(state)) {
    return (
      (outcome === null && finishedAt === undefined) || broken([id], `${id} is ${state} and has an end: ${outcome}`)
    );
  }
  return (outcome !== null && finishedAt !== undefined) || broken([id], `${id} is ${state}, and its end is not told`);
};

const kindFits = ({ id, deploymentKind, rollbackOf, waitsFor }: KeptDeployment): Check =>
  (deploymentKind === 'ROLLBACK') === (rollbackOf !== undefined) && (waitsFor === undefined || waitsFor === rollbackOf)
    ? true
    : broken(
        [id],
        `${id} is a ${deploymentKind} of ${rollbackOf ?? 'nothing'} that waits for ${waitsFor ?? 'nothing'}`,
      );

/** The words of the audit are made of the protected fields, and the audit is only ever appended to. */
const wasSubmittedSo = (record: KeptDeployment, event: KeptEvent): Check => {
  const { id, service, version, environment, changeSummary, createdAt, createdBy } = record;
  const words = `${service} ${version} to ${environment}: ${changeSummary}`;
  return (
    (event.summary === words && event.timestamp === createdAt && event.actorId === createdBy.id) ||
    broken(
      [id, event.eventId],
      `${id} is “${words}” by ${createdBy.id}; its audit event says “${event.summary}” by ${event.actorId}`,
    )
  );
};

const endedSo = ({ id, service, version, environment, state }: KeptDeployment, event: KeptEvent): Check =>
  event.summary === `${service} ${version} in ${environment}: ${state}` ||
  broken([id, event.eventId], `${id} is ${state}; its audit event says “${event.summary}”`);
