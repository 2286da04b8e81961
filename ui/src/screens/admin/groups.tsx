import { useQuery } from '@tanstack/react-query';
import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import * as stored from '../../api/administration.ts';
import { api } from '../../api/client.ts';
import { policyWords as words } from '../../copy/policy.ts';
import { useDraft } from '../../form/draft.ts';
import { Form } from '../../form/form.tsx';
import type { Send } from '../../form/save.ts';
import type { GroupBody, Known } from '../../objects/binding.ts';
import { blankGroup, bodyOfGroup, groupSections } from '../../objects/group.ts';
import { ObjectHead } from '../../objects/head.tsx';
import { useKnown } from '../../objects/known.ts';
import { GroupList } from '../../objects/lists.tsx';
import type { PageProps } from './admin.tsx';
import { Awaited, ListPage, storedOf, useSaved } from './edit.tsx';
import { useChangeEffect } from './effect.tsx';

const create: Send<GroupBody, DeliveryGroup> = ({ body, reason }, options) =>
  api().deliveryGroups.create({ body: { ...body, ...(reason ? { reason } : {}) } }, options);

const update: Send<GroupBody, DeliveryGroup> = ({ body: { id, ...body }, revision, reason }, options) =>
  api().deliveryGroups.update({ params: { groupId: id }, body: { ...body, revision, reason } }, options);

const GroupForm = ({ group, known }: { group: DeliveryGroup | undefined; known: Known }) => {
  const saved = useSaved('groups');
  const draft = useDraft({
    key: `groups/${group?.id ?? 'new'}`,
    stored: group && storedOf(group, bodyOfGroup(group)),
    blank: blankGroup,
  });
  const sections = groupSections(known, !group);
  const effect = useChangeEffect({ deliveryGroup: { ...draft.body, revision: draft.base?.revision } }, draft, sections);
  return (
    <>
      <ObjectHead title={group?.name ?? words.addTitle(words.group)} stamp={group} />
      <Form
        draft={draft}
        sections={sections}
        what={words.group}
        effect={effect}
        send={group ? update : create}
        onSaved={({ id, name, revision }) => saved(id, name, revision)}
      />
    </>
  );
};

const One = ({ id }: { id: string }) => {
  const isNew = id === 'new';
  const { data, error } = useQuery({ ...stored.group(id), enabled: !isNew });
  const { known, error: unknown } = useKnown();
  if (!known || !(isNew || data)) return <Awaited title={words.groups} error={error ?? unknown} />;
  return <GroupForm group={data} known={known} />;
};

/** Who may deploy what, where and how often. */
export const Groups = ({ id }: PageProps) =>
  id === undefined ? (
    <ListPage title={words.groups} section="groups" what={words.group}>
      <GroupList area="admin" />
    </ListPage>
  ) : (
    <One id={id} />
  );
