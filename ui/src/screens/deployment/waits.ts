import type { Deployment } from '../../../../lib/contract/deployment.ts';
import type { PublicSettings } from '../../../../lib/contract/plane.ts';
import type { TimelineEvent, TimelineType } from '../../../../lib/contract/timeline.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { awaitingApproval, isPause } from './told.ts';

const words = deploymentWords.waits;

/** What a deployment in flight waits for, and since when. */
export type Wait = {
  readonly words: string;
  readonly detail?: string | undefined;
  readonly since?: string | undefined;
  /** Nothing is done for it meanwhile. */
  readonly held: boolean;
};

/** A hand-over is a matter of a second or two; what takes longer waits for something. */
const USUAL_MS = 8000;

type Facts = {
  readonly deployment: Deployment;
  readonly events: readonly TimelineEvent[];
  readonly engine: PublicSettings['engine'] | undefined;
  /** In milliseconds. */
  readonly now: number;
};

const lastOf = (events: readonly TimelineEvent[], type: TimelineType): TimelineEvent | undefined =>
  events.findLast((event) => event.type === type);

/** Whether a take-over rollback still stands behind what it replaces: it is told when its turn has come. */
export const isInLine = ({ waitsFor }: Pick<Deployment, 'waitsFor'>, events: readonly TimelineEvent[]): boolean =>
  waitsFor !== undefined && events.filter(({ type }) => type === 'SLOT_CLAIMED').length < 2;

/** Before the engine has taken it. */
const beforeTaken = ({ deployment, events, now }: Facts): Wait | undefined => {
  const asked = lastOf(events, 'ENGINE_REQUESTED');
  const since = asked?.at ?? lastOf(events, 'SLOT_CLAIMED')?.at ?? deployment.createdAt;
  if (now - Date.parse(since) < USUAL_MS) return undefined;
  if (!asked) return { words: words.handOver, since, held: true };
  const told = events.find(({ type, at }) => type === 'ENGINE_WARNING' && at >= asked.at);
  const { summary, detail } = told ?? { summary: words.lost, detail: words.lostHow };
  return { words: summary, detail, since, held: true };
};

/** For somebody, while the engine works: said since the step under way began, and true while that lasts. */
const forSomebody = ({ deployment, events }: Facts): Wait | undefined => {
  const step = lastOf(events, 'ENGINE_PROGRESS')?.at ?? deployment.createdAt;
  const isAboutNow = (event: TimelineEvent): boolean =>
    isPause(event) ? event.at >= step : awaitingApproval(event) === (deployment.progress?.label ?? '');
  const told = events.findLast((event) => event.type === 'ENGINE_WARNING' && isAboutNow(event));
  return told && { words: told.summary, since: told.at, held: true };
};

/** What the deployment waits for, as far as the page knows; nothing while it simply goes on. */
export const waitOf = (facts: Facts): Wait | undefined => {
  const { deployment, events, engine } = facts;
  const { state, stalled } = deployment;
  if (stalled) return { words: deploymentWords.stalled, since: lastOf(events, 'STALLED')?.at, held: false };
  if (state === 'PENDING' && isInLine(deployment, events)) {
    return { words: deploymentWords.waiting, since: deployment.createdAt, held: true };
  }
  if (engine && !engine.available) {
    const { unavailableSince: since } = engine;
    return state === 'PENDING'
      ? { words: words.engine, detail: words.engineThen, since, held: true }
      : { words: words.blind, detail: words.blindThen, since, held: false };
  }
  return state === 'PENDING' ? beforeTaken(facts) : forSomebody(facts);
};
