import { Link } from '@tanstack/react-router';
import { useMe } from '../../api/me.ts';
import { copy } from '../../copy.ts';
import { cx } from '../../kit/cx.ts';
import { Cell } from './cell.tsx';
import { aheadOf, type Row, type Section } from './matrix.ts';

type MatrixProps = {
  sections: readonly Section[];
  order: readonly string[];
  nameOf: (environment: string) => string;
  /** Environments that are closed for everybody. */
  closed: ReadonlySet<string>;
};

const ServiceLink = ({ name }: { name: string }) => (
  <Link to="/services/$name" params={{ name }} data-row className="font-medium hover:underline">
    {name}
  </Link>
);

type At = { section: Section; row: Row; environment: string; mayOpen: boolean };

const isAvailable = ({ section: { group }, environment }: At, closed: ReadonlySet<string>): boolean =>
  !closed.has(environment) &&
  (!group || group.environments.some(({ name, enabled }) => name === environment && enabled));

const cellOf = (at: At, { order, nameOf, closed }: MatrixProps) => (
  <Cell
    place={at.row.places.get(at.environment)}
    ahead={aheadOf(at.row, at.environment, order)}
    available={isAvailable(at, closed)}
    mayOpen={at.mayOpen}
    nameOf={nameOf}
  />
);

/** Services by environments, for pages with room. */
export const Matrix = (props: MatrixProps) => {
  const { seesDeploymentsOf } = useMe();
  const { sections, order, nameOf } = props;
  const edge = 'border-b border-line px-4';
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full table-fixed border-separate border-spacing-0 text-sm [&_tbody:last-child_tr:last-child>*]:border-b-0">
        <thead>
          <tr className="text-left text-xs text-ink-3">
            {[copy.services.column, ...order.map(nameOf)].map((head) => (
              <th key={head} scope="col" className={cx(edge, 'py-2.5 font-medium')}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {sections.map((section) => (
          <tbody key={section.id}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={order.length + 1}
                className={cx(edge, 'bg-sunken py-1.5 text-left text-xs font-medium text-ink-2')}
              >
                {section.group?.name ?? section.id}
              </th>
            </tr>
            {section.rows.map((row) => (
              <tr key={row.service} className="hover:bg-sunken">
                <th scope="row" className={cx(edge, 'py-2.5 text-left font-medium wrap-anywhere')}>
                  <ServiceLink name={row.service} />
                </th>
                {order.map((environment) => (
                  <td key={environment} className={cx(edge, 'py-2.5')}>
                    {cellOf({ section, row, environment, mayOpen: seesDeploymentsOf(section.id) }, props)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
};

/** The same, one environment at a time, for phones. */
export const Lane = ({ environment, ...props }: MatrixProps & { environment: string }) => {
  const { seesDeploymentsOf } = useMe();
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface [&>section:last-child_li:last-child]:border-b-0">
      {props.sections.map((section) => (
        <section key={section.id} aria-label={section.group?.name ?? section.id}>
          <h2 className="border-b border-line bg-sunken px-4 py-1.5 text-xs font-medium text-ink-2">
            {section.group?.name ?? section.id}
          </h2>
          <ul>
            {section.rows.map((row) => (
              <li
                key={row.service}
                className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)] items-center gap-3 border-b border-line px-4 py-3 text-sm wrap-anywhere"
              >
                <ServiceLink name={row.service} />
                {cellOf({ section, row, environment, mayOpen: seesDeploymentsOf(section.id) }, props)}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
};
