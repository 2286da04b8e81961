import { randomUUID } from 'node:crypto';
import { ProblemError } from '../../../lib/contract/client.ts';
import { refusedWith } from '../caller.ts';
import type { Chapter } from '../chapters.ts';
import { expect } from '../deviation.ts';
import { proveAnswers, remember, toEnd } from '../lane.ts';
import { lane, recipeId, type Stage } from '../stage.ts';

const VERSION = '1.2.0';
const body = { ...lane, version: VERSION, recipeId, changeSummary: 'New checkout' };

export const oneAtATime: Chapter = {
  title: 'Two people press the button at once',
  tell: async (stage) => {
    const key = await race(stage);
    await repeat(stage, key);
    const id = stage.deployments.at(-1) ?? '';
    const { outcome, failures } = await toEnd(stage, id);
    expect(outcome === 'SUCCEEDED', `${VERSION} must be deployed`, { outcome, failures });
    await proveAnswers(stage, VERSION);
  },
};

/** Two requests for one place at the same moment; the key of the one that was admitted. */
const race = async (stage: Stage): Promise<string> => {
  const keys = [randomUUID(), randomUUID()];
  const answers = await Promise.allSettled(
    keys.map((idempotencyKey) =>
      stage.owner.witness((client) => client.deployments.create({ body }, { idempotencyKey })),
    ),
  );
  const won = answers.findIndex(({ status }) => status === 'fulfilled');
  const [winner, loser] = [answers[won], answers[1 - won]];
  expect(winner?.status === 'fulfilled' && loser?.status === 'rejected', 'Exactly one is admitted', summarize(answers));
  const { id } = remember(stage, winner.value, 'DEPLOY_SUBMIT');
  const problem = await refusedWith(Promise.reject(loser.reason), { status: 409, code: 'CONCURRENCY_LIMIT_REACHED' });
  stage.deeds.push({ requestId: problem.requestId, eventType: 'DEPLOY_DENIED', actorId: 'owner', code: problem.code });
  stage.proves('of two requests at the same moment exactly one is admitted');
  const named = JSON.stringify(problem).includes(id);
  expect(named, 'The refusal names what holds the place', problem);
  stage.proves(`the other is told what holds the place: “${problem.detail}”`);
  return keys[won] ?? '';
};

/** The same key again is the same deployment, not another one. */
const repeat = async ({ owner, deployments, proves }: Stage, idempotencyKey: string): Promise<void> => {
  const again = await owner.witness((client) => client.deployments.create({ body }, { idempotencyKey }));
  expect(again.body.id === deployments.at(-1), 'The same key gives the same deployment', again.body.id);
  const replayed = again.headers.get('idempotency-replayed');
  expect(replayed === 'true', 'The answer says Idempotency-Replayed: true', replayed);
  proves('the same Idempotency-Key again gives the same deployment, marked Idempotency-Replayed');
  await refusedWith(
    owner.client.deployments.create({ body: { ...body, changeSummary: 'Something else' } }, { idempotencyKey }),
    { status: 409, code: 'IDEMPOTENCY_CONFLICT' },
  );
  proves('the same key for something else is refused: IDEMPOTENCY_CONFLICT');
};

const summarize = (answers: readonly PromiseSettledResult<unknown>[]): unknown =>
  answers.map((answer) =>
    answer.status === 'fulfilled'
      ? 'admitted'
      : answer.reason instanceof ProblemError
        ? (answer.reason.problem?.code ?? answer.reason.status)
        : String(answer.reason),
  );
