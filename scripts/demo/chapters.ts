import { authority } from './chapters/authority.ts';
import { builds } from './chapters/builds.ts';
import { canceling } from './chapters/canceling.ts';
import { deploying } from './chapters/deploying.ts';
import { failing } from './chapters/failing.ts';
import { oneAtATime } from './chapters/one-at-a-time.ts';
import { records } from './chapters/records.ts';
import { rollingBack } from './chapters/rolling-back.ts';
import { sanity } from './chapters/sanity.ts';
import type { Stage } from './stage.ts';

export type Chapter = { readonly title: string; readonly tell: (stage: Stage) => Promise<void> };

/** The story in order; each chapter begins where the one before has left the lane. */
export const chapters: readonly Chapter[] = [
  sanity,
  builds,
  deploying,
  oneAtATime,
  rollingBack,
  failing,
  canceling,
  authority,
  records,
];
