import { Link } from '@tanstack/react-router';
import type { Holder } from '../../../lib/contract/admission.ts';
import type { Refusal } from '../../../lib/contract/problem.ts';
import { refusalWords as words } from '../copy/refusal.ts';
import { copy } from '../copy.ts';
import { Ago } from './ago.tsx';
import { absolute, soon } from './time.ts';

const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' && value !== null && 'deploymentId' in value && 'service' in value && 'version' in value;

/** The deployments that stand in the way, as the facts name them. */
export const holdersIn = (facts: Readonly<Record<string, unknown>>): Holder[] =>
  Array.isArray(facts.holders) ? facts.holders.filter(isHolder) : [];

/** A quota that is used up, in figures. */
const usedIn = ({ code, facts: { used, limit } }: Refusal): string | undefined =>
  code === 'QUOTA_EXCEEDED' && typeof used === 'number' && typeof limit === 'number'
    ? words.used(used, limit)
    : undefined;

const HolderLine = ({ holder }: { holder: Holder }) => (
  <p>
    <Link
      to="/deployments/$id"
      params={{ id: holder.deploymentId }}
      className="font-medium text-accent underline underline-offset-2"
    >
      {words.watch(holder.service, holder.version)}
    </Link>
    {holder.since && (
      <>
        , {words.startedAt} <Ago at={holder.since} />
      </>
    )}
  </p>
);

/** What to do about a refusal, what stands in the way, and from when it would pass, in the reader's own time. */
export const RefusalDetail = ({ refusal }: { refusal: Refusal }) => {
  const { hint, allowedFrom, facts } = refusal;
  const holders = holdersIn(facts);
  const used = usedIn(refusal);
  return (
    <div className="mt-1 grid gap-1 text-xs text-ink-2">
      {used && <p className="tnum">{used}</p>}
      {hint && holders.length === 0 && <p className="wrap-anywhere">{hint}</p>}
      {allowedFrom && (
        <p>
          {copy.deploy.allowedFrom}{' '}
          <time dateTime={allowedFrom} data-tip={absolute(allowedFrom)} className="tnum font-medium">
            {soon(allowedFrom)}
          </time>
          , <Ago at={allowedFrom} ahead />.
        </p>
      )}
      {holders.map((holder) => (
        <HolderLine key={holder.deploymentId} holder={holder} />
      ))}
    </div>
  );
};
