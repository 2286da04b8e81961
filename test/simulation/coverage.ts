import { timelineTypes } from '../../lib/contract/timeline.ts';
import { deployRules, rollbackRules } from '../../lib/domain/guardrails/rules.ts';
import { transitions } from '../../lib/domain/states.ts';
import { crashPoints, sealingCrashPoints } from '../../lib/usecases/crash-points.ts';
import { deaths, deedKinds, edits, engineMoves, faultsOf, tasks } from './steps.ts';

/** What all runs together have seen, and what they could have seen and have not. */

export type Seen = ReadonlyMap<string, number>;

const otherCodes = [
  'MUTATIONS_DISABLED',
  'NOT_FOUND',
  'IDEMPOTENCY_CONFLICT',
  'NOT_CANCELABLE',
  'NOT_STALLED',
  'BUILD_REGISTRATION_CONFLICT',
  'INVALID_BUILD_REGISTRATION',
  'INVALID_ARTIFACT',
] as const;

/** Why an edit may be refused, besides for a switch that is off. */
const refusedFor = (edit: (typeof edits)[number]): readonly string[] => {
  if (edit === 'add environment' || edit === 'add service') return ['ALREADY_EXISTS'];
  if (edit === 'add group') return ['ALREADY_EXISTS', 'SERVICE_ALREADY_ASSIGNED', 'invalid'];
  if (edit === 'bind') return ['REVISION_CONFLICT', 'invalid'];
  if (edit === 'move') return ['REVISION_CONFLICT', 'SERVICE_ALREADY_ASSIGNED'];
  return edit === 'delete environment' ? ['REVISION_CONFLICT', 'ENVIRONMENT_IN_USE'] : ['REVISION_CONFLICT'];
};

const possible: readonly { readonly heading: string; readonly names: readonly string[] }[] = [
  {
    heading: 'State transitions',
    names: [
      'state · new → PENDING',
      ...Object.entries(transitions).flatMap(([from, to]) => to.map((state) => `state · ${from} → ${state}`)),
    ],
  },
  {
    heading: 'Refusals',
    names: [...new Set([...[...deployRules, ...rollbackRules].flatMap(({ codes }) => codes), ...otherCodes])].map(
      (code) => `refused · ${code}`,
    ),
  },
  {
    heading: 'Crash points passed, and died at',
    names: [...crashPoints, ...sealingCrashPoints].flatMap((point) => [`crash point · ${point}`, `died at · ${point}`]),
  },
  {
    heading: 'Outside calls × what goes wrong with them',
    names: Object.entries(faultsOf).flatMap(([method, faults]) =>
      ['ok', 'hold', ...faults, ...deaths].map((how) => `${method} · ${how}`),
    ),
  },
  { heading: 'What the engine itself does', names: engineMoves.map((move) => `engine · ${move}`) },
  { heading: 'Deeds', names: deedKinds.map((kind) => `deed · ${kind}`) },
  {
    heading: 'What came of edits',
    names: edits.flatMap((edit) => ['answered', ...refusedFor(edit)].map((outcome) => `edit · ${edit} · ${outcome}`)),
  },
  { heading: 'Tasks delivered once more', names: tasks.map((task) => `task again · ${task}`) },
  { heading: 'Timeline', names: timelineTypes.map((type) => `timeline · ${type}`) },
];

/** Everything that was seen, by heading, with counts; and what never was. */
export const coverageText = (seen: Seen): string => {
  const known = new Set(possible.flatMap(({ names }) => names));
  const sections = possible.map(({ heading, names }) => {
    const reached = names.filter((name) => seen.has(name));
    const never = names.filter((name) => !seen.has(name));
    return [
      `${heading}: ${reached.length} of ${names.length}`,
      ...reached.map((name) => `  ${String(seen.get(name)).padStart(8)}  ${name}`),
      ...(never.length === 0 ? [] : [`  never: ${never.join('; ')}`]),
    ].join('\n');
  });
  const others = [...seen].filter(([name]) => !known.has(name) && !name.includes('answered,')).sort();
  return [
    ...sections,
    ['Besides', ...others.map(([name, count]) => `  ${String(count).padStart(8)}  ${name}`)].join('\n'),
  ].join('\n\n');
};
