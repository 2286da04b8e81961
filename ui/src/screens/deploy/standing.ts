import { reasonOf } from '../../api/reason.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { copy } from '../../copy.ts';
import { wordsFor } from '../../kit/trouble.tsx';
import type { DeployForm, FormFacts } from './form.ts';
import { type Lack, lackOfSummary, lackOfVersion } from './lack.ts';
import type { Look } from './preview.tsx';
import { type Refused, stillRefused } from './verdict.ts';

/** Where a form stands: what it lacks, why it cannot be submitted now, and where to read or mend that. */
export type Standing = {
  readonly lack: Lack | undefined;
  readonly reason: string | undefined;
  /** The same in few words, where the rest is a tap away. */
  readonly short: string | undefined;
  readonly where: 'version' | 'summary' | 'preview';
};

type Asked = { form: DeployForm; facts: FormFacts; look: Look; refused: Refused; isSubmitting: boolean };

/** In the order in which a person would mend it. */
export const standingOf = ({ form, facts, look, refused, isSubmitting }: Asked): Standing => {
  const lack = lackOfVersion(form, facts) ?? lackOfSummary(form.intent);
  const at = (where: Standing['where'], reason: string | undefined, short = reason): Standing => ({
    lack,
    reason,
    short,
    where,
  });
  if (isSubmitting) return at('preview', copy.reasons.submitting);
  if (lack?.field === 'version') return at('version', lack.reason);
  if (look.error) return at('preview', `${wordsFor(look.error).title}.`);
  const [refusal] = look.pending
    ? []
    : [...stillRefused(refused, look.data, look.dataUpdatedAt), ...(look.data?.refusals ?? [])];
  if (refusal) return at('preview', reasonOf(refusal), reasonOf({ ...refusal, hint: '' }).trim());
  if (lack) return at('summary', lack.reason);
  return at('preview', look.pending ? words.checking : undefined);
};
