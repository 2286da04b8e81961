import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Environment } from '../../../../lib/contract/environment.ts';
import * as stored from '../../api/administration.ts';
import { api } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import { formWords } from '../../copy/form.ts';
import { policyWords as words } from '../../copy/policy.ts';
import { copy } from '../../copy.ts';
import { useDraft } from '../../form/draft.ts';
import { Form } from '../../form/form.tsx';
import type { Send } from '../../form/save.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Refusals } from '../../kit/refusals.tsx';
import { Remark } from '../../kit/remark.tsx';
import { toast } from '../../kit/toasts.tsx';
import {
  blankEnvironment,
  bodyOfEnvironment,
  type EnvironmentBody,
  environmentSections,
  groupsIn,
} from '../../objects/environment.ts';
import { ObjectHead } from '../../objects/head.tsx';
import { EnvironmentList } from '../../objects/lists.tsx';
import type { PageProps } from './admin.tsx';
import { Awaited, ListPage, storedOf, useSaved } from './edit.tsx';
import { useChangeEffect } from './effect.tsx';

const create: Send<EnvironmentBody, Environment> = ({ body, reason }, options) =>
  api().environments.create({ body: { ...body, ...(reason ? { reason } : {}) } }, options);

const update: Send<EnvironmentBody, Environment> = ({ body: { name, ...body }, revision, reason }, options) =>
  api().environments.update({ params: { environment: name }, body: { ...body, revision, reason } }, options);

const useRemoval = ({ name, displayName, revision }: Environment) => {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const key = useRef(crypto.randomUUID());
  const removal = useMutation({
    mutationFn: () =>
      api().environments.delete(
        { params: { environment: name }, query: { revision, reason: reason.trim() } },
        { idempotencyKey: key.current },
      ),
    onSuccess: async () => {
      toast(words.removed(displayName));
      await navigate({ to: '/admin/{-$section}/{-$id}', params: { section: 'environments', id: undefined } });
      await client.invalidateQueries({ queryKey: queries.environments.queryKey });
    },
  });
  const explain = (next: string) => {
    key.current = crypto.randomUUID();
    setReason(next);
  };
  return { removal, reason, explain };
};

const Confirm = ({ environment, onClose }: { environment: Environment; onClose: () => void }) => {
  const { removal, reason, explain } = useRemoval(environment);
  const barred = removal.isPending ? copy.reasons.submitting : reason.trim() ? undefined : formWords.reasonMissing;
  return (
    <Dialog
      title={words.removeTitle(environment.displayName)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{copy.actions.cancel}</Button>
          <Button look="danger" reason={barred} onClick={() => removal.mutate()}>
            {words.remove}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-sm text-ink-2">{words.removeText}</p>
        <Remark label={formWords.reason} hint={formWords.reasonHint} value={reason} onChange={explain} />
      </div>
      {removal.error && <Refusals error={removal.error} />}
    </Dialog>
  );
};

const Removal = ({ environment, usedBy }: { environment: Environment; usedBy: readonly string[] }) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        reason={usedBy.length > 0 ? words.removeLocked(usedBy.join(', ')) : undefined}
        onClick={() => setOpen(true)}
      >
        {words.remove}
      </Button>
      {open && <Confirm environment={environment} onClose={() => setOpen(false)} />}
    </>
  );
};

const EnvironmentForm = ({
  environment,
  usedBy,
  others,
}: {
  environment: Environment | undefined;
  usedBy: readonly string[];
  others: readonly Environment[];
}) => {
  const saved = useSaved('environments');
  const draft = useDraft({
    key: `environments/${environment?.name ?? 'new'}`,
    stored: environment && storedOf(environment, bodyOfEnvironment(environment)),
    blank: blankEnvironment,
  });
  const taken = environment ? undefined : others.map(({ name }) => name);
  const sections = environmentSections(usedBy, taken);
  const effect = useChangeEffect({ environment: { ...draft.body, revision: draft.base?.revision } }, draft, sections);
  return (
    <>
      <ObjectHead
        title={environment?.displayName ?? words.addTitle(words.environment)}
        stamp={environment}
        actions={environment && <Removal environment={environment} usedBy={usedBy} />}
      />
      <Form
        draft={draft}
        sections={sections}
        what={words.environment}
        effect={effect}
        send={environment ? update : create}
        onSaved={({ name, displayName, revision }) => saved(name, displayName, revision)}
      />
    </>
  );
};

const One = ({ id }: { id: string }) => {
  const isNew = id === 'new';
  const { data, error } = useQuery({ ...stored.environment(id), enabled: !isNew });
  const groups = useQuery(queries.groups);
  const others = useQuery(queries.environments);
  if (!groups.data || !others.data || !(isNew || data)) {
    return <Awaited title={words.environments} error={error ?? groups.error ?? others.error} />;
  }
  return <EnvironmentForm environment={data} usedBy={groupsIn(groups.data.items, id)} others={others.data.items} />;
};

/** Where can be deployed to. */
export const Environments = ({ id }: PageProps) =>
  id === undefined ? (
    <ListPage title={words.environments} section="environments" what={words.environment}>
      <EnvironmentList area="admin" />
    </ListPage>
  ) : (
    <One id={id} />
  );
