import type { TimelineEvent } from '../../../../lib/contract/timeline.ts';

/** What the sentences of a timeline are about. They are the only place where the API says it. */

/** The step that a sentence begins with: `Step "Verify health" failed and was passed over`. */
const stepNamed = (sentence: string | undefined): string | undefined => /^Step "([^"]+)"/.exec(sentence ?? '')?.[1];

const isWarning = ({ type }: TimelineEvent): boolean => type === 'ENGINE_WARNING';

/** The step that failed without ending the work. */
export const passedOver = (event: TimelineEvent): string | undefined =>
  isWarning(event) && / was passed over$/.test(event.summary) ? stepNamed(event.summary) : undefined;

/** The step that waits for somebody to approve it. */
export const awaitingApproval = (event: TimelineEvent): string | undefined =>
  isWarning(event) && / waits for an approval/.test(event.summary) ? stepNamed(event.summary) : undefined;

/** Somebody made the engine halt. */
export const isPause = (event: TimelineEvent): boolean => isWarning(event) && / was paused /.test(event.summary);

/** The step that ended the work. */
export const failedStep = (event: TimelineEvent): string | undefined =>
  event.type === 'FAILURE_OBSERVED' ? stepNamed(event.detail) : undefined;
