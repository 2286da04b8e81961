import { refusedWith, requestIdOf } from '../caller.ts';
import type { Chapter } from '../chapters.ts';
import { expect } from '../deviation.ts';
import { proveAnswers, submit, toEnd } from '../lane.ts';

export const canceling: Chapter = {
  title: 'Second thoughts',
  tell: async (stage) => {
    const { owner } = stage;
    const { id } = await submit(stage, '1.2.0', 'New checkout, again');
    const cancel = await owner.witness((client) =>
      client.deployments.cancel({ params: { id }, body: { reason: 'Not before the weekend' } }),
    );
    stage.deeds.push({ requestId: requestIdOf(cancel.headers), eventType: 'CANCEL_SUBMIT', actorId: 'owner' });
    const { outcome } = await toEnd(stage, id);
    expect(outcome === 'CANCELED', 'A canceled deployment ends as such', outcome);
    stage.proves('a deployment in flight is stopped: CANCELED');
    const again = await refusedWith(owner.client.deployments.cancel({ params: { id } }), {
      status: 409,
      code: 'NOT_CANCELABLE',
    });
    stage.deeds.push({ requestId: again.requestId, eventType: 'CANCEL_DENIED', actorId: 'owner', code: again.code });
    stage.proves('what has ended cannot be canceled: NOT_CANCELABLE');
    await proveAnswers(stage, '1.1.0');
  },
};
