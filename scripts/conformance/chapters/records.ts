import type { Deployment } from '../../../lib/contract/deployment.ts';
import { answered, holds } from '../claims.ts';
import { begin, canceled, ended } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import type { Suite } from '../suite.ts';

/** What no later event may touch. */
const fixedOf = ({
  id,
  service,
  environment,
  version,
  recipeId,
  recipeRevision,
  deploymentKind,
  rollbackOf,
  deliveryGroupId,
  changeSummary,
  createdAt,
  createdBy,
  policySnapshot,
}: Deployment) =>
  JSON.stringify([
    id,
    service,
    environment,
    version,
    recipeId,
    recipeRevision,
    deploymentKind,
    rollbackOf,
    deliveryGroupId,
    changeSummary,
    createdAt,
    createdBy,
    policySnapshot,
  ]);

const timelineOf = async ({ as }: Suite, id: string) =>
  (await as('owner').deployments.timeline({ params: { id } })).items;

const SIMULATION = 'test/simulation/simulation.test.ts';

export const records: Chapter = {
  id: 'RECORD',
  title: 'Records',
  about:
    'A record only ever gains: states follow each other, an end is final, and what was decided stays as it was decided.',
  invariants: [
    {
      id: 'GOV-RECORD-01',
      title: 'What was admitted stays as it was admitted',
      given: 'a deployment as it was answered at its admission',
      when: 'it is read again when it has ended',
      promise:
        'service, environment, version, recipe, kind, group, person, reason and the limits it was decided on are the same',
      answers: [{ status: 200 }],
      needs: ['owner'],
      active: true,
      tests: [SIMULATION, 'test/domain/invariants/history.test.ts'],
      check: async (suite) => {
        const { record } = await begin(suite);
        holds(
          record.outcome === null && record.state === 'PENDING',
          'It must be PENDING when it is admitted',
          record.state,
        );
        const done = await ended(suite, record.id);
        holds(fixedOf(done) === fixedOf(record), 'Protected fields must not change', { record, done });
      },
    },
    {
      id: 'GOV-RECORD-02',
      title: 'An end is final',
      given: 'a deployment that has ended',
      when: 'it is to be canceled',
      promise: 'it is refused, and the record is as before',
      answers: [{ status: 409, code: 'NOT_CANCELABLE' }],
      needs: ['owner'],
      active: true,
      tests: ['test/usecases/cancel.test.ts', SIMULATION],
      check: async (suite) => {
        const { record } = await begin(suite);
        const done = await ended(suite, record.id);
        const path = `/v1/deployments/${record.id}/cancel`;
        answered(await suite.ask('owner', { method: 'POST', path, body: {} }), { status: 409, code: 'NOT_CANCELABLE' });
        const later = await suite.as('owner').deployments.get({ params: { id: record.id } });
        holds(
          later.state === done.state && later.finishedAt === done.finishedAt,
          'The record must be as before',
          later,
        );
      },
    },
    {
      id: 'GOV-RECORD-03',
      title: 'The timeline only grows',
      given: 'a deployment under way',
      when: 'its timeline is read when it was admitted and when it has ended',
      promise: 'the earlier entries are unchanged, and the sequence has no gaps',
      answers: [{ status: 200 }],
      needs: ['owner'],
      active: true,
      tests: [SIMULATION],
      check: async (suite) => {
        const { record } = await begin(suite);
        const early = await timelineOf(suite, record.id);
        holds(early.length > 0, 'The admission must be on the timeline', early);
        await ended(suite, record.id);
        const late = await timelineOf(suite, record.id);
        const kept = early.filter((entry) => late.some((other) => JSON.stringify(other) === JSON.stringify(entry)));
        holds(kept.length === early.length, 'Earlier entries must stay as they are', { early, late });
        const sequence = late.map((entry) => entry.sequence).toSorted((a, b) => a - b);
        const [first = 0] = sequence;
        holds(
          sequence.every((number, at) => number === first + at),
          'The sequence must have no gaps',
          sequence,
        );
      },
    },
    {
      id: 'GOV-RECORD-04',
      title: 'A cancelation ends what is under way, and frees its place',
      given: 'a deployment under way that the engine can stop',
      when: 'its owner cancels it',
      promise: 'it ends, and if it had not been done before, as CANCELED',
      answers: [{ status: 200 }],
      needs: ['owner'],
      active: true,
      tests: ['test/usecases/cancel.test.ts'],
      check: async (suite) => {
        const asked = await canceled(suite, 'Held to the governance contract');
        holds(asked.cancelRequested === true, 'The record must say that it is asked to stop', asked);
        const done = await ended(suite, asked.id);
        holds(
          done.outcome === 'CANCELED' || done.outcome === 'SUCCEEDED',
          'It must end canceled, unless it was done',
          done.outcome,
        );
      },
    },
    {
      id: 'GOV-RECORD-05',
      title: 'What the engine is told stays with admins',
      given: 'a deployment that the engine has executed',
      when: 'its owner, an observer and an admin read it',
      promise: 'only the admin is shown the execution',
      answers: [{ status: 200 }],
      needs: ['owner', 'observer', 'admin'],
      active: true,
      tests: ['test/usecases/reading.test.ts'],
      check: async (suite) => {
        const { record } = await begin(suite);
        const { id } = await ended(suite, record.id);
        const read = (who: 'owner' | 'observer' | 'admin') => suite.as(who).deployments.get({ params: { id } });
        for (const who of ['owner', 'observer'] as const) {
          const { engine } = await read(who);
          holds(engine === undefined, `${who} must not be shown the execution`, engine);
        }
        const { engine } = await read('admin');
        holds(engine?.type !== undefined, 'An admin must be shown the engine', 'nothing');
      },
    },
    {
      id: 'GOV-RECORD-06',
      title: 'Nobody gives up what is in time or has ended',
      given: 'a deployment within its deadline, or one that has ended',
      when: 'an admin wants to release it',
      promise: 'it is refused, and the record is as before',
      answers: [{ status: 409, code: 'NOT_STALLED' }],
      needs: ['owner', 'admin'],
      active: true,
      tests: ['test/domain/release.test.ts', 'test/usecases/release.test.ts'],
      check: async (suite) => {
        const { record } = await begin(suite);
        const path = `/v1/admin/deployments/${record.id}/release`;
        const release = { method: 'POST', path, body: { reason: 'Held to the governance contract' } };
        answered(await suite.ask('admin', release), { status: 409, code: 'NOT_STALLED' });
        const done = await ended(suite, record.id);
        answered(await suite.ask('admin', release), { status: 409, code: 'NOT_STALLED' });
        const later = await suite.as('owner').deployments.get({ params: { id: record.id } });
        holds(later.state === done.state && later.abandoned !== true, 'The record must be as before', later);
      },
    },
  ],
};
