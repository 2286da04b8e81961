import { useQuery } from '@tanstack/react-query';
import type { CiPublishers } from '../../../../lib/contract/settings.ts';
import * as stored from '../../api/administration.ts';
import { api } from '../../api/client.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { useDraft } from '../../form/draft.ts';
import { Form } from '../../form/form.tsx';
import type { Send } from '../../form/save.ts';
import { Button } from '../../kit/button.tsx';
import { Empty } from '../../kit/notice.tsx';
import { ObjectHead } from '../../objects/head.tsx';
import {
  bodyOfPublishers,
  entriesOf,
  type PublishersBody,
  publisherSections,
  withNewRow,
  withoutRow,
} from '../../objects/publishers.ts';
import { Awaited, storedOf, useSaved } from './edit.tsx';
import { useChangeEffect } from './effect.tsx';
import { PublisherTest } from './publisher-test.tsx';

const send: Send<PublishersBody, CiPublishers> = ({ body, ...seen }, options) =>
  api().settings.setCiPublishers({ body: { entries: entriesOf(body), ...seen } }, options);

const Edit = ({ publishers }: { publishers: CiPublishers }) => {
  const saved = useSaved('publishers');
  const body = bodyOfPublishers(publishers);
  const draft = useDraft({ key: 'settings/ci-publishers', stored: storedOf(publishers, body), blank: body });
  const entries = entriesOf(draft.body);
  const proposed = { ciPublishers: { entries, revision: draft.base?.revision } };
  const effect = useChangeEffect(proposed, draft, publisherSections);
  return (
    <>
      <ObjectHead
        title={words.publishers}
        stamp={publishers}
        actions={<Button onClick={() => draft.change(withNewRow(draft.body))}>{words.publisherNew}</Button>}
      />
      <Form
        draft={draft}
        sections={publisherSections}
        what={words.publishers}
        effect={effect}
        send={send}
        onSaved={({ revision }) => saved(undefined, words.publishers, revision)}
        empty={<Empty title={words.publisherNone} />}
        asideOf={(key) => (
          <Button look="quiet" onClick={() => draft.change(withoutRow(draft.body, key))}>
            {words.publisherRemove(key)}
          </Button>
        )}
      />
      <PublisherTest rows={Object.entries(draft.body.rows)} />
    </>
  );
};

/** Who may publish builds. */
export const Publishers = () => {
  const { data, error } = useQuery(stored.ciPublishers);
  return data ? <Edit publishers={data} /> : <Awaited title={words.publishers} error={error} />;
};
