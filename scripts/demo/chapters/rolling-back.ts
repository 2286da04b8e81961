import { refusedWith } from '../caller.ts';
import type { Chapter } from '../chapters.ts';
import { expect } from '../deviation.ts';
import { proveAnswers, remember, toEnd } from '../lane.ts';
import type { Stage } from '../stage.ts';

/** Plans and plays the rollback of a deployment back to `version`. Returns the id of the rollback. */
export const rollBackTo = async (stage: Stage, id: string, version: string): Promise<string> => {
  const { owner, proves } = stage;
  const plan = await owner.client.deployments.rollbackPlan({ params: { id } });
  const { target } = plan;
  expect(plan.allowed && target?.version === version, `The plan must lead to ${version}`, plan);
  proves(`the plan says where a rollback leads: ${version}, proved by deployment ${target.deploymentId}`);
  const answer = await owner.witness((client) =>
    client.deployments.rollback({ params: { id }, body: { changeSummary: 'It was not what we wanted' } }),
  );
  const rollback = remember(stage, answer, 'ROLLBACK_SUBMIT');
  expect(rollback.rollbackOf === id && rollback.version === version, 'The rollback does what was planned', rollback);
  const { outcome, failures } = await toEnd(stage, rollback.id);
  expect(outcome === 'SUCCEEDED', 'The rollback must succeed', { outcome, failures });
  const undone = await owner.client.deployments.get({ params: { id } });
  expect(undone.rolledBackBy === rollback.id, 'What was undone names its rollback', undone);
  proves(`one call later it is done, and ${undone.version} names the rollback that undid it`);
  await proveAnswers(stage, version);
  return rollback.id;
};

export const rollingBack: Chapter = {
  title: 'What runs is undone',
  tell: async (stage) => {
    const id = stage.deployments.at(-1) ?? '';
    const rollback = await rollBackTo(stage, id, '1.1.0');
    const { state, outcome } = await stage.owner.client.deployments.get({ params: { id } });
    expect(state === 'SUCCEEDED' && outcome === 'ROLLED_BACK', '1.2.0 is rolled back', { state, outcome });
    stage.proves('1.2.0 keeps that it had succeeded, and that it was rolled back');
    const problem = await refusedWith(stage.owner.client.deployments.rollback({ params: { id: rollback } }), {
      status: 400,
      code: 'ROLLBACK_OF_ROLLBACK',
    });
    stage.proves(
      `a rollback of the rollback is refused, with what to do: “${problem.refusals?.[0]?.hint ?? problem.hint}”`,
    );
  },
};
