import { Link } from '@tanstack/react-router';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { useNames } from '../../api/names.ts';
import { markOf } from '../../api/states.ts';
import { deploymentsWords } from '../../copy/deployments.ts';
import { copy } from '../../copy.ts';
import { Ago, Lasted } from '../../kit/ago.tsx';
import { cx } from '../../kit/cx.ts';
import { StateMark, Tag, Version } from '../../kit/state-mark.tsx';

const words = deploymentsWords;
const edge = 'border-b border-line px-3 first:pl-4 last:pr-4';

const columns: readonly { name: string; wide?: boolean; end?: boolean }[] = [
  { name: words.state },
  { name: words.service },
  { name: words.version },
  { name: words.environment },
  { name: words.recipe, wide: true },
  { name: words.by, wide: true },
  { name: words.started },
  { name: words.duration, end: true },
];

const ServiceName = ({ deployment }: { deployment: Deployment }) => (
  <span className="flex flex-wrap items-center gap-x-2">
    <Link to="/deployments/$id" params={{ id: deployment.id }} className="font-medium after:absolute after:inset-0">
      {deployment.service}
    </Link>
    {deployment.deploymentKind === 'ROLLBACK' && <Tag tone="warn">{copy.deployments.rollback}</Tag>}
  </span>
);

const Row = ({ deployment }: { deployment: Deployment }) => {
  const names = useNames();
  const cell = cx(edge, 'h-10 py-1');
  const wide = cx(cell, 'text-ink-2 max-xl:hidden');
  return (
    <tr className="relative hover:bg-sunken">
      <td className={cell}>
        <StateMark mark={markOf(deployment)} />
      </td>
      <th scope="row" className={cx(cell, 'text-left font-normal')}>
        <ServiceName deployment={deployment} />
      </th>
      <td className={cell}>
        <Version of={deployment.version} />
      </td>
      <td className={cell}>{names.environment(deployment.environment)}</td>
      <td className={wide}>{names.recipe(deployment.recipeId)}</td>
      <td className={cx(wide, 'wrap-anywhere')}>{deployment.createdBy.email ?? deployment.createdBy.id}</td>
      <td className={cx(cell, 'text-ink-2')}>
        <Ago at={deployment.createdAt} className="relative z-1" />
      </td>
      <td className={cx(cell, 'text-right text-ink-2')}>
        <Lasted from={deployment.createdAt} to={deployment.finishedAt} />
      </td>
    </tr>
  );
};

/** One deployment a row; the whole row leads to it. */
export const DeploymentTable = ({ deployments }: { deployments: readonly Deployment[] }) => (
  <div className="overflow-hidden rounded-lg border border-line bg-surface">
    <table className="w-full border-separate border-spacing-0 text-sm [&_tr:last-child>*]:border-b-0">
      <thead>
        <tr className="text-left text-xs text-ink-3">
          {columns.map(({ name, wide, end }) => (
            <th
              key={name}
              scope="col"
              className={cx(edge, 'border-b! py-2.5 font-medium', wide && 'max-xl:hidden', end && 'text-right')}
            >
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {deployments.map((deployment) => (
          <Row key={deployment.id} deployment={deployment} />
        ))}
      </tbody>
    </table>
  </div>
);

/** The same for phones: two lines a deployment. */
export const DeploymentList = ({ deployments }: { deployments: readonly Deployment[] }) => {
  const names = useNames();
  return (
    <ul className="overflow-hidden rounded-lg border border-line bg-surface">
      {deployments.map((deployment) => (
        <li key={deployment.id} className="relative grid gap-1 border-b border-line px-4 py-3 text-sm last:border-b-0">
          <div className="flex items-start justify-between gap-3">
            <ServiceName deployment={deployment} />
            <StateMark mark={markOf(deployment)} />
          </div>
          <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-xs text-ink-2">
            <span>
              <Version of={deployment.version} className="text-xs" /> {copy.service.to}{' '}
              {names.environment(deployment.environment)}
            </span>
            <Ago at={deployment.createdAt} className="relative z-1" />
          </div>
        </li>
      ))}
    </ul>
  );
};
