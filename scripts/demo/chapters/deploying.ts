import type { Chapter } from '../chapters.ts';
import { expect } from '../deviation.ts';
import { deployWell, proveAnswers } from '../lane.ts';
import { lane, recipeId, type Stage } from '../stage.ts';

export const deploying: Chapter = {
  title: 'An owner deploys, and sees it run',
  tell: async (stage) => {
    await proveAllowed(stage, '1.0.0');
    const first = await deployWell(stage, '1.0.0', 'The first version');
    stage.proves('1.0.0 SUCCEEDED');
    await proveAnswers(stage, '1.0.0');
    await deployWell(stage, '1.1.0', 'Faster search');
    stage.proves('1.1.0 SUCCEEDED');
    await proveAnswers(stage, '1.1.0');
    const before = await stage.owner.client.deployments.get({ params: { id: first.id } });
    expect(before.outcome === 'SUPERSEDED' && before.supersededBy !== undefined, '1.0.0 is superseded', before.outcome);
    stage.proves('the history says that 1.0.0 was superseded, and by what');
  },
};

const proveAllowed = async ({ owner, proves }: Stage, version: string): Promise<void> => {
  const { allowed, refusals, checks, resolved } = await owner.client.deployments.validate({
    body: { ...lane, version, recipeId, changeSummary: 'Only asking' },
  });
  expect(allowed && checks.every(({ passed }) => passed), 'The deployment must be allowed', refusals);
  proves(`asked beforehand, DXCP allows it: ${checks.length} checks, recipe ${resolved.recipe?.name ?? recipeId}`);
};
