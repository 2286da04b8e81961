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
import { toast } from '../../kit/toasts.tsx';

const Confirm = ({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) => {
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const submit = useMutation({
    mutationFn: () => api().deployments.cancel({ params: { id: deployment.id } }, { idempotencyKey: key.current }),
    onSuccess: (record) => {
      client.setQueryData(queries.deployment(record.id).queryKey, record);
      toast(deploymentWords.cancelAsked);
      onClose();
    },
  });
  return (
    <Dialog
      title={deploymentWords.cancelTitle(deployment.service, deployment.version)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{copy.actions.keepGoing}</Button>
          <Button
            look="danger"
            reason={submit.isPending ? copy.reasons.submitting : undefined}
            onClick={() => submit.mutate()}
          >
            {copy.actions.cancelDeployment}
          </Button>
        </>
      }
    >
      <p className="text-sm text-ink-2">{deploymentWords.cancelText}</p>
      {submit.error && <Refusals error={submit.error} />}
    </Dialog>
  );
};

/** Stops a deployment in flight, after a confirm that says what that means. */
export const CancelButton = ({ deployment, mayNot }: { deployment: Deployment; mayNot: string | undefined }) => {
  const [open, setOpen] = useState(false);
  const reason = mayNot ?? (deployment.cancelRequested ? copy.reasons.alreadyStopping : undefined);
  return (
    <>
      <Button reason={reason} onClick={() => setOpen(true)}>
        {copy.actions.cancelDeployment}
      </Button>
      {open && <Confirm deployment={deployment} onClose={() => setOpen(false)} />}
    </>
  );
};
