import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { api } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { copy } from '../../copy.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Refusals } from '../../kit/refusals.tsx';
import { Remark } from '../../kit/remark.tsx';
import { toast } from '../../kit/toasts.tsx';

/** A request with another reason is another one: it gets a key of its own. */
const useCancel = (id: string, onDone: () => void) => {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const key = useRef(crypto.randomUUID());
  const given = reason.trim();
  const submit = useMutation({
    mutationFn: () =>
      api().deployments.cancel(
        { params: { id }, ...(given ? { body: { reason: given } } : {}) },
        { idempotencyKey: key.current },
      ),
    onSuccess: (record) => {
      client.setQueryData(queries.deployment(record.id).queryKey, record);
      void client.invalidateQueries({ queryKey: queries.timeline(id).queryKey });
      toast(deploymentWords.cancelAsked);
      onDone();
    },
  });
  const change = (next: string) => {
    key.current = crypto.randomUUID();
    setReason(next);
  };
  return { submit, reason, change };
};

const Confirm = ({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) => {
  const { submit, reason, change } = useCancel(deployment.id, onClose);
  return (
    <Dialog
      title={deploymentWords.cancelTitle(deployment.service, deployment.version)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{deploymentWords.keepGoing}</Button>
          <Button
            look="danger"
            reason={submit.isPending ? copy.reasons.submitting : undefined}
            onClick={() => submit.mutate()}
          >
            {deploymentWords.cancelDeployment}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-sm text-ink-2">{deploymentWords.cancelText}</p>
        <Remark
          label={deploymentWords.cancelReason}
          hint={deploymentWords.cancelReasonHint}
          value={reason}
          onChange={change}
        />
      </div>
      {submit.error && <Refusals error={submit.error} />}
    </Dialog>
  );
};

/** Stops a deployment in flight, after a confirm that says what that means. */
export const CancelButton = ({ deployment, mayNot }: { deployment: Deployment; mayNot: string | undefined }) => {
  const [open, setOpen] = useState(false);
  const reason = mayNot ?? (deployment.cancelRequested ? deploymentWords.alreadyStopping : undefined);
  return (
    <>
      <Button reason={reason} onClick={() => setOpen(true)}>
        {deploymentWords.cancelDeployment}
      </Button>
      {open && <Confirm deployment={deployment} onClose={() => setOpen(false)} />}
    </>
  );
};
