import { useState } from 'react';
import type { TimelineEvent } from '../../../../lib/contract/timeline.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { Card } from '../../kit/card.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon, type IconName } from '../../kit/icon.tsx';
import { absolute, between, clock, duration } from '../../kit/time.ts';
import { type Milestone, milestonesOf, type Tone } from './milestones.ts';

const words = deploymentWords;
const GAP_WORTH_TELLING_MS = 1000;

const tones: Record<Tone, readonly [look: string, icon: IconName]> = {
  ok: ['bg-ok-soft text-ok', 'check'],
  bad: ['bg-bad-soft text-bad', 'cross'],
  warn: ['bg-warn-soft text-warn', 'warning'],
  live: ['bg-accent-soft text-accent', 'arc'],
  calm: ['bg-sunken text-ink-3', 'arrow'],
};

/** The recipe's steps, each with how long it took; the one under way with when it began. */
const Steps = ({ steps, until }: { steps: readonly TimelineEvent[]; until: string | undefined }) => (
  <ol className="mt-1.5 grid gap-1 rounded-md bg-sunken px-3 py-2">
    {steps.map((step, index) => {
      const end = steps[index + 1]?.at ?? until;
      return (
        <li key={step.id} className="flex justify-between gap-4 text-xs">
          <span className="wrap-anywhere">{step.summary}</span>
          <time dateTime={step.at} data-tip={absolute(step.at)} className="tnum text-ink-3">
            {end ? duration(between(step.at, end)) : clock(step.at)}
          </time>
        </li>
      );
    })}
  </ol>
);

type LineProps = { line: Milestone; before: string | undefined; after: string | undefined };

const Line = ({ line, before, after }: LineProps) => {
  const { event, steps, tone } = line;
  const [look, icon] = tones[tone];
  // Steps that are over are told as one, from where the first began.
  const told = steps.length > 1 && after !== undefined;
  const at = (told && steps[0]?.at) || event.at;
  const gap = before ? between(before, at) : 0;
  return (
    <li className="arrive relative flex gap-3.5 pb-5 last:pb-0">
      {after && <span aria-hidden="true" className="absolute top-7 bottom-1 left-[11px] w-px bg-line-2" />}
      <span className={cx('grid size-6 shrink-0 place-items-center rounded-full', look)}>
        <Icon name={icon} size={12} className={icon === 'arc' ? 'spin' : undefined} />
      </span>
      <div className="min-w-0 flex-1 pt-0.5">
        <div className="flex items-baseline justify-between gap-4">
          <span className={cx('text-sm font-medium wrap-anywhere', tone === 'bad' && 'text-bad')}>
            {told ? words.steps(steps.length) : event.summary}
          </span>
          <time dateTime={at} data-tip={absolute(at)} className="font-mono text-xs text-ink-3">
            {clock(at)}
          </time>
        </div>
        {((event.detail && !told) || gap >= GAP_WORTH_TELLING_MS) && (
          <div className="mt-0.5 flex items-start justify-between gap-4 text-sm text-ink-2">
            <div className="min-w-0 flex-1 wrap-anywhere">{!told && event.detail}</div>
            {gap >= GAP_WORTH_TELLING_MS && (
              <span className="tnum text-xs whitespace-nowrap text-ink-3">{words.later(duration(gap))}</span>
            )}
          </div>
        )}
        {steps.length > 1 && <Steps steps={steps} until={after} />}
      </div>
    </li>
  );
};

/** What happened, in order, with absolute times; new lines are said as they come. */
export const Timeline = ({ events, inFlight }: { events: readonly TimelineEvent[]; inFlight: boolean }) => {
  const [all, setAll] = useState(false);
  const lines = milestonesOf(events, all, inFlight);
  const newest = lines.at(-1);
  return (
    <Card
      title={words.timeline}
      aside={
        <span className="flex items-center gap-3 text-xs text-ink-3">
          <button type="button" onClick={() => setAll(!all)} className="min-h-6 rounded hover:text-ink hover:underline">
            {all ? words.milestones : words.everything(events.length)}
          </button>
          {words.utc}
        </span>
      }
    >
      <ol>
        {lines.map((line, index) => (
          <Line
            key={line.steps[0]?.id ?? line.event.id}
            line={line}
            before={lines[index - 1]?.event.at}
            after={lines[index + 1]?.event.at}
          />
        ))}
      </ol>
      <p role="status" className="sr-only">
        {inFlight ? newest?.event.summary : ''}
      </p>
    </Card>
  );
};
