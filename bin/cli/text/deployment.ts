import type { Deployment, Outcome, State } from '../../../lib/contract/deployment.ts';
import { CHANGE_SUMMARY_MAX } from '../../../lib/contract/values.ts';
import type { Session } from '../session.ts';
import type { Paint, Tone } from './paint.ts';
import { cut } from './table.ts';
import { duration, secondsBetween } from './time.ts';

const tones: Record<State | Outcome, Tone> = {
  PENDING: 'live',
  ACTIVE: 'live',
  IN_PROGRESS: 'live',
  SUCCEEDED: 'good',
  FAILED: 'bad',
  CANCELED: 'warn',
  ROLLED_BACK: 'warn',
  SUPERSEDED: 'quiet',
};

/** "In progress", painted. In flight the state, afterwards the outcome. */
export const markOf = ({ state, outcome }: Pick<Deployment, 'state' | 'outcome'>, paint: Paint): string => {
  const word = outcome ?? state;
  return paint(tones[word], wordOf(word));
};

const wordOf = (value: string): string => {
  const words = value.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** "demo-service 1.1.0 → sandbox", with what kind it is when it is a rollback. */
export const titleOf = ({ service, version, environment, deploymentKind }: Deployment): string =>
  `${service} ${deploymentKind === 'ROLLBACK' ? 'rollback to ' : ''}${version} → ${environment}`;

/** A deployment as a small card. */
export const deploymentCard = (deployment: Deployment, { paint, when, terminal }: Session): string => {
  const { createdAt, finishedAt, createdBy, progress } = deployment;
  const seconds = secondsBetween(createdAt, finishedAt ?? new Date(terminal.now()).toISOString());
  const facts: [string, string | undefined][] = [
    ['id', deployment.id],
    ['recipe', `${deployment.recipeId} · ${deployment.behaviorSummary}`],
    ['by', `${createdBy.email ?? createdBy.id}, ${when(createdAt)}`],
    ['summary', cut(deployment.changeSummary, CHANGE_SUMMARY_MAX)],
    [
      'step',
      progress && deployment.outcome === null ? `${progress.done}/${progress.total} ${progress.label}` : undefined,
    ],
    [
      'stalled',
      deployment.stalled ? 'past its deadline, and nobody knows of its end; admins can release it' : undefined,
    ],
    ['undoes', deployment.rollbackOf],
    ['undone by', deployment.rolledBackBy],
    ['superseded by', deployment.supersededBy],
    ['waits for', deployment.outcome === null ? deployment.waitsFor : undefined],
  ];
  const width = Math.max(...facts.map(([name, value]) => (value ? name.length : 0)));
  return [
    `${paint('strong', titleOf(deployment))}  ${markOf(deployment, paint)}  ${paint('quiet', duration(seconds))}`,
    ...facts.flatMap(([name, value]) => (value ? [`  ${paint('quiet', name.padEnd(width))}  ${value}`] : [])),
    ...failureLines(deployment, paint),
    ...evidenceLines(deployment, paint),
  ].join('\n');
};

/** What only admins are sent. */
const evidenceLines = ({ engine }: Deployment, paint: Paint): string[] =>
  (engine?.evidence ?? []).map((words) => `  ${paint('quiet', 'the engine said')}  ${words}`);

/** Each failure with the one next step. */
export const failureLines = ({ failures }: Deployment, paint: Paint): string[] =>
  failures.flatMap(({ category, summary, detail, actionHint, retryable }) => [
    `  ${paint('bad', category)}  ${summary}`,
    ...(detail === undefined ? [] : [`    ${detail}`]),
    `    → ${actionHint}${retryable ? ' The same deployment may succeed when tried again.' : ''}`,
  ]);
