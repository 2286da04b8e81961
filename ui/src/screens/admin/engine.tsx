import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CheckedConnection } from '../../../../lib/contract/engine-check.ts';
import type { EngineStatus } from '../../../../lib/contract/engine-status.ts';
import { engineWordsOf } from '../../../../lib/contract/engines.ts';
import * as stored from '../../api/administration.ts';
import { api } from '../../api/client.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { enginePageWords as engineWords } from '../../copy/engine.ts';
import { Ago } from '../../kit/ago.tsx';
import { Button } from '../../kit/button.tsx';
import { Card, type Fact, Facts } from '../../kit/card.tsx';
import { Field, Select } from '../../kit/field.tsx';
import { Icon } from '../../kit/icon.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Refusals } from '../../kit/refusals.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Tag } from '../../kit/state-mark.tsx';
import { Trouble } from '../../kit/trouble.tsx';

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
          <span className="sr-only">{ok ? engineWords.sanityOk : engineWords.sanityNotOk}: </span>
          <span className="font-medium first-letter:uppercase">{engineWords.sanityNames[name] ?? name}</span>
          {detail && <span className="block text-xs text-ink-2">{detail}</span>}
          {!ok && hint && <span className="block text-xs text-ink-2">{hint}</span>}
        </div>
      </li>
    ))}
  </ul>
);

const Checked = ({ result: { ok, steps, latencyMs, applications } }: { result: CheckedConnection }) => {
  const figures = [
    ...(latencyMs === undefined ? [] : [engineWords.latency(latencyMs)]),
    ...(applications === undefined ? [] : [engineWords.applications(applications)]),
  ];
  return (
    <div role="status" className="grid gap-3">
      <p className="text-sm font-medium">{ok ? engineWords.checkOk : engineWords.checkFailed}</p>
      <Steps steps={steps} />
      {figures.length > 0 && <p className="text-xs text-ink-3">{figures.join(', ')}</p>}
    </div>
  );
};

const Check = () => {
  const check = useMutation({ mutationFn: () => api().engine.check({}) });
  return (
    <Card title={engineWords.engineCheck}>
      <div className="grid gap-4">
        <p className="text-sm text-ink-2">{engineWords.checkText}</p>
        <div>
          <Button
            look="primary"
            reason={check.isPending ? engineWords.checking : undefined}
            onClick={() => check.mutate()}
          >
            {engineWords.checkNow}
          </Button>
        </div>
        {check.data && <Checked result={check.data} />}
        {check.error && <Refusals error={check.error} />}
      </div>
    </Card>
  );
};

const stateFacts = ({ type, breaker, pulse, health }: EngineStatus): Fact[] => [
  [engineWords.engineName, engineWordsOf(type).name],
  [engineWords.engineNow, health.ok ? engineWords.latency(health.latencyMs) : (health.detail ?? words.unreachable)],
  [engineWords.calls, breaker.state === 'open' ? engineWords.callsFail : engineWords.callsWork],
  ...(breaker.since ? ([[words.since, <Ago key="s" at={breaker.since} />]] satisfies Fact[]) : []),
  ...(breaker.failures > 0 ? ([[engineWords.failuresInRow, String(breaker.failures)]] satisfies Fact[]) : []),
  ...(breaker.lastFault ? ([[engineWords.lastFault, breaker.lastFault]] satisfies Fact[]) : []),
  ...(pulse
    ? ([
        [engineWords.reconciled, <Ago key="r" at={pulse.reconciledAt} />],
        [engineWords.followed, String(pulse.inFlight)],
      ] satisfies Fact[])
    : []),
];

const State = () => {
  const { data, error, refetch } = useQuery(stored.engineStatus);
  if (!data) return error ? <Trouble error={error} onRetry={() => void refetch()} /> : <Skeleton className="h-40" />;
  const able = (['search', 'cancel', 'observation', 'events'] as const).map(
    (name): Fact => [engineWords.abilityNames[name], data.abilities[name] ? engineWords.can : engineWords.cannot],
  );
  return (
    <>
      <Card title={words.engineState}>
        <Facts facts={stateFacts(data)} />
      </Card>
      <Card title={engineWords.abilities}>
        <Facts facts={able} />
      </Card>
    </>
  );
};

const Definitions = ({ type, application }: { type: string; application: string }) => {
  const { data, error } = useQuery(stored.engineDefinitions(application));
  if (error) return <Refusals error={error} />;
  if (!data) return <Skeleton className="h-16" />;
  if (data.items.length === 0) return <p className="text-sm text-ink-2">{engineWords.noDefinitions(type)}</p>;
  return (
    <ul className="grid gap-1.5 text-sm">
      {data.items.map(({ name, enabled }) => (
        <li key={name} className="flex flex-wrap items-center gap-2 wrap-anywhere">
          {name}
          {!enabled && <Tag tone="warn">{engineWords.disabledDefinition}</Tag>}
        </li>
      ))}
    </ul>
  );
};

/** What recipes may name: the applications in sight, and what the engine has for one. */
const Catalog = ({ type }: { type: string }) => {
  const { data, error } = useQuery(stored.engineApplications);
  const [chosen, choose] = useState('');
  if (error) return <Refusals error={error} />;
  const names = data?.items.map(({ name }) => name) ?? [];
  const application = names.includes(chosen) ? chosen : (names[0] ?? '');
  return (
    <Card title={engineWords.catalog}>
      <div className="grid gap-4">
        {!data && <Skeleton className="h-16" />}
        {data && names.length === 0 && <p className="text-sm text-ink-2">{engineWords.noApplications}</p>}
        {application && (
          <>
            <Field label={engineWords.applicationLabel} hint={data && engineWords.applications(data.total)}>
              {(ids) => (
                <Select
                  {...ids}
                  value={application}
                  options={names.map((name) => ({ value: name, label: name }))}
                  onChange={choose}
                />
              )}
            </Field>
            <section>
              <h3 className="mb-2 text-sm font-medium first-letter:uppercase">{engineWords.definitions(type)}</h3>
              <Definitions type={type} application={application} />
            </section>
          </>
        )}
      </div>
    </Card>
  );
};

/** How the engine stands, and whether the connection to it is as it should be. */
export const Engine = () => {
  const sanity = useQuery(stored.sanity);
  const status = useQuery(stored.engineStatus);
  return (
    <>
      <PageHead tab={words.engine} title={words.engine} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid min-w-0 gap-5">
          <Check />
          {status.data && <Catalog type={status.data.type} />}
          {sanity.data && (
            <Card title={engineWords.sanity}>
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
