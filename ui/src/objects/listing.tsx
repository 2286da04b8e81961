import type { ReactNode } from 'react';
import { policyWords as words } from '../copy/policy.ts';
import { Ago } from '../kit/ago.tsx';
import { cx } from '../kit/cx.ts';
import { Empty } from '../kit/notice.tsx';
import { type Area, AreaLink } from './area-link.tsx';

export type Line = {
  readonly id: string;
  readonly name: ReactNode;
  readonly under?: string | undefined;
  readonly cells: readonly ReactNode[];
  readonly updatedAt: string;
};
type ListingProps = { area: Area; section: string; what: string; columns: readonly string[]; lines: readonly Line[] };

const edge = 'border-b border-line px-3 py-2 first:pl-4 last:pr-4';

/** Things that are configured, one a line; the whole line leads to it. */
export const Listing = ({ area, section, what, columns, lines }: ListingProps) => {
  if (lines.length === 0) return <Empty title={words.empty(what)} />;
  const look = (index: number) => (index === 0 ? '' : 'max-md:hidden');
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <table className="w-full border-separate border-spacing-0 text-sm [&_tr:last-child>*]:border-b-0">
        <thead>
          <tr className="text-left text-xs text-ink-3">
            {[...columns, words.changedColumn].map((name, index) => (
              <th key={name} scope="col" className={cx(edge, 'border-b! font-medium', look(index))}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, name, under, cells, updatedAt }) => (
            <tr key={id} className="relative hover:bg-sunken">
              <th scope="row" className={cx(edge, 'h-11 text-left font-normal')}>
                <AreaLink
                  area={area}
                  section={section}
                  id={id}
                  row
                  className="font-medium after:absolute after:inset-0"
                >
                  {name}
                </AreaLink>
                {under && <span className="block text-xs text-ink-3 wrap-anywhere">{under}</span>}
                <span className="mt-0.5 block text-xs text-ink-2 md:hidden">{cells[0]}</span>
              </th>
              {cells.map((cell, index) => (
                <td key={columns[index + 1]} className={cx(edge, 'text-ink-2 max-md:hidden')}>
                  {cell}
                </td>
              ))}
              <td className={cx(edge, 'text-ink-2 max-md:hidden')}>
                <Ago at={updatedAt} className="relative z-1" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
