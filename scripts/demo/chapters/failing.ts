import type { Chapter } from '../chapters.ts';
import { expect } from '../deviation.ts';
import { proveAnswers, submit, toEnd } from '../lane.ts';
import { rollBackTo } from './rolling-back.ts';

export const failing: Chapter = {
  title: 'A bad version',
  tell: async (stage) => {
    const { id } = await submit(stage, '1.3.0', 'New payment flow');
    const { outcome } = await toEnd(stage, id);
    expect(outcome === 'FAILED', '1.3.0 must fail', outcome);
    const { items } = await stage.owner.client.deployments.failures({ params: { id } });
    const [failure] = items;
    expect(failure?.category === 'APP' && failure.actionHint !== '', 'The failure is of the service itself', items);
    expect(items.length === 1, 'There is one failure with one next step', items);
    stage.proves(`1.3.0 FAILED, ${failure.category}: “${failure.summary}”`);
    stage.proves(`with one next step: “${failure.actionHint}”`);
    await proveAnswers(stage, '1.1.0');
    await rollBackTo(stage, id, '1.1.0');
    const after = await stage.owner.client.deployments.get({ params: { id } });
    expect(after.outcome === 'FAILED', 'A failure stays one', after.outcome);
    stage.proves('the record of 1.3.0 still says FAILED: history is never rewritten');
  },
};
