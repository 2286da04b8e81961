import { randomUUID } from 'node:crypto';
import type { Deployment } from '../../../lib/contract/deployment.ts';
import { answered, brief, holds } from '../claims.ts';
import { ended, figures, quiet, succeed, underWay } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { NO_DEPLOYMENT } from '../requests.ts';
import type { Suite } from '../suite.ts';
import type { Asked } from '../transport.ts';

const RULES = 'test/domain/rollback-rules.test.ts';
const USECASE = 'test/usecases/rollback.test.ts';
const SIMULATION = 'test/simulation/simulation.test.ts';

const rollbackOf = (id: string): Asked => ({
  method: 'POST',
  path: `/v1/deployments/${id}/rollback`,
  body: { changeSummary: 'Held to the governance contract' },
  key: randomUUID(),
});

/** One version, then another one over it. */
const twoVersions = async (suite: Suite): Promise<{ older: Deployment; newer: Deployment }> => {
  const { versions } = await suite.place();
  return { older: await succeed(suite, versions[0]), newer: await succeed(suite, versions[1]) };
};

/** A rollback that has ended and what it undid: the newest there is, or one made for it. */
const someRollback = async (suite: Suite): Promise<{ rollback: Deployment; original: Deployment }> => {
  const { service, environment } = await quiet(suite);
  const { deployments } = suite.as('owner');
  const { items } = await deployments.list({ query: { service, environment, limit: 50 } });
  const known = items.find(({ deploymentKind, state }) => deploymentKind === 'ROLLBACK' && state === 'SUCCEEDED');
  const rollback = known ?? (await rollBack(suite, (await twoVersions(suite)).newer));
  return { rollback, original: await deployments.get({ params: { id: rollback.rollbackOf ?? '' } }) };
};

const rollBack = async (suite: Suite, { id }: Deployment): Promise<Deployment> => {
  const answer = await suite.ask('owner', rollbackOf(id));
  answered(answer, { status: 201 });
  return ended(suite, underWay(suite, answer).id);
};

const refused = async (
  suite: Suite,
  id: string,
  expected: { status: number; code: 'ROLLBACK_OF_ROLLBACK' | 'ROLLBACK_NOT_CURRENT' },
) => {
  const answer = await suite.ask('owner', rollbackOf(id));
  if (answer.status === 201) underWay(suite, answer);
  answered(answer, expected);
};

export const rollback: Chapter = {
  id: 'BACK',
  title: 'Rollback',
  about: 'The way back leads to a version that is proved to have run here, once, and by the same guardrails.',
  invariants: [
    {
      id: 'GOV-BACK-01',
      title: 'What is not there is not rolled back',
      given: 'an owner',
      when: 'a deployment is rolled back that does not exist',
      promise: 'it is not found',
      answers: [{ status: 404, code: 'NOT_FOUND' }],
      needs: ['owner'],
      tests: [USECASE],
      check: async ({ ask }) =>
        answered(await ask('owner', rollbackOf(NO_DEPLOYMENT)), { status: 404, code: 'NOT_FOUND' }),
    },
    {
      id: 'GOV-BACK-02',
      title: 'The plan tells the target with its proof, and has no effect',
      given: 'a version that succeeded, and another one that succeeded after it',
      when: 'the plan of a rollback of the second is read',
      promise: 'it names the first and the deployment that proves it; nothing is under way, counted or changed by it',
      answers: [{ status: 200 }],
      needs: ['owner'],
      active: true,
      tests: [RULES, 'test/domain/purity.test.ts'],
      check: async (suite) => {
        const { older, newer } = await twoVersions(suite);
        const { used } = await figures(suite);
        const { deployments } = suite.as('owner');
        const before = await deployments.get({ params: { id: newer.id } });
        const plan = await deployments.rollbackPlan({ params: { id: newer.id } });
        holds(plan.allowed, 'It must be possible', plan.refusals);
        const { version, deploymentId } = plan.target ?? {};
        holds(
          version === older.version && deploymentId === older.id,
          `The target must be ${older.version}, proved by ${older.id}`,
          plan.target,
        );
        const after = await deployments.get({ params: { id: newer.id } });
        holds(
          after.rolledBackBy === undefined && after.outcome === before.outcome,
          'The plan must change nothing',
          after,
        );
        const later = (await figures(suite)).used;
        holds(
          later.dailyRollbacks === used.dailyRollbacks && later.activeDeployments === 0,
          'The plan must claim nothing',
          later,
        );
      },
    },
    {
      id: 'GOV-BACK-03',
      title: 'A rollback goes to the newest success of another version, and both records say so',
      given: 'a version that succeeded, and another one that succeeded after it',
      when: 'the second is rolled back',
      promise:
        'a deployment of the kind ROLLBACK brings the first version; it names what it undoes, and what it undoes names it and has the outcome ROLLED_BACK',
      answers: [{ status: 201 }],
      needs: ['owner'],
      active: true,
      tests: [USECASE, RULES, SIMULATION],
      check: async (suite) => {
        const { older, newer } = await twoVersions(suite);
        const { used } = await figures(suite);
        const done = await rollBack(suite, newer);
        holds(done.state === 'SUCCEEDED', 'The rollback must succeed', done.state);
        holds(done.version === older.version, `It must bring ${older.version}`, done.version);
        holds(
          done.deploymentKind === 'ROLLBACK' && done.rollbackOf === newer.id,
          `It must say that it undoes ${newer.id}`,
          done,
        );
        const { service, environment } = newer;
        const original = await suite.as('owner').deployments.get({ params: { id: newer.id } });
        holds(
          original.rolledBackBy === done.id && original.outcome === 'ROLLED_BACK',
          `${newer.id} must be rolled back by ${done.id}`,
          original,
        );
        const { running } = await suite.as('owner').services.running({ params: { service }, query: { environment } });
        holds(
          running?.deploymentId === done.id && running.version === older.version,
          `${done.id} must be what runs`,
          running,
        );
        const later = (await figures(suite)).used;
        const counted = [later.dailyRollbacks - used.dailyRollbacks, later.dailyDeploys - used.dailyDeploys];
        holds(counted.join() === '1,0', 'It must be counted as one rollback and no deployment', counted);
      },
    },
    {
      id: 'GOV-BACK-04',
      title: 'A rollback is not rolled back',
      given: 'a rollback that succeeded',
      when: 'it is to be rolled back',
      promise: 'it is refused',
      answers: [{ status: 400, code: 'ROLLBACK_OF_ROLLBACK' }],
      needs: ['owner'],
      active: true,
      tests: [RULES],
      check: async (suite) => {
        const { rollback: done } = await someRollback(suite);
        await refused(suite, done.id, { status: 400, code: 'ROLLBACK_OF_ROLLBACK' });
      },
    },
    {
      id: 'GOV-BACK-05',
      title: 'Only what is current is rolled back',
      given: 'a deployment that was rolled back before',
      when: 'it is to be rolled back once more',
      promise: 'it is refused: what it brought does not run',
      answers: [{ status: 409, code: 'ROLLBACK_NOT_CURRENT' }],
      needs: ['owner'],
      active: true,
      tests: [RULES],
      check: async (suite) => {
        const { original } = await someRollback(suite);
        await refused(suite, original.id, { status: 409, code: 'ROLLBACK_NOT_CURRENT' });
      },
    },
    {
      id: 'GOV-BACK-06',
      title: 'A deployment is rolled back once, however many ask',
      given: 'a deployment that is what runs',
      when: 'four rollbacks of it are asked for at once',
      promise: 'one is admitted, the others are told that one is under way',
      answers: [{ status: 201 }, { status: 409, code: 'ROLLBACK_IN_PROGRESS' }],
      needs: ['owner'],
      active: true,
      tests: ['test/races/admission.test.ts', SIMULATION],
      check: async (suite) => {
        const { newer } = await twoVersions(suite);
        const answers = await Promise.all(Array.from({ length: 4 }, () => suite.ask('owner', rollbackOf(newer.id))));
        const admitted = answers.filter(({ status }) => status === 201).map((answer) => underWay(suite, answer));
        holds(admitted.length === 1, 'One must be admitted', answers.map(brief));
        for (const answer of answers.filter(({ status }) => status !== 201)) {
          answered(answer, { status: 409, code: 'ROLLBACK_IN_PROGRESS' });
        }
      },
    },
  ],
};
