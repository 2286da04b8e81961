import { SEARCH_WINDOW_SECONDS, searchWait } from './hand-over.ts';
import type { DeploymentRecord, HandOver, Stray } from './records.ts';
import { isTerminal, type TerminalState } from './states.ts';
import { secondsBetween } from './time.ts';
import type { NewEntry } from './timeline.ts';

/**
 * An engine, or what stands in front of it, may take one order twice and answer once. The execution that the record
 * follows is its own; any other one with the order's ids is a stray, which is looked for, stopped and told of. So is its
 * own once the deployment was given up.
 */

/** Whether the engine was looked through after the newest request's window had closed: nothing unknown can turn up. */
export const isSearched = ({ lastRequestAt, searchedAt }: HandOver): boolean =>
  lastRequestAt === undefined ||
  (searchedAt !== undefined && secondsBetween(lastRequestAt, searchedAt) >= SEARCH_WINDOW_SECONDS);

/** Those whose end is waited for. */
export const liveStrays = ({ strays = [] }: HandOver): readonly Stray[] =>
  strays.filter(({ over, givenUp }) => !over && !givenUp);

/** Nothing of it runs, or can turn up, besides the execution that the record follows. */
export const isSettled = (handOver: HandOver): boolean => isSearched(handOver) && liveStrays(handOver).length === 0;

/** Whether there is something to do about it now. While the hand-over is open, that one searches. */
export const needsSettling = ({ state, executionId, handOver }: DeploymentRecord, now: Date): boolean =>
  (executionId !== undefined || isTerminal(state)) &&
  !isSettled(handOver) &&
  (liveStrays(handOver).length > 0 || searchWait(handOver, now) === 0);

/**
 * So long after the newest request, or after it was released, nobody looks any more, as no machine follows a deployment
 * for longer: an engine that could not be searched for a day never can, and what has not ended in a day does not end.
 */
const SEARCHES_END_AFTER_SECONDS = 86_400;

export const isGivenUp = (
  { handOver, abandoned, finishedAt }: Pick<DeploymentRecord, 'handOver' | 'abandoned' | 'finishedAt'>,
  now: Date,
): boolean => {
  const since = abandoned ? finishedAt : handOver.lastRequestAt;
  return since !== undefined && secondsBetween(since, now) > SEARCHES_END_AFTER_SECONDS;
};

/** What was learned of a deployment's executions. */
export type News = {
  readonly at: string;
  /** Executions that carry the order's ids; the record's own may be among them. */
  readonly found: readonly string[];
  /** Those that were seen to have ended, and how, where the engine tells that. */
  readonly over: ReadonlyMap<string, TerminalState | undefined>;
  /** Those that were asked to stop in vain for so long that nobody waits for their end any more. */
  readonly givenUp?: ReadonlySet<string>;
  /** When the search began that found all there was; absent when nobody searched. */
  readonly searchedAt?: string | undefined;
  /** Whether the engine can be asked to stop what runs. */
  readonly stoppable: boolean;
};

export type Noted = {
  readonly handOver: HandOver;
  readonly entries: readonly NewEntry[];
  /** Those that nobody knew before. */
  readonly fresh: readonly Stray[];
};

/** The hand-over with the news in it. Monotone: what is known stays known, and what is over stays over. */
export const noteStrays = ({ executionId, handOver }: DeploymentRecord, news: News): Noted => {
  const known = handOver.strays ?? [];
  const ids = new Set(known.map(({ id }) => id));
  const fresh = [...new Set(news.found)]
    .filter((id) => id !== executionId && !ids.has(id))
    .map((id): Stray => (news.over.has(id) ? { id, over: true } : { id }));
  const ended = known.filter(({ id, over }) => !over && news.over.has(id));
  const givenUp = liveStrays(handOver).filter(({ id }) => news.givenUp?.has(id) && !news.over.has(id));
  const strays = [
    ...known.map((stray): Stray => {
      if (ended.includes(stray)) return { id: stray.id, over: true };
      return givenUp.includes(stray) ? { id: stray.id, givenUp: true } : stray;
    }),
    ...fresh,
  ];
  const searchedAt = later(handOver.searchedAt, news.searchedAt);
  return {
    handOver: {
      ...handOver,
      ...(searchedAt === undefined ? {} : { searchedAt }),
      ...(strays.length === 0 ? {} : { strays }),
    },
    entries: [
      ...fresh.map(({ over }) =>
        entry(news.at, foundWords(executionId), over ? 'It has already ended' : liveWords(news.stoppable)),
      ),
      ...ended.map(({ id }) =>
        id === executionId
          ? entry(news.at, lateEndWords(news.over.get(id)), LATE_END_WORDS)
          : entry(news.at, 'The execution that was one too many has ended'),
      ),
      ...givenUp.map(({ id }) => entry(news.at, givenUpWords(id === executionId), GIVEN_UP_WORDS)),
    ],
    fresh,
  };
};

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

const entry = (at: string, summary: string, detail?: string): NewEntry => ({
  type: 'ENGINE_WARNING',
  at,
  summary,
  detail,
});

const foundWords = (executionId: string | undefined): string =>
  executionId === undefined
    ? 'An execution turned up after this deployment had ended'
    : 'A second execution of this deployment was found';

const lateEndWords = (state: TerminalState | undefined): string =>
  state === undefined
    ? 'The work was asked to stop; this engine does not tell whether it has'
    : `The work ended after it was given up: ${state}`;

const LATE_END_WORDS = 'This deployment stays as it is; what runs is certain again once another one succeeds';

const givenUpWords = (isOwn: boolean): string =>
  isOwn ? 'The end of the work is not waited for any more' : 'An execution that was one too many is given up';

const GIVEN_UP_WORDS =
  'It has not ended within a day, whatever was asked of it, and is not waited for any more. It may still run: look in the engine and stop it there';

const liveWords = (stoppable: boolean): string =>
  stoppable ? 'It is being stopped' : 'This engine cannot stop it: its end is waited for';

/** Ended without an execution, and none can turn up: the quota gets its place back. */
export const neverStarted = ({ state, executionId, quota }: DeploymentRecord, handOver: HandOver): boolean =>
  isTerminal(state) &&
  executionId === undefined &&
  !quota.refunded &&
  isSearched(handOver) &&
  handOver.strays === undefined;
