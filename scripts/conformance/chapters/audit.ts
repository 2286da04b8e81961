import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '../../../lib/contract/audit.ts';
import { answered, holds, Skipped } from '../claims.ts';
import { begin, canceled, ended } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { create, intentOf, NO_VERSION, NOTHING } from '../requests.ts';
import type { Suite } from '../suite.ts';

const SIMULATION = 'test/simulation/simulation.test.ts';
const DENIALS = 'test/http/answers.test.ts';
/** So many denials of one caller and code in an hour of UTC are single events; those after them are counted. */
const SINGLE_DENIALS = 10;
const hourOf = ({ timestamp }: AuditEvent): string => timestamp.slice(0, 13);

/** Everything on record about something, newest first. */
const eventsOf = async ({ as }: Suite, targetId: string): Promise<readonly AuditEvent[]> =>
  (await as('admin').audit.list({ query: { targetId, limit: 200 } })).items;

const submits = (events: readonly AuditEvent[]) => events.filter(({ eventType }) => eventType === 'DEPLOY_SUBMIT');

/** Ways for an owner to be denied, so that one of them is not yet beyond what is told singly. */
const denials = async (suite: Suite) => {
  const intent = intentOf(await suite.place());
  return [
    { code: 'RECIPE_NOT_FOUND', body: { ...intent, recipeId: NOTHING } },
    { code: 'VERSION_NOT_FOUND', body: { ...intent, version: NO_VERSION } },
    { code: 'ENVIRONMENT_NOT_ALLOWED', body: { ...intent, environment: NOTHING } },
    { code: 'INVALID_VERSION', body: { ...intent, version: 'none' } },
    { code: 'SERVICE_NOT_ALLOWLISTED', body: { ...intent, service: NOTHING } },
  ];
};

/** A denial that is put on record singly. Throws Skipped when this caller was denied too often within the hour. */
const freshDenial = async (suite: Suite) => {
  const { actor } = await suite.as('owner').identity.whoami();
  const { items } = await suite.as('admin').audit.list({ query: { actorId: actor.id, limit: 200 } });
  const [newest] = items;
  const recent = items.filter((event) => newest && hourOf(event) === hourOf(newest));
  const fresh = (await denials(suite)).find(
    ({ code }) => recent.filter((event) => event.code === code).length < SINGLE_DENIALS,
  );
  if (!fresh) throw new Skipped('The owner was denied so often within the hour that denials are counted, not listed');
  return { ...fresh, actor };
};

export const audit: Chapter = {
  id: 'AUDIT',
  title: 'Audit evidence',
  about: 'Every change has exactly one event, written with it; every denial is on record; nothing on record changes.',
  invariants: [
    {
      id: 'GOV-AUDIT-01',
      title: 'A denial is on record before its answer leaves',
      given: 'an owner',
      when: 'a deployment is refused by a rule',
      promise:
        'there is one event of the denial: who, the code, what it was about, and the id of the request; from the eleventh of one caller and code in an hour on they are counted',
      needs: ['owner', 'admin'],
      tests: [DENIALS, SIMULATION],
      check: async (suite) => {
        const { code, body, actor } = await freshDenial(suite);
        const answer = await suite.ask('owner', create(body));
        holds(answer.code === code, `It must be refused with ${code}`, answer.code);
        const { items } = await suite
          .as('admin')
          .audit.list({ query: { actorId: actor.id, type: 'DEPLOY_DENIED', limit: 50 } });
        const found = items.filter(({ requestId }) => requestId === answer.requestId);
        holds(found.length === 1, `There must be one event of request ${answer.requestId}`, found);
        const [event] = found;
        const isWhole =
          event?.outcome === 'DENIED' &&
          event.code === code &&
          event.serviceName === body.service &&
          event.actorRole === 'DELIVERY_OWNER';
        holds(isWhole, 'The event must tell outcome, code, service and role', event);
      },
    },
    {
      id: 'GOV-AUDIT-02',
      title: 'A deployment has exactly one event of its admission',
      given: 'an owner whose deployment was admitted',
      when: 'the audit trail is asked for it, also after the request was repeated',
      promise: 'there is one event of its admission, with who, where, and the id of the request',
      needs: ['owner', 'admin'],
      active: true,
      tests: [SIMULATION, 'test/usecases/idempotency.test.ts'],
      check: async (suite) => {
        const key = randomUUID();
        const { record, answer, body } = await begin(suite, { key });
        answered(await suite.ask('owner', create(body, { key })), { status: 201 });
        const found = submits(await eventsOf(suite, record.id));
        holds(found.length === 1, 'There must be exactly one event', found);
        const [event] = found;
        const isWhole =
          event?.actorId === record.createdBy.id &&
          event.requestId === answer.requestId &&
          event.outcome === 'SUCCESS' &&
          event.serviceName === record.service &&
          event.environment === record.environment;
        holds(isWhole, 'The event must tell who, where and in which request', event);
      },
    },
    {
      id: 'GOV-AUDIT-03',
      title: 'A cancelation has exactly one event, with its reason',
      given: 'a deployment under way',
      when: 'its owner cancels it',
      promise: 'there is one event of the cancelation, with the reason that was given, and one of the end',
      needs: ['owner', 'admin'],
      active: true,
      tests: ['test/usecases/cancel.test.ts', SIMULATION],
      check: async (suite) => {
        const reason = `Conformance ${randomUUID()}`;
        const { id } = await canceled(suite, reason);
        await ended(suite, id);
        const events = await eventsOf(suite, id);
        const asked = events.filter(({ eventType }) => eventType === 'CANCEL_SUBMIT');
        holds(asked.length === 1 && asked[0]?.reason === reason, 'There must be one event with the reason', events);
      },
    },
    {
      id: 'GOV-AUDIT-04',
      title: 'What is on record stays as it is',
      given: 'the newest events of the audit trail',
      when: 'they are read again after more has happened',
      promise: 'each is there, unchanged',
      answers: [{ status: 200 }],
      needs: ['owner', 'admin'],
      tests: ['test/stacks/stacks.test.ts', SIMULATION],
      check: async (suite) => {
        const list = async (to?: string) =>
          (await suite.as('admin').audit.list({ query: { limit: 100, ...(to !== undefined && { to }) } })).items;
        const before = await list();
        await suite.ask('owner', create({ ...intentOf(await suite.place()), service: NOTHING }));
        const after = new Map((await list()).map((event) => [event.eventId, JSON.stringify(event)]));
        // What happened meanwhile pushes as many of the oldest off the page.
        const lost = before.slice(0, 50).filter((event) => after.get(event.eventId) !== JSON.stringify(event));
        holds(lost.length === 0, 'Every event must be there, unchanged', lost);
      },
    },
    {
      id: 'GOV-AUDIT-05',
      title: 'The trail is read in order, without gaps and repetitions',
      given: 'the audit trail, until now',
      when: 'it is read in small pages and in a large one',
      promise: 'both show the same events, newest first',
      answers: [{ status: 200 }],
      needs: ['admin'],
      tests: ['test/adapters/dynamodb/store.test.ts'],
      check: async (suite) => {
        const { audit: trail } = suite.as('admin');
        const [newest] = (await trail.list({ query: { limit: 1 } })).items;
        if (!newest) throw new Skipped('The audit trail is empty');
        const to = newest.timestamp;
        const whole = (await trail.list({ query: { to, limit: 12 } })).items;
        const pages: AuditEvent[] = [];
        let cursor: string | undefined;
        do {
          const page = await trail.list({ query: { to, limit: 4, ...(cursor !== undefined && { cursor }) } });
          pages.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor !== undefined && pages.length < whole.length);
        const ids = (events: readonly AuditEvent[]) =>
          events
            .slice(0, whole.length)
            .map(({ eventId }) => eventId)
            .join();
        holds(ids(pages) === ids(whole), 'Pages must hold the same events as the whole', {
          pages: ids(pages),
          whole: ids(whole),
        });
        const isOrdered = whole.every(({ timestamp }, at) => at === 0 || timestamp <= (whole[at - 1]?.timestamp ?? ''));
        holds(
          isOrdered,
          'Events must be listed newest first',
          whole.map(({ timestamp }) => timestamp),
        );
      },
    },
    {
      id: 'GOV-AUDIT-06',
      title: 'Whoever is denied again and again does not fill the audit trail',
      given: 'an observer',
      when: `they are denied more than ${SINGLE_DENIALS} times for the same`,
      promise: `the trail has no more than ${SINGLE_DENIALS} events of it for each hour; the others are counted and told once after the hour`,
      answers: [{ status: 403, code: 'ROLE_FORBIDDEN' }],
      needs: ['observer', 'admin'],
      tests: ['test/http/denials.test.ts', SIMULATION],
      check: async (suite) => {
        const code = 'ROLE_FORBIDDEN';
        for (let at = 0; at < SINGLE_DENIALS + 2; at += 1) {
          answered(await suite.ask('observer', create('{', { key: null })), { status: 403, code });
        }
        const { actor } = await suite.as('observer').identity.whoami();
        const { items } = await suite.as('admin').audit.list({ query: { actorId: actor.id, limit: 200 } });
        const singles = items.filter(
          (event) => event.code === code && event.outcome === 'DENIED' && event.eventType !== 'DENIALS_SUMMARY',
        );
        const hours = Object.entries(Object.groupBy(singles, hourOf)).map(
          ([hour, events = []]) => [hour, events.length] as const,
        );
        const most = Math.max(0, ...hours.map(([, count]) => count));
        holds(most > 0 && most <= SINGLE_DENIALS, `At most ${SINGLE_DENIALS} must be told for each hour`, hours);
      },
    },
  ],
};
