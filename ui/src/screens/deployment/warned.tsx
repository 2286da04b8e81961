import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { Notice } from '../../kit/notice.tsx';

const words = deploymentWords;

/** A success in which not everything went well: the record is a success, the steps are named. */
export const Warned = ({ deployment, steps }: { deployment: Deployment; steps: readonly string[] }) => (
  <section aria-label={words.warned(steps)} className="mb-5">
    <Notice tone="warn" title={<h2>{words.warned(steps)}</h2>}>
      <p className="max-w-[76ch] pt-1 text-sm text-ink-2">{words.warnedThen(deployment.version)}</p>
    </Notice>
  </section>
);
