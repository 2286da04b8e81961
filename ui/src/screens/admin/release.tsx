import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { api } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { formWords } from '../../copy/form.ts';
import { copy } from '../../copy.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Refusals } from '../../kit/refusals.tsx';
import { Remark } from '../../kit/remark.tsx';
import { toast } from '../../kit/toasts.tsx';

/** A release for another reason is another request, with a key of its own. */
const useRelease = (id: string, onDone: () => void) => {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const key = useRef(crypto.randomUUID());
  const release = useMutation({
    mutationFn: () =>
      api().deployments.release({ params: { id }, body: { reason: reason.trim() } }, { idempotencyKey: key.current }),
    onSuccess: async (record) => {
      client.setQueryData(queries.deployment(id).queryKey, record);
      toast(words.released(record.service, record.version));
      onDone();
      await Promise.all(
        ['deployments', 'running', 'audit'].map((what) => client.invalidateQueries({ queryKey: [what] })),
      );
    },
  });
  const explain = (next: string) => {
    key.current = crypto.randomUUID();
    setReason(next);
  };
  return { release, reason, explain };
};

type ConfirmProps = { deployment: Pick<Deployment, 'id' | 'service' | 'version'>; onClose: () => void };

const Confirm = ({ deployment: { id, service, version }, onClose }: ConfirmProps) => {
  const { release, reason, explain } = useRelease(id, onClose);
  const barred = release.isPending ? copy.reasons.submitting : reason.trim() ? undefined : formWords.reasonMissing;
  return (
    <Dialog
      title={words.releaseTitle(service, version)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{words.keepWaiting}</Button>
          <Button look="danger" reason={barred} onClick={() => release.mutate()}>
            {words.release}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <ul className="grid list-disc gap-1.5 pl-4 text-sm text-ink-2 marker:text-ink-3">
          {words.releaseText.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <Remark label={formWords.reason} hint={formWords.reasonHint} value={reason} onChange={explain} />
      </div>
      {release.error && <Refusals error={release.error} />}
    </Dialog>
  );
};

/** Gives up a deployment past its deadline, after a confirm that says what that means. */
export const ReleaseButton = ({ deployment }: Pick<ConfirmProps, 'deployment'>) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {words.release}
        <span className="sr-only">
          {' '}
          {deployment.service} {deployment.version}
        </span>
      </Button>
      {open && <Confirm deployment={deployment} onClose={() => setOpen(false)} />}
    </>
  );
};
