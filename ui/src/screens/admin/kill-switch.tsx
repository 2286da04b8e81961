import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ProblemError } from '../../../../lib/contract/client.ts';
import type { KillSwitchState } from '../../../../lib/contract/settings.ts';
import * as stored from '../../api/administration.ts';
import { api } from '../../api/client.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Button } from '../../kit/button.tsx';
import { Card, type Fact, Facts } from '../../kit/card.tsx';
import { Icon } from '../../kit/icon.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Refusals } from '../../kit/refusals.tsx';
import { Remark } from '../../kit/remark.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { toast } from '../../kit/toasts.tsx';
import { Trouble } from '../../kit/trouble.tsx';

/** Turning it for another reason is another request, with a key of its own. */
const useTurn = ({ mutationsDisabled: isOff, revision }: KillSwitchState) => {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const key = useRef(crypto.randomUUID());
  const turn = useMutation({
    mutationFn: () =>
      api().settings.setKillSwitch(
        // Only the stop that is shown is lifted.
        { body: { mutationsDisabled: !isOff, reason: reason.trim(), ...(isOff && { revision }) } },
        { idempotencyKey: key.current },
      ),
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 409) {
        void client.invalidateQueries({ queryKey: stored.killSwitch.queryKey });
      }
    },
    onSuccess: (state) => {
      client.setQueryData(stored.killSwitch.queryKey, state);
      toast(state.mutationsDisabled ? words.switchedOff : words.switchedOn);
      key.current = crypto.randomUUID();
      setReason('');
      void client.invalidateQueries({ queryKey: ['settings'] });
      void client.invalidateQueries({ queryKey: ['validation'] });
    },
  });
  const explain = (next: string) => {
    key.current = crypto.randomUUID();
    setReason(next);
  };
  return { turn, reason, explain };
};

const List = ({ title, lines }: { title: string; lines: readonly string[] }) => (
  <section className="text-sm">
    <h3 className="mb-1.5 font-medium">{title}</h3>
    <ul className="grid list-disc gap-1 pl-4 text-ink-2 marker:text-ink-3">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </section>
);

const factsOf = ({ since, updatedBy, reason }: KillSwitchState): Fact[] => [
  ...(since ? ([[words.since, <Ago key="s" at={since} />]] satisfies Fact[]) : []),
  ...(updatedBy ? ([[words.actor, updatedBy]] satisfies Fact[]) : []),
  ...(reason ? ([[words.why, reason]] satisfies Fact[]) : []),
];

const Switch = ({ state }: { state: KillSwitchState }) => {
  const isOff = state.mutationsDisabled;
  const { turn, reason, explain } = useTurn(state);
  const barred = turn.isPending ? copy.reasons.submitting : reason.trim() ? undefined : words.reasonMissing;
  const facts = factsOf(state);
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
      <Card title={isOff ? words.switchOn : words.switchOff}>
        <div className="grid gap-5">
          <List title={isOff ? words.whatIsStopped : words.whatStops} lines={words.stops} />
          <List title={words.whatWorks} lines={words.works} />
          <Remark
            label={words.switchReason}
            hint={isOff ? words.recordReads : words.everybodyReads}
            value={reason}
            onChange={explain}
          />
          <div>
            <Button look={isOff ? 'primary' : 'danger'} reason={barred} onClick={() => turn.mutate()}>
              {isOff ? words.switchOn : words.switchOff}
            </Button>
          </div>
          {turn.error && <Refusals error={turn.error} />}
        </div>
      </Card>
      <Card title={words.engineState}>
        <div className="grid gap-4">
          <p role="status" className="flex items-center gap-2 text-sm font-medium">
            <Icon name={isOff ? 'pause' : 'check'} className={isOff ? 'text-warn' : 'text-ok'} />
            {isOff ? words.isOff : words.isOn}
          </p>
          {!isOff && <p className="text-sm text-ink-2">{words.isOnText}</p>}
          {facts.length > 0 && <Facts facts={facts} />}
        </div>
      </Card>
    </div>
  );
};

/** One switch for all changes, for when something goes wrong. */
export const KillSwitch = () => {
  const { data, error, refetch } = useQuery(stored.killSwitch);
  return (
    <>
      <PageHead tab={words.killSwitch} title={words.killSwitch} sub={words.killSwitchSub} />
      {data && <Switch state={data} />}
      {!data && (error ? <Trouble error={error} onRetry={() => void refetch()} /> : <Skeleton className="h-48" />)}
    </>
  );
};
