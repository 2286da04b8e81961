import { answered, holds } from '../claims.ts';
import { begin, figures, inTime, meanwhile } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { create, intentOf, NO_DEPLOYMENT, NO_VERSION, NOTHING } from '../requests.ts';
import type { Suite } from '../suite.ts';

/** Everything of the place that a read shows. */
const everything = async (suite: Suite): Promise<string> => {
  const { service, environment } = await suite.place();
  const { services, deployments, running } = suite.as('owner');
  const place = { params: { service }, query: { environment } };
  const [{ items }, status, places, { versions }, { used, holders }] = await Promise.all([
    deployments.list({ query: { service, environment, limit: 10 } }),
    services.deliveryStatus(place),
    running.list({ query: { environment } }),
    services.versions({ params: { service } }),
    figures(suite),
  ]);
  return JSON.stringify({ items, status, places: places.items, versions, used, holders });
};

/** One of each way to be refused that does no harm where it is not. */
const refusals = async ({ ask, place }: Suite): Promise<void> => {
  const intent = intentOf(await place());
  const path = `/v1/deployments/${NO_DEPLOYMENT}`;
  const bodies = [
    { ...intent, service: NOTHING },
    { ...intent, environment: NOTHING },
    { ...intent, recipeId: NOTHING },
    { ...intent, version: NO_VERSION },
    { ...intent, changeSummary: '' },
    '{',
  ];
  for (const body of bodies) {
    const answer = await ask('owner', create(body));
    holds(answer.status >= 400 && answer.status < 500, `${answer.about} must be refused`, answer.status);
  }
  answered(await ask('observer', create('{')), { status: 403, code: 'ROLE_FORBIDDEN' });
  for (const verb of ['rollback', 'cancel']) {
    answered(await ask('owner', { method: 'POST', path: `${path}/${verb}`, body: {} }), {
      status: 404,
      code: 'NOT_FOUND',
    });
  }
};

const SIMULATION = 'test/simulation/simulation.test.ts';

export const effects: Chapter = {
  id: 'EFFECT',
  title: 'No effect of what is refused',
  about: 'Whatever is refused has changed nothing: no record, no place, no quota, and the engine was not called.',
  invariants: [
    {
      id: 'GOV-EFFECT-01',
      title: 'Refused requests leave no trace but the denial',
      given: 'a place with its records, figures and versions',
      when: 'deployments are refused for each step and rule that can be failed without harm, and what does not exist is canceled and rolled back',
      promise: 'everything that reads show of the place is as before',
      needs: ['owner', 'observer'],
      tests: [SIMULATION, 'test/authority/authority.test.ts'],
      check: async (suite) => {
        const before = await everything(suite);
        await refusals(suite);
        const after = await everything(suite);
        holds(before === after, 'Everything must be as before', { before, after });
      },
    },
    {
      id: 'GOV-EFFECT-02',
      title: 'Validation leaves no trace',
      given: 'a deployment that would be admitted',
      when: 'it is validated three times',
      promise: 'no place is taken and nothing is counted',
      answers: [{ status: 200 }],
      needs: ['owner'],
      tests: ['test/domain/purity.test.ts'],
      check: async (suite) => {
        const first = await figures(suite);
        await figures(suite);
        const { used, holders } = await figures(suite);
        holds(
          JSON.stringify([first.used, first.holders]) === JSON.stringify([used, holders]),
          'Nothing must be counted',
          { first, used },
        );
      },
    },
    {
      id: 'GOV-EFFECT-03',
      title: 'A deployment that finds its place taken is not counted',
      given: 'a deployment under way',
      when: 'three more are refused because it holds the place',
      promise: 'the daily quota stands where the first left it, and the list shows none of them',
      answers: [{ status: 409, code: 'CONCURRENCY_LIMIT_REACHED' }],
      needs: ['owner'],
      active: true,
      tests: ['test/races/admission.test.ts', SIMULATION],
      check: async (suite) => {
        const { record, body, used } = await inTime(suite, async (begun) => {
          const { used: before } = await figures(suite);
          for (let at = 0; at < 3; at += 1) {
            const answer = await meanwhile(suite, begun.record, begun.body);
            if (!answer) return undefined;
            answered(answer, { status: 409, code: 'CONCURRENCY_LIMIT_REACHED' });
          }
          return { ...begun, used: before };
        });
        const later = (await figures(suite)).used;
        holds(later.dailyDeploys === used.dailyDeploys, 'What is refused must not be counted', { used, later });
        const { service, environment } = body;
        const { items } = await suite.as('owner').deployments.list({ query: { service, environment, limit: 1 } });
        holds(items[0]?.id === record.id, `${record.id} must be the newest`, items[0]?.id ?? 'none');
      },
    },
    {
      id: 'GOV-EFFECT-04',
      title: 'What is admitted is counted once',
      given: 'a place with a daily quota',
      when: 'a deployment is admitted there',
      promise: 'the figures of the next validation have one more of that day and one more under way',
      answers: [{ status: 201 }],
      needs: ['owner'],
      active: true,
      tests: [SIMULATION],
      check: async (suite) => {
        const { used } = await figures(suite);
        const { record } = await begin(suite);
        const later = await figures(suite);
        const counted = later.used.dailyDeploys - used.dailyDeploys;
        holds(counted === 1, 'One more must be counted', counted);
        const { policySnapshot } = record;
        holds(
          policySnapshot.used.dailyDeploys === used.dailyDeploys,
          'The record must keep the figures it was decided on',
          policySnapshot,
        );
      },
    },
  ],
};
