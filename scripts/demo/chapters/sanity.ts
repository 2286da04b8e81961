import type { Chapter } from '../chapters.ts';
import { expect } from '../deviation.ts';
import { settle } from '../lane.ts';

export const sanity: Chapter = {
  title: 'The plane has all it needs',
  tell: async (stage) => {
    const { checks } = await stage.owner.client.config.sanity();
    const broken = checks.filter(({ ok }) => !ok);
    expect(checks.length > 0 && broken.length === 0, 'Every sanity check must pass', broken);
    stage.proves(`${checks.length} checks pass: ${checks.map(({ name }) => name).join(', ')}`);
    const { actor, groupsOwned } = await stage.owner.client.identity.whoami();
    expect(actor.role === 'DELIVERY_OWNER' && groupsOwned.includes('demo'), 'The owner owns demo', {
      actor,
      groupsOwned,
    });
    stage.proves(`${actor.email ?? actor.id} is ${actor.role} and owns ${groupsOwned.join(', ')}`);
    await settle(stage);
  },
};
