import * as z from 'zod';
import { type Deployment, deployment } from '../../../lib/contract/deployment.ts';
import { type Answer, bodyAs } from '../answer.ts';
import { answered, brief, holds, LeftOut } from '../claims.ts';
import { begin, ended, figures, inTime, meanwhile, quiet, succeed, underWay } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { create, get, intentOf } from '../requests.ts';
import type { Suite } from '../suite.ts';

const AT_ONCE = 8;
const FULL = { status: 409, code: 'CONCURRENCY_LIMIT_REACHED' } as const;
const RACES = 'test/races/admission.test.ts';
const RULES = 'test/domain/rules.test.ts';

/** Asks for many at once, in turn for each of the services, and answers those that were admitted. */
const storm = async (suite: Suite, services: readonly string[]): Promise<readonly Deployment[]> => {
  const place = await quiet(suite);
  const bodies = Array.from({ length: AT_ONCE }, (_, at) =>
    intentOf(place, { service: services[at % services.length] ?? '' }),
  );
  const answers = await Promise.all(bodies.map((body) => suite.ask('owner', create(body))));
  const admitted = answers.filter(({ status }) => status === 201).map((answer) => underWay(suite, answer));
  for (const answer of answers.filter(({ status }) => status !== 201)) answered(answer, FULL);
  holds(admitted.length > 0, 'One must be admitted', answers.map(brief));
  return admitted;
};

/** A fast plane may have ended the first when the last is asked for; what counts is how many were under way together. */
const neverTogether = async (suite: Suite, admitted: readonly Deployment[]): Promise<void> => {
  const records = await Promise.all(admitted.length > 1 ? admitted.map(({ id }) => ended(suite, id)) : []);
  const inTime = records.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  const overlaps = inTime.filter((record, at) => at > 0 && record.createdAt < (inTime[at - 1]?.finishedAt ?? ''));
  holds(
    overlaps.length === 0,
    'At most one may be under way at a time',
    inTime.map(({ id, createdAt, finishedAt }) => ({ id, createdAt, finishedAt })),
  );
};

const holdersIn = ({ problem }: Answer): readonly string[] => {
  const shape = z.array(z.object({ deploymentId: z.string() }));
  const facts = problem?.refusals?.find(({ code }) => code === FULL.code)?.facts ?? {};
  return shape.safeParse(facts.holders).data?.map(({ deploymentId }) => deploymentId) ?? [];
};

const onlyOneAtATime = async (suite: Suite): Promise<string> => {
  const { sibling } = await suite.place();
  const { limits } = await figures(suite);
  if (sibling === undefined) throw new LeftOut('The delivery group has one service with builds only');
  if (limits.maxConcurrentDeployments > 1) throw new LeftOut('The delivery group may deploy several at a time');
  return sibling;
};

export const concurrency: Chapter = {
  id: 'CONC',
  title: 'Concurrency',
  about:
    'At most one deployment of a service is in flight in an environment, and never more of a delivery group than its limit, however many ask at once.',
  invariants: [
    {
      id: 'GOV-CONC-01',
      title: 'Of many at once for one service and environment, one is admitted',
      given: 'a service with nothing under way in an environment',
      when: `${AT_ONCE} deployments of it are asked for at once`,
      promise: 'one is admitted, the others are refused',
      answers: [{ status: 201 }, FULL],
      needs: ['owner'],
      active: true,
      tests: [RACES, 'test/simulation/simulation.test.ts'],
      check: async (suite) => {
        const { service } = await suite.place();
        await neverTogether(suite, await storm(suite, [service]));
      },
    },
    {
      id: 'GOV-CONC-02',
      title: 'A refusal names and links what holds the place',
      given: 'a deployment under way',
      when: 'another one of the same service and environment is asked for',
      promise: 'it is refused, the refusal and its hint name the deployment, and that can be read under its id',
      answers: [FULL],
      needs: ['owner'],
      active: true,
      tests: [RULES],
      check: async (suite) => {
        const { record, answer } = await inTime(suite, async ({ record, body }) => {
          const answer = await meanwhile(suite, record, body);
          return answer && { record, answer };
        });
        answered(answer, FULL);
        const holders = holdersIn(answer);
        holds(holders.includes(record.id), `The refusal must name ${record.id}`, answer.problem?.refusals);
        holds(
          answer.problem?.hint?.includes(record.id) === true,
          `The hint must name ${record.id}`,
          answer.problem?.hint,
        );
        const named = bodyAs(await suite.ask('owner', get(`/v1/deployments/${holders[0]}`)), deployment);
        holds(named.service === record.service, 'What is named must be there to be read', named);
      },
    },
    {
      id: 'GOV-CONC-03',
      title: 'The limit of a group counts all its services',
      given: 'a delivery group that may deploy one at a time to an environment, with one under way',
      when: 'a deployment of another service of the group is asked for there',
      promise: 'it is refused, and the refusal names what holds the place',
      answers: [FULL],
      needs: ['owner'],
      active: true,
      tests: [RULES, RACES],
      check: async (suite) => {
        const service = await onlyOneAtATime(suite);
        const { record, answer } = await inTime(suite, async ({ record, body }) => {
          const answer = await meanwhile(suite, record, { ...body, service });
          return answer && { record, answer };
        });
        answered(answer, FULL);
        holds(holdersIn(answer).includes(record.id), `The refusal must name ${record.id}`, answer.problem?.refusals);
      },
    },
    {
      id: 'GOV-CONC-04',
      title: 'The limit of a group holds however many ask at once',
      given: 'a delivery group that may deploy one at a time to an environment, with nothing under way',
      when: `${AT_ONCE} deployments of two of its services are asked for at once`,
      promise: 'one is admitted, the others are refused',
      answers: [{ status: 201 }, FULL],
      needs: ['owner'],
      active: true,
      tests: [RACES, 'test/simulation/simulation.test.ts'],
      check: async (suite) => {
        const sibling = await onlyOneAtATime(suite);
        const { service } = await suite.place();
        await neverTogether(suite, await storm(suite, [service, sibling]));
      },
    },
    {
      id: 'GOV-CONC-05',
      title: 'The end of a deployment makes room, and not before',
      given: 'a deployment under way',
      when: 'it is looked at until it has ended',
      promise:
        'it holds its place as long as it is in flight; when it has ended the place is free and the next is admitted',
      answers: [{ status: 201 }],
      needs: ['owner'],
      active: true,
      tests: ['test/races/ending.test.ts', 'test/simulation/simulation.test.ts'],
      check: async (suite) => {
        const { versions } = await suite.place();
        const { record } = await begin(suite);
        const { holders } = await figures(suite);
        const isHeld = holders.some(({ deploymentId }) => deploymentId === record.id);
        const { outcome } = await suite.as('owner').deployments.get({ params: { id: record.id } });
        holds(isHeld || outcome !== null, `${record.id} must hold its place while it is in flight`, holders);
        await ended(suite, record.id);
        const after = await figures(suite);
        holds(after.holders.length === 0, 'The place must be free when it has ended', after.holders);
        await succeed(suite, versions[0]);
      },
    },
  ],
};
