import { useMutation, useQuery } from '@tanstack/react-query';
import type { CheckedConnection } from '../../../../lib/contract/engine-check.ts';
import * as stored from '../../api/administration.ts';
import { api } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { Ago } from '../../kit/ago.tsx';
import { Button } from '../../kit/button.tsx';
import { Card, type Fact, Facts } from '../../kit/card.tsx';
import { Icon } from '../../kit/icon.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Refusals } from '../../kit/refusals.tsx';

type Step = {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
};

const Steps = ({ steps }: { steps: readonly Step[] }) => (
  <ul className="grid gap-2.5 text-sm">
    {steps.map(({ name, ok, detail, hint }) => (
      <li key={name} className="flex gap-2.5">
        <Icon name={ok ? 'check' : 'cross'} size={14} className={`mt-[3px] ${ok ? 'text-ok' : 'text-bad'}`} />
        <div className="min-w-0 wrap-anywhere">
          <span className="sr-only">{ok ? words.sanityOk : words.sanityNotOk}: </span>
          <span className="font-medium">{name}</span>
          {detail && <span className="block text-xs text-ink-2">{detail}</span>}
          {!ok && hint && <span className="block text-xs text-ink-2">{hint}</span>}
        </div>
      </li>
    ))}
  </ul>
);

const Checked = ({ result: { ok, steps, latencyMs, applications } }: { result: CheckedConnection }) => {
  const figures = [
    ...(latencyMs === undefined ? [] : [words.latency(latencyMs)]),
    ...(applications === undefined ? [] : [words.applications(applications)]),
  ];
  return (
    <div role="status" className="grid gap-3">
      <p className="text-sm font-medium">{ok ? words.checkOk : words.checkFailed}</p>
      <Steps steps={steps} />
      {figures.length > 0 && <p className="text-xs text-ink-3">{figures.join(', ')}</p>}
    </div>
  );
};

const Check = () => {
  const check = useMutation({ mutationFn: () => api().engine.check({}) });
  return (
    <Card title={words.engineCheck}>
      <div className="grid gap-4">
        <p className="text-sm text-ink-2">{words.checkText}</p>
        <div>
          <Button look="primary" reason={check.isPending ? words.checking : undefined} onClick={() => check.mutate()}>
            {words.checkNow}
          </Button>
        </div>
        {check.data && <Checked result={check.data} />}
        {check.error && <Refusals error={check.error} />}
      </div>
    </Card>
  );
};

const State = () => {
  const { data } = useQuery(queries.publicSettings);
  if (!data) return null;
  const { available, unavailableSince, abilities } = data.engine;
  const facts: Fact[] = [
    [words.engineState, available ? words.reachable : words.unreachable],
    ...(unavailableSince ? ([[words.since, <Ago key="s" at={unavailableSince} />]] satisfies Fact[]) : []),
  ];
  const able = (['search', 'cancel', 'observation', 'events'] as const).map(
    (name): Fact => [words.abilityNames[name], abilities[name] ? words.can : words.cannot],
  );
  return (
    <>
      <Card title={words.engineState}>
        <Facts facts={facts} />
      </Card>
      <Card title={words.abilities}>
        <Facts facts={able} />
      </Card>
    </>
  );
};

/** How the engine stands, and whether the connection to it is as it should be. */
export const Engine = () => {
  const sanity = useQuery(stored.sanity);
  return (
    <>
      <PageHead tab={words.engine} title={words.engine} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid min-w-0 gap-5">
          <Check />
          {sanity.data && (
            <Card title={words.sanity}>
              <Steps steps={sanity.data.checks} />
            </Card>
          )}
        </div>
        <div className="grid min-w-0 gap-5">
          <State />
        </div>
      </div>
    </>
  );
};
