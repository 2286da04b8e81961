import { type ReactNode, useState } from 'react';
import type { State } from '../../../../lib/contract/deployment.ts';
import type { TimelineEvent } from '../../../../lib/contract/timeline.ts';
import { isInFlight } from '../../api/states.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { Card } from '../../kit/card.tsx';
import { Clock } from '../../kit/clock.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon, type IconName } from '../../kit/icon.tsx';
import { absolute, between, duration } from '../../kit/time.ts';
import { type Milestone, milestonesOf, type Tone, toneOf } from './milestones.ts';
import type { Step } from './steps.ts';

const words = deploymentWords;
const GAP_WORTH_TELLING_MS = 1000;

const looks: Record<Tone, readonly [look: string, ink: string, icon: IconName]> = {
  ok: ['bg-ok-soft text-ok', 'text-ok', 'check'],
  bad: ['bg-bad-soft text-bad', 'text-bad', 'cross'],
  warn: ['bg-warn-soft text-warn', 'text-warn', 'warning'],
  live: ['bg-accent-soft text-accent', 'text-accent', 'arc'],
  calm: ['bg-sunken text-ink-3', 'text-ink-3', 'arrow'],
  stopped: ['bg-sunken text-ink-3', 'text-ink-3', 'dash'],
};

const spin = (icon: IconName) => (icon === 'arc' ? 'spin' : undefined);

/** The recipe's steps: how each went, and how long it took or when it began. */
const Steps = ({ steps }: { steps: readonly Step[] }) => (
  <ol className="mt-1.5 grid gap-1 rounded-md bg-sunken px-3 py-2">
    {steps.map((step) => {
      const [, ink, icon] = looks[toneOf([step])];
      const { event, label, mark, durationMs } = step;
      return (
        <li key={event.id} className="flex items-baseline gap-2 text-xs">
          <Icon name={icon} size={11} className={cx('self-center', ink, spin(icon))} />
          <span className={cx('min-w-0 flex-1 wrap-anywhere', mark === 'failed' && 'text-bad')}>
            {label}
            <span className={mark === 'done' || mark === 'now' ? 'sr-only' : ink}>, {words.stepMarks[mark]}</span>
          </span>
          {durationMs !== undefined ? (
            <span className="tnum text-ink-3" data-tip={absolute(event.at)}>
              {duration(durationMs)}
            </span>
          ) : (
            <Clock at={event.at} className="text-ink-3" />
          )}
        </li>
      );
    })}
  </ol>
);

type DotProps = { tone: Tone; last: boolean; children: ReactNode };

const Dot = ({ tone, last, children }: DotProps) => {
  const [look, , icon] = looks[tone];
  return (
    <li className="arrive relative flex gap-3.5 pb-5 last:pb-0">
      {!last && <span aria-hidden="true" className="absolute top-7 bottom-1 left-[11px] w-px bg-line-2" />}
      <span className={cx('grid size-6 shrink-0 place-items-center rounded-full', look)}>
        <Icon name={icon} size={12} className={spin(icon)} />
      </span>
      <div className="min-w-0 flex-1 pt-0.5">{children}</div>
    </li>
  );
};

/** Steps that are over are told as one, from where the first began; otherwise by the one under way. */
const isToldAsOne = ({ steps }: Milestone): boolean => steps.length > 1 && steps.every(({ mark }) => mark !== 'now');

type LineProps = { line: Milestone; before: string | undefined; last: boolean };

const Line = ({ line, before, last }: LineProps) => {
  const { event, steps, tone, again } = line;
  const asOne = isToldAsOne(line);
  const at = (asOne && steps[0]?.event.at) || event.at;
  const gap = before ? between(before, at) : 0;
  const detail = again ? words.again : asOne ? undefined : event.detail;
  return (
    <Dot tone={tone} last={last}>
      <div className="flex items-start justify-between gap-4">
        <span className={cx('text-sm font-medium wrap-anywhere', tone === 'bad' && !asOne && 'text-bad')}>
          {asOne ? words.steps(steps.length) : event.summary}
          {event.actor && <span className="font-normal text-ink-3">{words.byActor(event.actor)}</span>}
        </span>
        <Clock at={at} before={before ?? 'today'} className="font-mono text-xs leading-5 text-ink-3" />
      </div>
      {(detail || gap >= GAP_WORTH_TELLING_MS) && (
        <div className="mt-0.5 flex items-start justify-between gap-4 text-sm text-ink-2">
          <div className="min-w-0 flex-1 wrap-anywhere">{detail}</div>
          {gap >= GAP_WORTH_TELLING_MS && (
            <span className="tnum text-xs whitespace-nowrap text-ink-3">{words.later(duration(gap))}</span>
          )}
        </div>
      )}
      {steps.length > 1 && <Steps steps={steps} />}
    </Dot>
  );
};

type TimelineProps = {
  events: readonly TimelineEvent[];
  state: State;
  /** What goes on now, for the time in which no step is under way. */
  now: string;
};

/** What happened, in order, with absolute times; new lines are said as they come. */
export const Timeline = ({ events, state, now }: TimelineProps) => {
  const [all, setAll] = useState(false);
  const lines = milestonesOf({ events, state }, all);
  const inFlight = isInFlight({ state });
  const idle = inFlight && !lines.some(({ tone }) => tone === 'live');
  const newest = events.at(-1);
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
            key={line.steps[0]?.event.id ?? line.event.id}
            line={line}
            before={lines[index - 1]?.event.at}
            last={!idle && index === lines.length - 1}
          />
        ))}
        {idle && (
          <Dot tone="live" last>
            <span className="text-sm font-medium">{now}</span>
          </Dot>
        )}
      </ol>
      <p role="status" className="sr-only">
        {inFlight ? newest?.summary : ''}
      </p>
    </Card>
  );
};
