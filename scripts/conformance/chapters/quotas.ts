import * as z from 'zod';
import type { Answer } from '../answer.ts';
import { answered, holds } from '../claims.ts';
import { changeBinding, changeGroup } from '../configuring.ts';
import { begin, figures, quiet, succeed, underWay } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { create, intentOf } from '../requests.ts';
import type { Suite } from '../suite.ts';

const EXCEEDED = { status: 429, code: 'QUOTA_EXCEEDED' } as const;
const RULES = 'test/domain/rules.test.ts';
const SIMULATION = 'test/simulation/simulation.test.ts';
const DAY_SECONDS = 86_400;

const told = z.object({ quota: z.string(), used: z.int(), limit: z.int(), resetsAt: z.iso.datetime() });

/** Sets the daily quotas of the place for the time of the check. */
const setQuotas = (suite: Suite, quotas: { dailyDeployQuota?: number; dailyRollbackQuota?: number }): Promise<void> =>
  changeBinding(suite, ({ guardrails }) => ({ guardrails: { ...guardrails, ...quotas } }));

/** Holds a refusal to tell which quota, how much of it, and when it begins again. */
const tellsQuota = ({ about, problem, headers }: Answer, expected: { used: number; limit: number }): void => {
  const refusal = problem?.refusals?.find(({ code }) => code === EXCEEDED.code);
  const { success, data } = told.safeParse(refusal?.facts);
  holds(success, `${about} must tell quota, used, limit and resetsAt`, refusal);
  const isRight = data.quota === 'deploy' && data.used === expected.used && data.limit === expected.limit;
  holds(isRight, `${expected.used} of ${expected.limit} must be told`, data);
  const midnight = /T00:00:00(\.000)?Z$/.test(data.resetsAt);
  holds(midnight && refusal?.allowedFrom === data.resetsAt, 'It must begin again at midnight UTC', data);
  const seconds = Number(headers.get('retry-after'));
  holds(
    seconds > 0 && seconds <= DAY_SECONDS,
    `${about} must carry Retry-After until then`,
    headers.get('retry-after'),
  );
};

/** Holds a refusal for a quota of nothing to name no time: waiting cures nothing. */
const tellsNoTime = ({ about, problem, headers }: Answer): void => {
  const refusal = problem?.refusals?.find(({ code }) => code === EXCEEDED.code);
  holds(refusal !== undefined && refusal.allowedFrom === undefined, `${about} must not say from when`, refusal);
  const wait = headers.get('retry-after');
  holds(wait === null, `${about} must not carry Retry-After`, wait);
};

const codesOf = ({ problem }: Answer): readonly string[] => problem?.refusals?.map(({ code }) => code) ?? [];

export const quotas: Chapter = {
  id: 'QUOTA',
  title: 'Daily quotas',
  about: 'A delivery group deploys and rolls back so many times a day in each environment, and no more.',
  invariants: [
    {
      id: 'GOV-QUOTA-01',
      title: 'Beyond the quota nothing is admitted, and the refusal tells which, how much and until when',
      given: 'a daily quota that is used up',
      when: 'a deployment is asked for',
      promise: 'it is refused with the quota, the use, the limit and the midnight at which it begins again',
      answers: [EXCEEDED],
      needs: ['owner', 'admin'],
      active: true,
      tests: [RULES, 'test/usecases/policy.test.ts'],
      check: async (suite) => {
        const place = await quiet(suite);
        const body = intentOf(place);
        if ((await figures(suite)).used.dailyDeploys === 0) await succeed(suite, place.versions[0]);
        const { used } = await figures(suite);
        await setQuotas(suite, { dailyDeployQuota: used.dailyDeploys });
        const answer = await suite.ask('owner', create(body));
        if (answer.status === 201) underWay(suite, answer);
        answered(answer, EXCEEDED);
        tellsQuota(answer, { used: used.dailyDeploys, limit: used.dailyDeploys });
        const later = (await figures(suite)).used;
        holds(later.dailyDeploys === used.dailyDeploys, 'What is refused must not be counted', { used, later });
      },
    },
    {
      id: 'GOV-QUOTA-02',
      title: 'The last one of the quota is admitted, the next is not',
      given: 'a daily quota with one left',
      when: 'one deployment is made, and another one is asked for when it has ended',
      promise: 'the first is admitted and the second refused',
      answers: [{ status: 201 }, EXCEEDED],
      needs: ['owner', 'admin'],
      active: true,
      tests: ['test/races/admission.test.ts', SIMULATION],
      check: async (suite) => {
        const { versions } = await quiet(suite);
        const { used } = await figures(suite);
        await setQuotas(suite, { dailyDeployQuota: used.dailyDeploys + 1 });
        await succeed(suite, versions[0]);
        const answer = await suite.ask('owner', create(intentOf(await suite.place())));
        if (answer.status === 201) underWay(suite, answer);
        answered(answer, EXCEEDED);
      },
    },
    {
      id: 'GOV-QUOTA-03',
      title: 'The quota comes before concurrency, and both are told',
      given: 'a deployment under way, and a daily quota that it used up',
      when: 'another one is asked for',
      promise: 'it is refused for the quota first, and for the place as well',
      answers: [EXCEEDED],
      needs: ['owner', 'admin'],
      active: true,
      tests: ['test/domain/refusals.test.ts'],
      check: async (suite) => {
        const { used } = await figures(suite);
        const { body } = await begin(suite);
        await setQuotas(suite, { dailyDeployQuota: used.dailyDeploys + 1 });
        const answer = await suite.ask('owner', create(body));
        answered(answer, EXCEEDED);
        // A fast plane may have ended the first by now; then only the quota is in the way.
        const isUnderWay = (await figures(suite)).holders.length > 0;
        const codes = codesOf(answer).join();
        holds(!isUnderWay || codes === 'QUOTA_EXCEEDED,CONCURRENCY_LIMIT_REACHED', 'Both must be told in order', codes);
      },
    },
    {
      id: 'GOV-QUOTA-04',
      title: 'Rollbacks have a quota of their own',
      given: 'a version that succeeded, and a quota of deployments that is used up',
      when: 'the plan of its rollback is read, and read again when the quota of rollbacks is used up as well',
      promise: 'the first does not mind the quota of deployments; the second is refused for that of rollbacks',
      answers: [{ status: 200 }],
      needs: ['owner', 'admin'],
      active: true,
      tests: ['test/domain/rollback-rules.test.ts'],
      check: async (suite) => {
        const { versions } = await quiet(suite);
        const { id } = await succeed(suite, versions[0]);
        const { used } = await figures(suite);
        const quotaIn = async () => {
          const { refusals } = await suite.as('owner').deployments.rollbackPlan({ params: { id } });
          return refusals.find(({ code }) => code === 'QUOTA_EXCEEDED');
        };
        await setQuotas(suite, { dailyDeployQuota: used.dailyDeploys });
        const first = await quotaIn();
        holds(first === undefined, 'The quota of deployments must not stand in the way', first);
        await setQuotas(suite, { dailyRollbackQuota: used.dailyRollbacks });
        const second = await quotaIn();
        holds(second?.facts.quota === 'rollback', 'The quota of rollbacks must stand in the way', second ?? 'nothing');
      },
    },
    {
      id: 'GOV-QUOTA-05',
      title: 'What is set for an environment goes before what is set for the group',
      given: 'a quota of the group, and another one of the environment',
      when: 'a deployment there is validated',
      promise: 'the limit is that of the environment',
      answers: [{ status: 200 }],
      needs: ['owner', 'admin'],
      active: true,
      tests: ['test/domain/small-decisions.test.ts'],
      check: async (suite) => {
        const { mode } = await suite.as('owner').settings.public();
        const own = mode === 'evaluation' ? 3 : 4321;
        await setQuotas(suite, { dailyDeployQuota: own });
        await changeGroup(suite, ({ guardrails }) => ({ guardrails: { ...guardrails, dailyDeployQuota: 0 } }));
        const { limits } = await figures(suite);
        holds(limits.dailyDeployQuota === own, `The limit must be the environment's ${own}`, limits);
      },
    },
    {
      id: 'GOV-QUOTA-06',
      title: 'A quota of nothing names no time',
      given: 'a daily quota of 0',
      when: 'a deployment is asked for',
      promise: 'it is refused without a time from which it would be admitted, as no midnight brings more of nothing',
      answers: [EXCEEDED],
      needs: ['owner', 'admin'],
      active: true,
      tests: [RULES, 'test/http/answers.test.ts'],
      check: async (suite) => {
        const body = intentOf(await quiet(suite));
        await setQuotas(suite, { dailyDeployQuota: 0 });
        const answer = await suite.ask('owner', create(body));
        if (answer.status === 201) underWay(suite, answer);
        answered(answer, EXCEEDED);
        tellsNoTime(answer);
      },
    },
  ],
};
