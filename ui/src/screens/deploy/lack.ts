import { versionsMatching } from '../../api/versions.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { type DeployForm, type FormFacts, SUMMARY_MAX } from './form.ts';

/** What a form still lacks, and the field that would give it. */
export type Lack = { readonly field: 'version' | 'summary'; readonly reason: string; readonly hint?: string };

export const lackOfVersion = (form: DeployForm, { versions }: Pick<FormFacts, 'versions'>): Lack | undefined => {
  if (form.intent.version !== '') return undefined;
  const typed = form.typed?.trim() ?? '';
  if (typed !== '') {
    const count = versionsMatching(versions, typed).length;
    return count > 0
      ? { field: 'version', reason: words.versionOpen(typed, count) }
      : { field: 'version', reason: words.versionUnknown(typed), hint: words.registering };
  }
  if (versions.length === 0) return { field: 'version', reason: words.noVersions, hint: words.registering };
  const hint = form.allFailed && form.typed === undefined ? words.allFailed : words.incomplete;
  return { field: 'version', reason: words.versionMissing, hint };
};

export const lackOfSummary = ({ changeSummary }: DeployForm['intent']): Lack | undefined => {
  if (changeSummary === '') return { field: 'summary', reason: words.summaryMissing };
  const over = changeSummary.length - SUMMARY_MAX;
  return over > 0 ? { field: 'summary', reason: words.summaryTooLong(over) } : undefined;
};
