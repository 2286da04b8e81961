import type { Validation } from '../../../../lib/contract/admission.ts';
import type { DeploymentIntent } from '../../../../lib/contract/deployment.ts';
import { useNames } from '../../api/names.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Button } from '../../kit/button.tsx';
import { type Fact, Facts } from '../../kit/card.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Version } from '../../kit/state-mark.tsx';

type ConfirmProps = {
  intent: DeploymentIntent;
  validation: Validation | undefined;
  label: string;
  /** Why it cannot be submitted any more. */
  reason: string | undefined;
  onSubmit: () => void;
  onClose: () => void;
};

/** The last look before production: what changes, from what to what, and how. */
export const Confirm = ({ intent, validation, label, reason, onSubmit, onClose }: ConfirmProps) => {
  const names = useNames();
  const environment = names.environment(intent.environment);
  const running = validation?.running;
  const recipe = validation?.resolved.recipe;
  const facts: Fact[] = [
    [words.service, intent.service],
    [words.environment, environment],
    [
      words.runsNow,
      running ? (
        <>
          <Version of={running.version} />, <Ago at={running.derivedAt} className="text-ink-3" />
        </>
      ) : (
        words.firstTime
      ),
    ],
    [words.runsAfter, <Version key="to" of={intent.version} className="font-medium" />],
    ...(recipe ? [[words.recipe, `${recipe.name}: ${recipe.behaviorSummary}`] as const] : []),
    [words.summary, intent.changeSummary],
  ];
  return (
    <Dialog
      title={words.confirmTitle(`${intent.service} ${intent.version}`, environment)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{words.backToForm}</Button>
          <Button look="primary" reason={reason} onClick={onSubmit}>
            {label}
          </Button>
        </>
      }
    >
      <p className="mb-4 text-sm text-ink-2">{words.confirmText}</p>
      <Facts facts={facts} />
      {reason && <p className="mt-4 text-sm font-medium text-warn">{reason}</p>}
    </Dialog>
  );
};
