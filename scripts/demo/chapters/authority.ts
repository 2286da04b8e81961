import type { Caller } from '../caller.ts';
import { refusedWith } from '../caller.ts';
import type { Chapter } from '../chapters.ts';
import { expect } from '../deviation.ts';
import { lane, recipeId, type Stage } from '../stage.ts';

const intent = { ...lane, version: '1.2.0', recipeId, changeSummary: 'May I?' };

type Denial = { readonly service: string; readonly code: 'ROLE_FORBIDDEN' | 'DELIVERY_GROUP_SCOPE_REQUIRED' };

const proveDenied = async (stage: Stage, caller: Caller, { service, code }: Denial): Promise<void> => {
  const call = caller.client.deployments.create({ body: { ...intent, service } });
  const { requestId, refusals } = await refusedWith(call, { status: 403, code });
  const only = refusals === undefined || refusals.every((refusal) => refusal.code === code);
  expect(only, 'A denial tells nothing else', refusals);
  stage.deeds.push({ requestId, eventType: 'DEPLOY_DENIED', actorId: caller.name, code });
};

export const authority: Chapter = {
  title: 'Who may, and who may not',
  tell: async (stage) => {
    await proveDenied(stage, stage.observer, { service: lane.service, code: 'ROLE_FORBIDDEN' });
    stage.proves('an observer may look, not deploy: 403 ROLE_FORBIDDEN');
    await proveDenied(stage, stage.owner, { service: 'billing-api', code: 'DELIVERY_GROUP_SCOPE_REQUIRED' });
    stage.proves(
      'an owner of demo may not touch billing-api, and learns nothing about it: 403 DELIVERY_GROUP_SCOPE_REQUIRED',
    );
    await refusedWith(stage.owner.client.audit.list(), { status: 403, code: 'ROLE_FORBIDDEN' });
    stage.proves('the audit trail is for platform admins');
  },
};
