import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { RollbackPlan } from '../../../lib/contract/admission.ts';
import type { Deployment } from '../../../lib/contract/deployment.ts';
import { api } from '../api/client.ts';
import * as queries from '../api/queries.ts';
import { labelOf } from '../api/rollback.ts';
import { rollbackWords } from '../copy/rollback.ts';
import { copy } from '../copy.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { RefusalList, Refusals } from './refusals.tsx';
import { Remark } from './remark.tsx';
import { Skeleton } from './skeleton.tsx';
import { Version } from './state-mark.tsx';
import { between, duration, moment } from './time.ts';

const words = rollbackWords;

type Target = NonNullable<RollbackPlan['target']>;
type WayProps = { plan: RollbackPlan; target: Target; environmentName: string };

/** From what runs now to what ran before. */
const ThereAndBack = ({ plan, target, environmentName }: WayProps) => (
  <>
    <li>
      {words.goesBack(environmentName)} <Version of={plan.from} className="font-medium text-ink" /> {words.backTo}{' '}
      <Version of={target.version} className="font-medium text-ink" />.
    </li>
    <li>
      {words.ranFrom(target.version)} {moment(target.ranFrom)}
      {target.ranTo && (
        <>
          {' '}
          {words.ranTo} {moment(target.ranTo)}, {words.ranFor(duration(between(target.ranFrom, target.ranTo)))}
        </>
      )}
      {target.artifact?.status === 'VERIFIED' && `; ${words.proofArtifact}`}.
    </li>
  </>
);

/** The attempt did not get to run, or has not yet: what ran before it still does, as far as the record knows. */
const OnceMore = ({ plan, target, environmentName }: WayProps) => (
  <>
    <li>
      {words.isWhatRuns(target.version, environmentName)} {moment(target.ranFrom)}
      {target.artifact?.status === 'VERIFIED' && `; ${words.proofArtifact}`}.
    </li>
    <li>{words.onceMore(target.version, plan.from)}</li>
  </>
);

const Consequences = ({ plan, environmentName }: { plan: RollbackPlan; environmentName: string }) => {
  const Way = plan.target?.ranTo ? ThereAndBack : OnceMore;
  return (
    <ul className="grid list-disc gap-1.5 pl-4 text-sm text-ink-2 marker:text-ink-3">
      {plan.takesOver && <li>{plan.stops ? words.stops(plan.from) : words.waitsForEnd(plan.from)}</li>}
      {plan.target && <Way plan={plan} target={plan.target} environmentName={environmentName} />}
      <li>{words.newRecord}</li>
      {plan.notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
      {plan.policy && <li>{words.uses(plan.policy.remaining.dailyRollbacks)}</li>}
    </ul>
  );
};

/** Why there is no way back now. */
const NotPossible = ({ plan }: { plan: RollbackPlan }) => (
  <div className="grid gap-1.5 text-sm">
    <p className="font-medium">{words.notPossible}</p>
    <RefusalList refusals={plan.refusals} />
  </div>
);

/** Without a summary of the person the plane writes one. Another summary is another request, with a key of its own. */
const useSubmit = (id: string) => {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [summary, setSummary] = useState('');
  const key = useRef(crypto.randomUUID());
  const changeSummary = summary.trim();
  const submit = useMutation({
    mutationFn: () =>
      api().deployments.rollback(
        { params: { id }, ...(changeSummary ? { body: { changeSummary } } : {}) },
        { idempotencyKey: key.current },
      ),
    onSuccess: async (created) => {
      client.setQueryData(queries.deployment(created.id).queryKey, created);
      void client.invalidateQueries({ queryKey: queries.deployment(id).queryKey });
      await navigate({ to: '/deployments/$id', params: { id: created.id } });
    },
  });
  const change = (next: string) => {
    key.current = crypto.randomUUID();
    setSummary(next);
  };
  return { submit, summary, change };
};

export type RollbackDialogProps = {
  /** What is undone. */
  deployment: Pick<Deployment, 'id' | 'service' | 'state'>;
  environmentName: string;
  onClose: () => void;
};

/** The confirm: it names where the environment goes, what proves it, and what else happens. */
export const RollbackDialog = ({ deployment, environmentName, onClose }: RollbackDialogProps) => {
  const { data: plan, error } = useQuery(queries.rollbackPlan(deployment.id, deployment.state));
  const { submit, summary, change } = useSubmit(deployment.id);
  return (
    <Dialog
      title={words.title(deployment.service, environmentName)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{plan && !plan.allowed ? copy.actions.close : copy.actions.cancel}</Button>
          {plan?.allowed && (
            <Button
              look="danger"
              reason={submit.isPending ? copy.reasons.submitting : undefined}
              onClick={() => submit.mutate()}
            >
              <Icon name="undo" size={14} />
              {labelOf(plan)}
            </Button>
          )}
        </>
      }
    >
      {!plan && (error ? <Refusals error={error} /> : <Skeleton className="h-32" />)}
      {plan && !plan.allowed && <NotPossible plan={plan} />}
      {plan?.allowed && (
        <div className="grid gap-4">
          <Consequences plan={plan} environmentName={environmentName} />
          <Remark label={words.summary} hint={words.summaryHint(plan.from)} value={summary} onChange={change} />
        </div>
      )}
      {submit.error && <Refusals error={submit.error} />}
    </Dialog>
  );
};
