import { Link } from '@tanstack/react-router';
import type { AuditEvent } from '../../../../lib/contract/audit.ts';
import { isDeploymentId } from '../../api/ids.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { type Fact, Facts } from '../../kit/card.tsx';
import { CopyId } from '../../kit/copy-id.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { Tag } from '../../kit/state-mark.tsx';

const said = (value: unknown): string => {
  if (value === undefined) return words.absent;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
};

/** Field by field, as it was and as it is. */
const BeforeAfter = ({ event: { before, after } }: { event: AuditEvent }) => {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (fields.length === 0) return null;
  const cell = 'border-t border-line py-2 pr-4 align-top';
  return (
    <div className="overflow-x-auto" tabIndex={-1}>
      <table className="w-full text-left text-xs">
        <thead className="text-ink-3">
          <tr>
            {[words.field, words.before, words.after].map((name) => (
              <th key={name} scope="col" className="py-1.5 pr-4 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row" className={cx(cell, 'font-medium')}>
                {field}
              </th>
              <td className={cx(cell, 'font-mono whitespace-pre-wrap wrap-anywhere text-ink-2')}>
                {said(before?.[field])}
              </td>
              <td className={cx(cell, 'font-mono whitespace-pre-wrap wrap-anywhere')}>{said(after?.[field])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const roleOf = ({ actorRole }: AuditEvent): string =>
  actorRole === 'SYSTEM' || actorRole === 'NONE' ? actorRole.toLowerCase() : copy.roles[actorRole];

const Target = ({ event: { targetType, targetId } }: { event: AuditEvent }) =>
  isDeploymentId(targetId) ? (
    <Link to="/deployments/$id" params={{ id: targetId }} className="font-mono text-xs text-accent hover:underline">
      {targetId}
    </Link>
  ) : (
    <>
      {targetType} {targetId}
    </>
  );

const factsOf = (event: AuditEvent): Fact[] => [
  [words.actor, event.actorId],
  [words.role, roleOf(event)],
  [words.target, <Target key="t" event={event} />],
  ...(event.reason ? ([[words.reason, event.reason]] satisfies Fact[]) : []),
  ...(event.code ? ([[words.code, event.code]] satisfies Fact[]) : []),
  [words.request, <CopyId key="r" id={event.requestId} label={words.request} />],
  [words.event, <CopyId key="e" id={event.eventId} label={words.event} />],
];

const Event = ({ event }: { event: AuditEvent }) => (
  <li className="border-b border-line last:border-b-0">
    <details className="group">
      <summary
        data-row
        className="grid list-none items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 text-sm hover:bg-sunken sm:grid-cols-[1rem_6rem_minmax(0,1fr)_minmax(0,14rem)] [&::-webkit-details-marker]:hidden"
      >
        <Icon
          name="down"
          size={12}
          className="text-ink-3 transition-transform group-not-open:-rotate-90 max-sm:hidden"
        />
        <Ago at={event.timestamp} className="text-xs text-ink-3" />
        <span className="min-w-0">
          <span className="font-medium wrap-anywhere">{event.summary}</span>
          <span className="ml-2 text-xs text-ink-3">{words.types[event.eventType]}</span>
          {event.outcome !== 'SUCCESS' && (
            <span className="ml-2">
              <Tag tone="warn">{words.outcomes[event.outcome]}</Tag>
            </span>
          )}
          {event.reason && <span className="block text-xs text-ink-2 wrap-anywhere">{event.reason}</span>}
        </span>
        <span className="truncate text-ink-2 sm:text-right">{event.actorId}</span>
      </summary>
      <div className="grid items-start gap-x-8 gap-y-4 bg-sunken px-4 py-4 sm:pl-11 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <BeforeAfter event={event} />
        <Facts facts={factsOf(event)} />
      </div>
    </details>
  </li>
);

/** One event a row; open, it tells what was before and after. */
export const AuditEvents = ({ events }: { events: readonly AuditEvent[] }) => (
  <ul className="overflow-hidden rounded-lg border border-line bg-surface">
    {events.map((event) => (
      <Event key={event.eventId} event={event} />
    ))}
  </ul>
);
