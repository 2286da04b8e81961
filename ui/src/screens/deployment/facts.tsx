import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CurrentRunning, Deployment } from '../../../../lib/contract/deployment.ts';
import { useShownLinks } from '../../api/links.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { copy } from '../../copy.ts';
import { Card, type Fact, Facts } from '../../kit/card.tsx';
import { CopyId } from '../../kit/copy-id.tsx';
import { Tag, Version } from '../../kit/state-mark.tsx';
import { AreaLink } from '../../objects/area-link.tsx';

const words = deploymentWords;
const short = (id: string) => `${id.slice(0, 6)}…${id.slice(-4)}`;

const To = ({ id }: { id: string }) => (
  <Link to="/deployments/$id" params={{ id }} className="font-mono text-xs text-accent underline underline-offset-2">
    {short(id)}
  </Link>
);

const lineage = (deployment: Deployment): Fact[] => {
  const links: [string, string | undefined][] = [
    [words.rollbackOf, deployment.rollbackOf],
    [words.waitsFor, deployment.waitsFor],
    [words.rolledBackBy, deployment.rolledBackBy],
    [words.supersededBy, deployment.supersededBy],
  ];
  return links.flatMap(([name, id]): Fact[] => (id ? [[name, <To key={name} id={id} />]] : []));
};

const Running = ({ running }: { running: CurrentRunning | null }) => (
  <span className="inline-flex flex-wrap items-baseline justify-end gap-2">
    {running ? <Version of={running.version} className="text-[13px] font-medium" /> : copy.none}
    {running?.uncertain && (
      <Tag tone="warn" tip={copy.services.uncertainTip}>
        {copy.services.uncertain}
      </Tag>
    )}
  </span>
);

const Commit = ({ sha, url }: { sha: string; url: string | undefined }) =>
  url ? (
    <a
      href={url}
      rel="noreferrer"
      target="_blank"
      className="font-mono text-xs text-accent underline underline-offset-2"
    >
      {sha.slice(0, 10)}
    </a>
  ) : (
    <CopyId id={sha} shown={sha.slice(0, 10)} label={words.commit} />
  );

const Run = ({ url }: { url: string }) => (
  <a href={url} rel="noreferrer" target="_blank" className="text-accent underline underline-offset-2">
    {words.runOpen}
  </a>
);

/** For admins: where the work is done. */
const EngineDetail = ({ engine }: { engine: NonNullable<Deployment['engine']> }) => (
  <details className="mt-4 border-t border-line pt-3 text-sm">
    <summary className="rounded text-ink-2 hover:text-ink">{words.engine}</summary>
    <div className="mt-3">
      <Facts
        facts={[
          [
            words.engineExecution,
            engine.executionId ? (
              <CopyId key="e" id={engine.executionId} label={words.engineExecution} />
            ) : (
              words.engineNone
            ),
          ],
        ]}
      />
      {engine.executionUrl && (
        <a
          href={engine.executionUrl}
          target="_blank"
          rel="noreferrer"
          className="mt-2 block text-right text-accent underline"
        >
          {words.engineOpen}
        </a>
      )}
    </div>
  </details>
);

type DeploymentFactsProps = { deployment: Deployment; running: CurrentRunning | null | undefined };

export const DeploymentFacts = ({ deployment, running }: DeploymentFactsProps) => {
  const names = useNames();
  const links = useShownLinks();
  const { data: build } = useQuery(queries.build(deployment.service, deployment.version));
  const facts: Fact[] = [
    [words.runningNow, running === undefined ? '…' : <Running key="r" running={running} />],
    [
      words.recipe,
      <span key="r" data-tip={deployment.behaviorSummary}>
        <AreaLink area="policy" section="recipes" id={deployment.recipeId} className="hover:underline">
          {names.recipe(deployment.recipeId)}
        </AreaLink>{' '}
        <span className="text-ink-3">{words.revision(deployment.recipeRevision)}</span>
      </span>,
    ],
    [
      words.group,
      <AreaLink key="g" area="policy" section="groups" id={deployment.deliveryGroupId} className="hover:underline">
        {names.group(deployment.deliveryGroupId)}
      </AreaLink>,
    ],
    [words.change, deployment.changeSummary],
    ...(build
      ? ([
          [
            words.artifact,
            <CopyId
              key="a"
              id={`sha256:${build.sha256}`}
              shown={`sha256:${build.sha256.slice(0, 10)}`}
              label={words.artifact}
            />,
          ],
          [words.commit, <Commit key="c" sha={build.gitSha} url={links.repository ? build.commitUrl : undefined} />],
          ...(links.runUrl && build.runUrl ? [[words.run, <Run key="run" url={build.runUrl} />] satisfies Fact] : []),
        ] satisfies Fact[])
      : []),
    ...lineage(deployment),
    [words.id, <CopyId key="i" id={deployment.id} shown={short(deployment.id)} label={words.id} />],
  ];
  return (
    <Card title={words.facts}>
      <Facts facts={facts} />
      {deployment.engine && <EngineDetail engine={deployment.engine} />}
    </Card>
  );
};
