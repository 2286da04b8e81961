import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExecution } from '../../../lib/adapters/spinnaker/execution.ts';
import { failuresOf, rejection } from '../../../lib/adapters/spinnaker/failures.ts';
import { glance } from '../../../lib/adapters/spinnaker/observation.ts';
import type { EngineFailure } from '../../../lib/ports/engine.ts';
import { executionJson, stageJson } from './fixtures/executions.ts';
import { FAILURE_CASES } from './fixtures/failure-cases.ts';
import { engineText, hostileText } from './fixtures/hostile-texts.ts';

/** Every shape of evidence, and those that are told without being failures. */
const SHAPES: readonly object[] = [
  ...FAILURE_CASES.map(({ execution }) => execution),
  executionJson({ status: 'CANCELED', canceled: true, canceledBy: 'ann', cancellationReason: 'enough' }),
  executionJson({ status: 'SUCCEEDED', stages: [stageJson('1', { status: 'FAILED_CONTINUE' })] }),
  executionJson({ status: 'RUNNING', stages: [stageJson('1', { type: 'manualJudgment', status: 'RUNNING' })] }),
];

/** What decides how an execution is read stays as it is; every other text may be anything. */
const KEPT = new Set(['id', 'status', 'parentStageId', 'judgmentStatus', 'expressionResult', 'jobState', 'level']);

type Path = readonly (string | number)[];

function textsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === 'string') return KEPT.has(String(path.at(-1))) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
}

function planted(value: unknown, [key, ...rest]: Path, text: string): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? planted(item, rest, text) : item));
  return { ...Object(value), [key]: planted(Object(value)[key], rest, text) };
}

const PLACES = SHAPES.flatMap((shape) => textsIn(shape).map((path) => ({ shape, path })));
const place = fc.constantFrom(...PLACES);

/** Everything DXCP says of the execution: to everybody, and to administrators besides. */
async function said(json: unknown): Promise<{ readonly everybody: string; readonly admins: string }> {
  const execution = parseExecution(json);
  if (!execution) throw new Error('no execution');
  const failures = await failuresOf(execution, { steps: [], fetch: async () => undefined });
  const { warnings, progress, steps } = glance(execution, ['Go', 'Check']);
  return { ...shown(failures), everybody: JSON.stringify([warnings, progress, steps, shown(failures).everybody]) };
}

function shown(failures: readonly EngineFailure[]) {
  const everybody = failures.map(({ evidence: _, ...failure }) => failure);
  return { everybody: JSON.stringify(everybody), admins: failures.map(({ evidence }) => evidence).join() };
}

/** A piece of a secret is one too. */
const WINDOW = 7;

function leaked(text: string, pieces: readonly string[]): readonly string[] {
  return pieces.flatMap((piece) => {
    const size = Math.min(WINDOW, piece.length);
    const windows = Array.from({ length: piece.length - size + 1 }, (_, at) => piece.slice(at, at + size));
    return windows.filter((window) => text.includes(window));
  });
}

const VOCABULARY =
  /[Ss]pinnaker|\borca\b|Orca|[Cc]louddriver|front50|\bkato|Kato|\bigor\b|\bfiat\b|netflix|springframework|\bSpel|TERMINAL|SUCCEEDED|FAILED_CONTINUE|\w+Task\b|\$\{|#readSetting|trigger\[|EL1007E/;

describe('What DXCP tells of an engine', () => {
  test('there are enough places to hide something in', () => {
    expect(PLACES.length).toBeGreaterThan(500);
  });

  test('never holds a secret, an address or a stack trace, wherever the engine left it', async () => {
    await fc.assert(
      fc.asyncProperty(place, hostileText, async ({ shape, path }, { text, pieces }) => {
        const { everybody, admins } = await said(planted(shape, path, text));
        expect({ everybody: leaked(everybody, pieces), admins: leaked(admins, pieces) }).toEqual({
          everybody: [],
          admins: [],
        });
      }),
      { numRuns: 3000 },
    );
  });

  test('never holds the words of the engine, except for administrators', async () => {
    await fc.assert(
      fc.asyncProperty(place, engineText, async ({ shape, path }, text) => {
        const { everybody } = await said(planted(shape, path, text));
        expect(everybody).not.toMatch(VOCABULARY);
      }),
      { numRuns: 1000 },
    );
  });

  test('holds to that when an order is refused', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, engineText, async ({ text, pieces }, words) => {
        const { everybody, admins } = shown([rejection(400, `${words}: ${text}`)]);
        expect([...leaked(everybody, pieces), ...leaked(admins, pieces)]).toEqual([]);
        expect(everybody).not.toMatch(VOCABULARY);
      }),
      { numRuns: 500 },
    );
  });
});
