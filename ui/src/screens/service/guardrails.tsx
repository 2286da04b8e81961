import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DeliveryGroup, Guardrails as Limits } from '../../../../lib/contract/delivery-group.ts';
import type { Place } from '../../../../lib/contract/running.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { guardrailWords } from '../../copy/guardrails.ts';
import { copy } from '../../copy.ts';
import { Card, type Fact, Facts } from '../../kit/card.tsx';
import { Meter } from '../../kit/meter.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { moment } from '../../kit/time.ts';
import { AreaLink } from '../../objects/area-link.tsx';

const words = guardrailWords;

/** The limits that bind in an environment; the environment's own win over the group's. */
const limitsIn = (group: DeliveryGroup, environment: string): Limits => {
  const own = group.environments.find(({ name }) => name === environment)?.guardrails;
  return {
    maxConcurrentDeployments: own?.maxConcurrentDeployments ?? group.guardrails.maxConcurrentDeployments,
    dailyDeployQuota: own?.dailyDeployQuota ?? group.guardrails.dailyDeployQuota,
    dailyRollbackQuota: own?.dailyRollbackQuota ?? group.guardrails.dailyRollbackQuota,
  };
};

/** Of a service without any version the use is asked with one that nobody registers. */
const NO_VERSION = '0.0.0';

/** What is used now, for those who may ask for the decision; the others see the limits alone. */
const useFigures = (service: string, environment: string, version: string | undefined, may: boolean) =>
  useQuery({
    ...queries.validation({ service, environment, version: version ?? NO_VERSION, changeSummary: words.active }),
    enabled: may,
  }).data?.policy;

const Holder = ({ place, mayOpen }: { place: Place; mayOpen: boolean }) => {
  const text = `${place.service} ${place.inFlight?.version ?? ''}`;
  return mayOpen && place.inFlight ? (
    <Link to="/deployments/$id" params={{ id: place.inFlight.id }} className="block text-accent hover:underline">
      {text}
    </Link>
  ) : (
    <span className="block">{text}</span>
  );
};

/** The names; what each does to people and traffic is told on hover, and to screen readers. */
const Recipes = ({ ids }: { ids: readonly string[] }) => {
  const known = useQuery(queries.recipes).data?.items;
  return ids.map((id) => {
    const recipe = known?.find((candidate) => candidate.id === id);
    return (
      <span key={id} data-tip={recipe?.behaviorSummary} className="block">
        <AreaLink area="policy" section="recipes" id={id} className="inline-block leading-6 hover:underline">
          {recipe?.name ?? id}
        </AreaLink>
        <span className="sr-only">. {recipe?.behaviorSummary}</span>
      </span>
    );
  });
};

type GuardrailsProps = {
  service: string;
  group: DeliveryGroup;
  environment: string;
  onEnvironment: (environment: string) => void;
  version: string | undefined;
  mayDeploy: boolean;
  mayOpen: boolean;
};

/** The guardrails of an environment as they stand now. */
export const Guardrails = (props: GuardrailsProps) => {
  const { service, group, environment, onEnvironment, version, mayDeploy, mayOpen } = props;
  const names = useNames();
  const order = [...group.environments].sort((a, b) => a.promotionOrder - b.promotionOrder);
  const figures = useFigures(service, environment, version, mayDeploy);
  const limits = figures?.limits ?? limitsIn(group, environment);
  const inGroup = useQuery(queries.inFlightOf(group.id, environment)).data ?? [];
  const facts: Fact[] = [
    ...(figures
      ? []
      : ([
          [words.deploys, words.perDay(limits.dailyDeployQuota)],
          [words.rollbacks, words.perDay(limits.dailyRollbackQuota)],
        ] satisfies Fact[])),
    [
      words.active,
      <span key="a">
        {words.activeOf(inGroup.length, limits.maxConcurrentDeployments)}
        {inGroup.map((place) => (
          <Holder key={place.service} place={place} mayOpen={mayOpen} />
        ))}
      </span>,
    ],
    [words.recipes, <Recipes key="r" ids={group.allowedRecipes} />],
    ...(figures ? ([[words.resets, moment(figures.resetsAt)]] satisfies Fact[]) : []),
  ];
  return (
    <Card title={words.title}>
      <div className="grid gap-4">
        {order.length > 1 && (
          <Segmented
            label={copy.services.environment}
            options={order.map(({ name }) => ({ value: name, label: names.environment(name) }))}
            value={environment}
            onChange={onEnvironment}
          />
        )}
        {figures && (
          <>
            <Meter label={words.deploysToday} used={figures.used.dailyDeploys} limit={limits.dailyDeployQuota} />
            <Meter label={words.rollbacksToday} used={figures.used.dailyRollbacks} limit={limits.dailyRollbackQuota} />
          </>
        )}
        <Facts facts={facts} />
      </div>
    </Card>
  );
};
