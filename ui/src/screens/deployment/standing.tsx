import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { type Mark, markOf } from '../../api/states.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { Notice } from '../../kit/notice.tsx';
import type { Wait } from './waits.ts';

const words = deploymentWords;

type Standing = { readonly wait: Wait | undefined; readonly warned: readonly string[] };

/** The mark of a deployment, with what only its timeline knows. */
export const standingMark = (deployment: Deployment, { wait, warned }: Standing): Mark => {
  const mark = markOf(deployment);
  if (wait?.held && (mark === 'STARTING' || mark === 'IN_PROGRESS')) return 'WAITING';
  return mark === 'SUCCEEDED' && warned.length > 0 ? 'WARNED' : mark;
};

/** A success in which not everything went well: the record is a success, the steps are named. */
export const Warned = ({ deployment, steps }: { deployment: Deployment; steps: readonly string[] }) => (
  <section aria-label={words.warned(steps)} className="mb-5">
    <Notice tone="warn" title={<h2>{words.warned(steps)}</h2>}>
      <p className="max-w-[76ch] pt-1 text-sm text-ink-2">{words.warnedThen(deployment.version)}</p>
    </Notice>
  </section>
);
