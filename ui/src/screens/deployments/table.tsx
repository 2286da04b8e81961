import { Link } from '@tanstack/react-router';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { useNames } from '../../api/names.ts';
import { markOf } from '../../api/states.ts';
import { deploymentsWords } from '../../copy/deployments.ts';
import { copy } from '../../copy.ts';
import { Ago, Lasted } from '../../kit/ago.tsx';
import { cx } from '../../kit/cx.ts';
import { Reason } from '../../kit/reason.tsx';
import { StateMark, Tag, Version } from '../../kit/state-mark.tsx';

const words = deploymentsWords;
const edge = 'border-b border-line px-3 first:pl-4 last:pr-4';

/** What a column takes, and from which width of the page on it is there; the service gets what is left. */
const columns: readonly { name: string; look: string }[] = [
  { name: words.state, look: 'w-46' },
  { name: words.service, look: '' },
  { name: words.version, look: 'w-24' },
  { name: words.environment, look: 'w-28' },
  { name: words.recipe, look: 'w-28 max-2xl:hidden' },
  { name: words.by, look: 'w-40 max-xl:hidden' },
  { name: words.started, look: 'w-24' },
  { name: words.duration, look: 'w-20 text-right' },
];

/** What it was for, and why it failed. */
const About = ({ deployment }: { deployment: Deployment }) => (
  <>
    <span className="block truncate text-xs text-ink-3">{deployment.changeSummary}</span>
    <Reason of={deployment} />
  </>
);

const ServiceName = ({ deployment }: { deployment: Deployment }) => (
  <span className="flex flex-wrap items-center gap-x-2">
    <Link
      to="/deployments/$id"
      params={{ id: deployment.id }}
      data-row
      className="font-medium after:absolute after:inset-0"
    >
      {deployment.service}
    </Link>
    {deployment.deploymentKind === 'ROLLBACK' && <Tag tone="warn">{copy.deployments.rollback}</Tag>}
  </span>
);

const Row = ({ deployment }: { deployment: Deployment }) => {
  const names = useNames();
  const cell = cx(edge, 'h-10 py-2 align-top');
  return (
    <tr className="relative hover:bg-sunken">
      <td className={cell}>
        <StateMark mark={markOf(deployment)} />
      </td>
      <th scope="row" className={cx(cell, 'text-left font-normal')}>
        <ServiceName deployment={deployment} />
        <About deployment={deployment} />
      </th>
      <td className={cell}>
        <Version of={deployment.version} />
      </td>
      <td className={cell}>{names.environment(deployment.environment)}</td>
      <td className={cx(cell, 'text-ink-2 max-2xl:hidden')}>{names.recipe(deployment.recipeId)}</td>
      <td className={cx(cell, 'truncate text-ink-2 max-xl:hidden')}>
        {deployment.createdBy.email ?? deployment.createdBy.id}
      </td>
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
    <table className="w-full table-fixed border-separate border-spacing-0 text-sm [&_tr:last-child>*]:border-b-0">
      <thead>
        <tr className="text-left text-xs text-ink-3">
          {columns.map(({ name, look }) => (
            <th key={name} scope="col" className={cx(edge, 'border-b! py-2.5 font-medium', look)}>
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

/** The same where there is no room for columns. */
export const DeploymentList = ({ deployments }: { deployments: readonly Deployment[] }) => {
  const names = useNames();
  return (
    <ul className="overflow-hidden rounded-lg border border-line bg-surface">
      {deployments.map((deployment) => (
        <li key={deployment.id} className="relative grid gap-1 border-b border-line px-4 py-3 text-sm last:border-b-0">
          <div className="flex flex-wrap items-start justify-between gap-x-3">
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
          <div className="min-w-0">
            <About deployment={deployment} />
          </div>
        </li>
      ))}
    </ul>
  );
};
