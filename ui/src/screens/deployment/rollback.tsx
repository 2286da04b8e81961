import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { RollbackPlan } from '../../../../lib/contract/admission.ts';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { api } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import { reasonOf } from '../../api/reason.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { copy } from '../../copy.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Refusals } from '../../kit/refusals.tsx';
import { Version } from '../../kit/state-mark.tsx';
import { between, duration, moment } from '../../kit/time.ts';

const words = deploymentWords;

/** Going back from one deployment: where it would lead, why not, and the way to the confirm. */
export type Rollback = {
  readonly plan: RollbackPlan | undefined;
  readonly label: string;
  readonly reason: string | undefined;
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
};

export const useRollback = (deployment: Deployment, mayNot: string | undefined): Rollback => {
  const [isOpen, setOpen] = useState(false);
  const { data: plan, error } = useQuery(queries.rollbackPlan(deployment.id, deployment.state));
  const refused = plan && !plan.allowed ? plan.refusals[0] : undefined;
  const looking = plan ? undefined : error ? error.message : copy.reasons.planLoading;
  return {
    plan,
    label: plan?.target && plan.allowed ? copy.actions.rollBackTo(plan.target.version) : copy.actions.rollBack,
    reason: mayNot ?? looking ?? (refused && reasonOf(refused)),
    isOpen,
    open: () => setOpen(true),
    close: () => setOpen(false),
  };
};

const Proof = ({ target }: { target: NonNullable<RollbackPlan['target']> }) => (
  <li>
    {words.ranFrom(target.version)} {moment(target.ranFrom)}{' '}
    {target.ranTo ? (
      <>
        {words.ranTo} {moment(target.ranTo)}, {words.ranFor(duration(between(target.ranFrom, target.ranTo)))}
      </>
    ) : (
      words.ranToNow
    )}
    {target.artifact?.status === 'VERIFIED' && `; ${words.proofArtifact}`}.
  </li>
);

const Consequences = ({ plan, environmentName }: { plan: RollbackPlan; environmentName: string }) => (
  <ul className="grid list-disc gap-1.5 pl-4 text-sm text-ink-2 marker:text-ink-3">
    {plan.takesOver && <li>{words.stops}</li>}
    <li>
      {words.goesBack(environmentName)} <Version of={plan.from} className="font-medium text-ink" /> {words.backTo}{' '}
      {plan.target && <Version of={plan.target.version} className="font-medium text-ink" />}.
    </li>
    {plan.target && <Proof target={plan.target} />}
    <li>{words.newRecord}</li>
    {plan.notes.map((note) => (
      <li key={note}>{note}</li>
    ))}
    {plan.policy && <li>{words.uses(plan.policy.remaining.dailyRollbacks)}</li>}
  </ul>
);

type RollbackDialogProps = { deployment: Deployment; rollback: Rollback; environmentName: string };

/** The confirm: it names where the environment goes, what proves it, and what else happens. */
export const RollbackDialog = ({ deployment, rollback, environmentName }: RollbackDialogProps) => {
  const client = useQueryClient();
  const navigate = useNavigate();
  const key = useRef(crypto.randomUUID());
  const submit = useMutation({
    mutationFn: () => api().deployments.rollback({ params: { id: deployment.id } }, { idempotencyKey: key.current }),
    onSuccess: async (created) => {
      client.setQueryData(queries.deployment(created.id).queryKey, created);
      rollback.close();
      void client.invalidateQueries({ queryKey: queries.deployment(deployment.id).queryKey });
      await navigate({ to: '/deployments/$id', params: { id: created.id } });
    },
  });
  const { plan } = rollback;
  if (!plan) return null;
  return (
    <Dialog
      title={words.rollbackTitle(deployment.service, environmentName)}
      onClose={rollback.close}
      footer={
        <>
          <Button onClick={rollback.close}>{copy.actions.cancel}</Button>
          <Button
            look="danger"
            reason={submit.isPending ? copy.reasons.submitting : undefined}
            onClick={() => submit.mutate()}
          >
            <Icon name="undo" size={14} />
            {rollback.label}
          </Button>
        </>
      }
    >
      <Consequences plan={plan} environmentName={environmentName} />
      {submit.error && <Refusals error={submit.error} />}
    </Dialog>
  );
};
