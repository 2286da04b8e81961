import { changePreview } from '../../../lib/contract/preview.ts';
import { bodyAs } from '../answer.ts';
import { tryChange } from '../changing.ts';
import { answered, holds } from '../claims.ts';
import { ownGroup } from '../configuring.ts';
import type { Chapter } from '../invariant.ts';
import { NO_REVISION } from '../requests.ts';
import { settable } from '../settable.ts';
import type { Suite } from '../suite.ts';

const FORBIDDEN = { status: 403, code: 'ROLE_FORBIDDEN' } as const;
const DESCRIPTION = 'Held to the governance contract';
const TESTS = 'test/usecases/preview.test.ts';

const asked = { method: 'POST', path: '/v1/admin/guardrails/preview', key: null };
const preview = (deliveryGroup: object) => ({ ...asked, body: { deliveryGroup } });

const groupOf = async (suite: Suite) => {
  const { group } = await suite.place();
  return suite.as('admin').deliveryGroups.get({ params: { groupId: group.id } });
};

/** What saving the own group with these changes would do. */
const previewed = async (suite: Suite, changes: object) => {
  const before = await groupOf(suite);
  const answer = await suite.ask('admin', preview({ id: before.id, ...settable.deliveryGroup(before), ...changes }));
  answered(answer, { status: 200 });
  return { before, told: bodyAs(answer, changePreview) };
};

export const previews: Chapter = {
  id: 'PREVIEW',
  title: 'Previews',
  about: 'Whoever is about to change a guardrail is told what that would do, by the rules that saving goes by.',
  invariants: [
    {
      id: 'GOV-PREVIEW-01',
      title: 'A preview says what saving would say',
      given: 'a delivery group',
      when: 'an admin asks what it would do to save it unchanged, and with another description on a revision that is not the current one',
      promise:
        'the one would go well and change nothing; the other would be refused as overtaken, and names the field with both values',
      answers: [{ status: 200 }],
      needs: ['admin'],
      tests: [TESTS],
      check: async (suite) => {
        const { told: same } = await previewed(suite, {});
        const isCalm = same.allowed && same.changes.length === 0 && same.refusals.length + same.errors.length === 0;
        const { mutationsDisabled } = await suite.as('admin').settings.public();
        holds(isCalm || mutationsDisabled, 'Saving what is there must go well and change nothing', same);
        const { before, told } = await previewed(suite, { description: DESCRIPTION, revision: NO_REVISION });
        const isRefused = !told.allowed && told.refusals.some(({ code }) => code === 'REVISION_CONFLICT');
        holds(isRefused, 'It must be told that saving would be refused as overtaken', told);
        const [change, ...others] = told.changes;
        const isNamed =
          change?.path === 'description' && change.before === before.description && change.after === DESCRIPTION;
        holds(isNamed && others.length === 0, 'The description must be named with both values', told.changes);
      },
    },
    {
      id: 'GOV-PREVIEW-02',
      title: 'A preview leaves everything as it is',
      given: 'a delivery group',
      when: 'an admin asks what it would do to save it with another description, and then reads it again',
      promise: 'it would go well; the group is as it was, its revision as well, and the audit trail has no event of it',
      answers: [{ status: 200 }],
      needs: ['owner', 'admin'],
      active: true,
      tests: [TESTS],
      check: async (suite) => {
        const group = await ownGroup(suite);
        const { id } = (await suite.place()).group;
        const send = ({ reason: _, ...proposed }: object & { reason: string }) =>
          suite.ask('admin', preview({ id, ...proposed }));
        const answer = await tryChange(suite, { ...group, send }, () => ({ description: DESCRIPTION }));
        answered(answer, { status: 200 });
        holds(bodyAs(answer, changePreview).allowed, 'It must be told that saving would go well', answer.text);
        const { items } = await suite.as('admin').audit.list({ query: { targetId: id, limit: 20 } });
        const events = items.filter(({ requestId }) => requestId === answer.requestId);
        holds(events.length === 0, 'It must not be on record', events);
      },
    },
    {
      id: 'GOV-PREVIEW-03',
      title: 'Previews are for admins',
      given: 'an owner, who may read the group, and an observer',
      when: 'they ask what it would do to save it',
      promise: 'they are refused by their role',
      answers: [FORBIDDEN],
      needs: ['owner', 'observer'],
      tests: ['test/authority/authority.test.ts'],
      check: async (suite) => {
        const { group } = await suite.place();
        const proposed = { id: group.id, ...settable.deliveryGroup(group) };
        for (const who of ['owner', 'observer'] as const) answered(await suite.ask(who, preview(proposed)), FORBIDDEN);
      },
    },
    {
      id: 'GOV-PREVIEW-04',
      title: 'What another mode of the plane would do is told before it is set',
      given: 'the mode of the plane',
      when: 'an admin asks what the other mode would do, and reads the mode again',
      promise:
        'both modes are named, and who gains or loses what; the admissions of the last 30 days are recounted, and the mode is as it was',
      answers: [{ status: 200 }],
      needs: ['admin'],
      tests: [TESTS, 'test/domain/preview/settings.test.ts'],
      check: async (suite) => {
        const before = await suite.as('admin').settings.plane();
        const mode = before.mode === 'standard' ? 'evaluation' : 'standard';
        const body = { plane: { ...settable.plane(before), mode } };
        const answer = await suite.ask('admin', { ...asked, body });
        answered(answer, { status: 200 });
        const told = bodyAs(answer, changePreview);
        const [change, ...others] = told.changes;
        const isNamed = change?.path === 'mode' && change.before === before.mode && change.after === mode;
        holds(isNamed && others.length === 0, 'The mode must be named with both values', told.changes);
        holds(told.effectsTotal > 0, 'It must be told who gains or loses what', told);
        holds(told.replay !== undefined, 'What was admitted must be recounted', told);
        const after = await suite.as('admin').settings.plane();
        holds(after.revision === before.revision, 'The mode must be as it was', { before, after });
      },
    },
  ],
};
