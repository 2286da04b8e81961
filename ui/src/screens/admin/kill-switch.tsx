import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ProblemError } from '../../../../lib/contract/client.ts';
import type { KillSwitchState } from '../../../../lib/contract/settings.ts';
import * as stored from '../../api/administration.ts';
import { api, wasReplayed } from '../../api/client.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Button } from '../../kit/button.tsx';
import { Card, type Fact, Facts } from '../../kit/card.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Notice } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Refusals } from '../../kit/refusals.tsx';
import { Remark } from '../../kit/remark.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { toast } from '../../kit/toasts.tsx';
import { Trouble } from '../../kit/trouble.tsx';

type Turn = {
  readonly body: { readonly mutationsDisabled: boolean; readonly reason: string; readonly revision?: number };
  readonly key: string;
};

/** It is turned, and some delivery groups have yet to follow. */
const isPartly = (error: Error | null): error is ProblemError =>
  error instanceof ProblemError && error.problem?.code === 'NOT_YET_EVERYWHERE';

/** Turning it for another reason is another request, with a key of its own. */
const useTurn = ({ mutationsDisabled: isOff, revision }: KillSwitchState) => {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const key = useRef(crypto.randomUUID());
  const explain = (next: string) => {
    key.current = crypto.randomUUID();
    setReason(next);
  };
  const turned = ({ body: sent }: Turn) => {
    key.current = crypto.randomUUID();
    // What was typed since is for the next turn.
    setReason((typed) => (typed.trim() === sent.reason ? '' : typed));
    void client.invalidateQueries({ queryKey: ['settings'] });
    void client.invalidateQueries({ queryKey: ['validation'] });
  };
  const turn = useMutation({
    mutationFn: ({ body, key: idempotencyKey }: Turn) => api().settings.setKillSwitch({ body }, { idempotencyKey }),
    onError: (error, sent) => {
      if (isPartly(error)) turned(sent);
      else if (error instanceof ProblemError && error.status === 409) {
        void client.invalidateQueries({ queryKey: stored.killSwitch.queryKey });
      }
    },
    onSuccess: (state, sent) => {
      // A repeated answer tells what was true at first; others may have turned it since.
      if (wasReplayed(sent.key)) toast(words.allFollowed);
      else {
        client.setQueryData(stored.killSwitch.queryKey, state);
        toast(state.mutationsDisabled ? words.switchedOff : words.switchedOn);
      }
      turned(sent);
    },
  });
  // Only the stop that is shown is lifted.
  const body = { mutationsDisabled: !isOff, reason: reason.trim(), ...(isOff && { revision }) };
  return { turn, reason, explain, submit: () => turn.mutate({ body, key: key.current }) };
};

type PartlyProps = { turn: ReturnType<typeof useTurn>['turn']; error: ProblemError };

/** The same request again is answered once all have followed. */
const Partly = ({ turn, error }: PartlyProps) => (
  <div role="alert" className="mb-5">
    <Notice tone="warn" title={words.partly}>
      <p className="text-sm text-ink-2">
        {error.problem?.detail}. {words.partlyText}
      </p>
      <Button
        className="mt-2"
        reason={turn.isPending ? copy.reasons.submitting : undefined}
        onClick={() => turn.variables && turn.mutate(turn.variables)}
      >
        {words.partlyAsk}
      </Button>
    </Notice>
  </div>
);

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
  const { turn, reason, explain, submit } = useTurn(state);
  const barred = turn.isPending ? copy.reasons.submitting : reason.trim() ? undefined : words.reasonMissing;
  const facts = factsOf(state);
  return (
    <>
      {isPartly(turn.error) && <Partly turn={turn} error={turn.error} />}
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
              <Button look={isOff ? 'primary' : 'danger'} reason={barred} onClick={submit}>
                {isOff ? words.switchOn : words.switchOff}
              </Button>
            </div>
            {turn.error && !isPartly(turn.error) && <Refusals error={turn.error} />}
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
    </>
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
