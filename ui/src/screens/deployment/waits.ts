import type { Deployment } from '../../../../lib/contract/deployment.ts';
import type { PublicSettings } from '../../../../lib/contract/plane.ts';
import type { TimelineEvent } from '../../../../lib/contract/timeline.ts';
import type { Wait } from '../../../../lib/contract/wait.ts';
import { isLongWait } from '../../api/states.ts';
import { deploymentWords } from '../../copy/deployment.ts';

const words = deploymentWords.waits;

/** What the page says that a deployment in flight waits for, and since when. */
export type ToldWait = {
  readonly words: string;
  readonly detail?: string | undefined;
  readonly since?: string | undefined;
  /** Nothing is done for it meanwhile. */
  readonly held: boolean;
};

/** A hand-over is a matter of a second or two; what takes longer is worth telling. */
const USUAL_MS = 8000;

type Facts = {
  readonly deployment: Deployment;
  readonly events: readonly TimelineEvent[];
  readonly engine: PublicSettings['engine'] | undefined;
  /** In milliseconds. */
  readonly now: number;
};

const toldAs = ({ label, detail, since }: Wait): ToldWait => ({ words: label, detail, since, held: true });

/** What the deployment waits for, as far as the page knows; nothing while it simply goes on. */
export const waitOf = ({ deployment, events, engine, now }: Facts): ToldWait | undefined => {
  const { state, stalled, waitsOn } = deployment;
  if (stalled) {
    const since = events.findLast(({ type }) => type === 'STALLED')?.at;
    return { words: deploymentWords.stalled, since, held: false };
  }
  if (waitsOn?.on === 'TURN') return toldAs(waitsOn);
  if (engine && !engine.available) {
    const { unavailableSince: since } = engine;
    return state === 'PENDING'
      ? { words: words.engine, detail: words.engineThen, since, held: true }
      : { words: words.blind, detail: words.blindThen, since, held: false };
  }
  const isTold = waitsOn && (isLongWait(waitsOn) || now - Date.parse(waitsOn.since) >= USUAL_MS);
  return isTold ? toldAs(waitsOn) : undefined;
};
