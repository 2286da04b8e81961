import type { ChangePreview, PreviewEffect } from '../../../lib/contract/preview.ts';
import type { Session } from '../session.ts';
import { counted } from './counted.ts';
import { mannerOf, refusalLines } from './refusals.ts';
import { inLine } from './values.ts';

const marks = { gains: '+', loses: '−', changes: '~' } as const satisfies Record<PreviewEffect['change'], string>;
const SHOWN_MAX = 10;

/** What saving would do: what stands against it, what changes, for whom, and what of the past it would have refused. */
export const previewText = (preview: ChangePreview, session: Session): string => {
  const { paint } = session;
  const { errors, refusals, warnings, changes, effects, effectsTotal } = preview;
  if (preview.allowed && changes.length === 0) return 'Nothing would be changed.';
  return [
    ...errors.map(({ path, message }) => `${paint('bad', '✗')} ${path.replace(/^body\./, '')}: ${message}`),
    ...(refusals.length > 0
      ? [`${paint('bad', '✗')} It would be refused`, ...refusalLines(refusals, mannerOf(session))]
      : []),
    ...changes.map(({ path, before, after }) => `  ${path}  ${inLine(before)} → ${inLine(after)}`),
    ...effects
      .slice(0, SHOWN_MAX)
      .map(
        (effect) => `  ${marks[effect.change]} ${whoseOf(effect)} ${effect.change} ${effect.what}${latelyOf(effect)}`,
      ),
    ...more(effectsTotal, 'effects'),
    ...warnings.map(({ name, message }) => `${paint('warn', '!')} ${name}: ${message}`),
    ...replayLines(preview, session),
  ].join('\n');
};

/** Callers and pages are never told one by one: every caller, every quiet page and everybody are words enough. */
const whoseOf = ({ subject, name }: PreviewEffect): string =>
  subject === 'caller' || subject === 'page' ? name : `${subject} ${name}`;

const latelyOf = ({ deploymentsLately, registrationsLately }: PreviewEffect): string => {
  if (registrationsLately) return ` (${counted(registrationsLately, 'build')} in 30 days)`;
  return deploymentsLately ? ` (${counted(deploymentsLately, 'deployment')} lately)` : '';
};

const more = (total: number, what: string): string[] =>
  total > SHOWN_MAX ? [`  … and ${total - SHOWN_MAX} more ${what}; --json shows all`] : [];

const replayLines = ({ replay }: ChangePreview, { paint, when }: Session): string[] => {
  if (!replay || replay.looked === 0) return [];
  const { looked, refusedCount, refused, from, capped } = replay;
  const since = `of ${capped ? 'the newest ' : ''}${counted(looked, 'admission')} since ${when(from)}`;
  if (refusedCount === 0) return [paint('quiet', `  0 ${since} would have been refused.`)];
  return [
    `  ${paint('warn', String(refusedCount))} ${since} would have been refused:`,
    ...refused
      .slice(0, SHOWN_MAX)
      .map(
        ({ createdAt, service, version, environment, createdBy, code }) =>
          `    ${when(createdAt)}  ${service} ${version} to ${environment} by ${createdBy}  ${paint('quiet', code)}`,
      ),
    ...more(refusedCount, 'of these'),
  ];
};
