import { everyPage } from '../../../bin/cli/pages.ts';
import type { AuditEvent } from '../../../lib/contract/audit.ts';
import type { Chapter } from '../chapters.ts';
import { expect } from '../deviation.ts';
import type { Deed, Stage } from '../stage.ts';

export const records: Chapter = {
  title: 'What stays',
  tell: async (stage) => {
    await proveTimelines(stage);
    await proveAudit(stage);
  },
};

/** Every timeline counts from 1 without a gap, and begins and ends as it should. */
const proveTimelines = async ({ owner, deployments, proves }: Stage): Promise<void> => {
  let told = 0;
  for (const id of deployments) {
    const { items } = await owner.client.deployments.timeline({ params: { id } });
    const sequences = items.map(({ sequence }) => sequence).sort((a, b) => a - b);
    expect(
      sequences.every((sequence, index) => sequence === index + 1),
      `The timeline of ${id} has no gaps`,
      sequences,
    );
    const types = items.map(({ type }) => type);
    const isWhole = types.includes('INTENT_SUBMITTED') && types.filter((type) => type === 'OUTCOME_SET').length === 1;
    expect(isWhole, `The timeline of ${id} has one beginning and one end`, types);
    told += items.length;
  }
  proves(`${deployments.length} timelines with ${told} events have no gap, one beginning and one end each`);
};

const DENIALS_TOLD_ONE_BY_ONE = 10;

/** Each step of the story is one event; each end of a deployment, too. */
const proveAudit = async ({ admin, startedAt, deeds, deployments, proves }: Stage): Promise<void> => {
  const hourAgo = new Date(Date.parse(startedAt) - 3_600_000).toISOString();
  const { items } = await everyPage((cursor) =>
    admin.client.audit.list({ query: { from: hourAgo, limit: 200, ...cursor } }),
  );
  for (const deed of deeds) {
    const found = items.filter((event) => isOf(event, deed));
    const isTold = found.length === 1 || (found.length === 0 && isCounted(items, deed));
    expect(isTold, `The audit trail has ${deed.eventType} ${deed.code ?? ''} of ${deed.actorId} once`, found);
  }
  proves(`the audit trail tells each of the ${deeds.length} steps once, with who and in which request`);
  for (const id of deployments) {
    const ends = items.filter(({ eventType, targetId }) => eventType === 'DEPLOYMENT_FINISHED' && targetId === id);
    expect(ends.length === 1, `The audit trail tells the end of ${id} once`, ends);
  }
  proves(`and each of the ${deployments.length} ends`);
};

const isOf = (event: AuditEvent, { requestId, eventType, actorId, code }: Deed): boolean =>
  event.requestId === requestId && event.eventType === eventType && event.actorId === actorId && event.code === code;

/** Of many equal denials in an hour only the first are told one by one. */
const isCounted = (events: readonly AuditEvent[], { actorId, code }: Deed): boolean =>
  code !== undefined &&
  events.filter((event) => event.actorId === actorId && event.code === code).length >= DENIALS_TOLD_ONE_BY_ONE;
