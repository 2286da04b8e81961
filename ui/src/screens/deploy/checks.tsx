import { useState } from 'react';
import type { Refusal } from '../../../../lib/contract/problem.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Icon } from '../../kit/icon.tsx';
import { RefusalDetail } from '../../kit/refusal-detail.tsx';
import { isMain, type Line } from './verdict.ts';

/** What the check looked at, where it says more than its summary. */
const Detail = ({ facts }: { facts: Readonly<Record<string, unknown>> }) => {
  const { builtAt, registeredBy } = facts;
  if (typeof builtAt !== 'string' || typeof registeredBy !== 'string') return null;
  return (
    <p className="text-xs text-ink-2 wrap-anywhere">
      {copy.service.built} <Ago at={builtAt} />, {words.registeredBy(registeredBy)}
    </p>
  );
};

const CheckLine = ({ line: { check, refusal } }: { line: Line }) => (
  <li className="flex gap-2.5">
    <Icon
      name={check.passed ? 'check' : 'cross'}
      size={14}
      className={`mt-[3px] ${check.passed ? 'text-ok' : 'text-warn'}`}
    />
    <div className="min-w-0">
      <p className={check.passed ? undefined : 'font-medium'}>{check.summary}</p>
      {check.passed ? <Detail facts={check.facts} /> : refusal && <RefusalDetail refusal={refusal} />}
    </div>
  </li>
);

/** Refusals that no check told: they come first, because nothing else matters while they hold. */
export const OtherRefusals = ({ refusals }: { refusals: readonly Refusal[] }) => (
  <ul className="grid gap-2.5 text-sm">
    {refusals.map((refusal) => (
      <li key={refusal.code + refusal.message} className="flex gap-2.5">
        <Icon name="cross" size={14} className="mt-[3px] text-warn" />
        <div className="min-w-0">
          <p className="font-medium">{refusal.message}</p>
          <RefusalDetail refusal={refusal} />
        </div>
      </li>
    ))}
  </ul>
);

/** The checks in rule order: the main ones and all that fail, the rest on demand. */
export const Checks = ({ lines }: { lines: readonly Line[] }) => {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.filter(isMain);
  return (
    <div className="grid gap-2.5 text-sm">
      <ul className="grid gap-2.5">
        {shown.map((line) => (
          <CheckLine key={line.check.rule} line={line} />
        ))}
      </ul>
      {(all || shown.length < lines.length) && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="ml-6 min-h-6 w-fit rounded text-xs text-ink-3 hover:text-ink hover:underline"
        >
          {all ? words.fewerChecks : words.allChecks(lines.length)}
        </button>
      )}
    </div>
  );
};
