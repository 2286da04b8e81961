import { describe, expect, test } from 'vitest';
import { failuresOf } from '../../lib/adapters/spinnaker/failures.ts';
import { glance } from '../../lib/adapters/spinnaker/observation.ts';
import { deployment, type State } from '../../lib/contract/deployment.ts';
import { type TimelineEvent, type TimelineType, timelineEvent } from '../../lib/contract/timeline.ts';
import { advance, type Seen } from '../../lib/domain/advance.ts';
import { lostAnswer } from '../../lib/domain/hand-over.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { awaitsApproval, PAUSED, readStepNamed, readWarning, wasPassedOver } from '../../lib/domain/step-words.ts';
import { tellSteps } from '../../lib/domain/told-steps.ts';
import { viewDeployment } from '../../lib/domain/views.ts';
import { engineWaitsIn } from '../../lib/domain/waits.ts';
import { execution, stageJson } from '../adapters/spinnaker/fixtures/executions.ts';
import { aRecord, aSuccess, idNumber } from '../builders/records.ts';
import { aSeen, inFlightRecord } from './builders.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 21, 11, 0, second)).toISOString();
const pending = (set: Partial<DeploymentRecord> = {}) => aRecord({ state: 'PENDING', createdAt: at(0), ...set });
const waitsFor = idNumber(7);
const asked = { leases: 1, firstRequestAt: at(3), lastRequestAt: at(4) };
const approval = { on: 'APPROVAL', step: 'Switch', since: at(9) } as const;

const cases: readonly [what: string, record: DeploymentRecord, expected: object | undefined][] = [
  ['its turn', pending({ waitsFor }), { on: 'TURN', since: at(0) }],
  ['the hand-over, once its turn has come', pending({ waitsFor, turnAt: at(2) }), { on: 'HAND_OVER', since: at(2) }],
  ['the hand-over', pending(), { on: 'HAND_OVER', since: at(0) }],
  [
    'the hand-over again, when the order did not leave',
    pending({ handOver: { ...asked, unsent: true } }),
    { on: 'HAND_OVER' },
  ],
  ['the confirmation of its order', pending({ handOver: asked }), { on: 'CONFIRMATION', since: at(4) }],
  ['the engine, which has it', inFlightRecord({ handOver: asked }), { on: 'ENGINE_START', since: at(4) }],
  ['the engine, since it was asked for where no request is told', inFlightRecord(), { since: aRecord().createdAt }],
  [
    'an approval',
    inFlightRecord({ state: 'IN_PROGRESS', engineWaits: [approval] }),
    { ...approval, label: awaitsApproval('Switch') },
  ],
  [
    'somebody who paused it',
    inFlightRecord({ engineWaits: [{ on: 'PAUSE', since: at(9) }] }),
    { on: 'PAUSE', label: PAUSED, since: at(9) },
  ],
  ['nothing while it goes on', inFlightRecord({ state: 'IN_PROGRESS', engineWaits: [] }), undefined],
  ['nothing once it has ended', aSuccess({ engineWaits: [approval] }), undefined],
];

describe('A deployment says that it waits for', () => {
  test.each(cases)('%s', (_, record, expected) => {
    const seen = viewDeployment(record, 'OBSERVER');
    expect(deployment.parse(seen)).toEqual(seen);
    if (expected === undefined) expect(seen).not.toHaveProperty('waitsOn');
    else expect(seen.waitsOn).toMatchObject(expected);
  });

  test('an answer that was lost, with what to do', () => {
    const record = pending({ handOver: asked });
    const { summary: label, detail } = lostAnswer(record);
    const seen = viewDeployment({ ...record, warnings: [label] }, 'OBSERVER');
    expect(seen.waitsOn).toEqual({ on: 'CONFIRMATION', label, detail, since: at(4) });
  });

  test('somebody for as long as the engine says so, since it began', () => {
    const look = (record: DeploymentRecord, second: number, set: Partial<Seen>): DeploymentRecord => {
      const step = advance(record, aSeen(set), new Date(at(second)));
      return step.kind === 'progress' ? step.write.update.after : expect.fail(step.kind);
    };
    const began = inFlightRecord({ createdAt: at(0), handOver: asked });
    const waits = { warnings: [awaitsApproval('Switch')], steps: [{ label: 'Switch', startedAt: at(10) }] };
    const first = look(began, 20, waits);
    expect(first.engineWaits).toEqual([{ on: 'APPROVAL', step: 'Switch', since: at(10) }]);
    const paused = look(first, 30, { warnings: [...waits.warnings, PAUSED] });
    expect(paused.engineWaits?.map(({ on, since }) => [on, since])).toEqual([
      ['APPROVAL', at(10)],
      ['PAUSE', at(30)],
    ]);
    expect(look(paused, 40, {}).engineWaits).toEqual([]);
    expect(look(began, 20, {})).not.toHaveProperty('engineWaits');
  });

  test('each wait by itself, and for nothing that was passed over', () => {
    const known = [
      { on: 'PAUSE', since: at(1) },
      { on: 'APPROVAL', step: 'Verify', since: at(2) },
    ] as const;
    const told = { stepBegan: () => at(3), at: at(4) };
    const waits = (...warnings: string[]) => engineWaitsIn(known, { warnings, ...told });
    expect(waits(awaitsApproval('Verify'), PAUSED)).toEqual([known[1], known[0]]);
    expect(waits(awaitsApproval('Switch'))).toEqual([{ on: 'APPROVAL', step: 'Switch', since: at(3) }]);
    expect(waits(wasPassedOver('Verify'), 'Slow')).toEqual([]);
    expect(engineWaitsIn([known[1]], { warnings: [PAUSED], ...told })).toEqual([{ on: 'PAUSE', since: at(4) }]);
    expect(engineWaitsIn(undefined, { warnings: [PAUSED], ...told })).toEqual([{ on: 'PAUSE', since: at(4) }]);
  });
});

describe('A deployment names the steps that were passed over', () => {
  test('once each, and only if there are any', () => {
    const warnings = [wasPassedOver('Verify'), PAUSED, wasPassedOver('Verify'), 'Something else'];
    expect(viewDeployment(aSuccess({ warnings }), 'OBSERVER').passedOver).toEqual(['Verify']);
    expect(viewDeployment(aSuccess({ warnings: [PAUSED] }), 'OBSERVER')).not.toHaveProperty('passedOver');
  });
});

describe('A timeline names its steps as data', () => {
  const eventsOf = (...told: [type: TimelineType, summary: string, detail?: string][]): TimelineEvent[] =>
    told.map(([type, summary, detail], index) => ({
      id: `e${index}`,
      sequence: index + 1,
      type,
      at: at(index * index),
      summary,
      ...(detail === undefined ? {} : { detail }),
    }));
  const told = eventsOf(
    ['ENGINE_ACCEPTED', 'Accepted'],
    ['ENGINE_PROGRESS', 'Verify', 'Step 1 of 2'],
    ['ENGINE_WARNING', wasPassedOver('Verify')],
    ['ENGINE_PROGRESS', 'Switch', 'Step 2 of 2'],
    ['ENGINE_WARNING', awaitsApproval('Switch')],
    ['ENGINE_WARNING', PAUSED],
    ['ENGINE_FINISHED', 'The work ended with a failure'],
    ['FAILURE_OBSERVED', 's', 'Step "Switch": no'],
    ['FAILURE_OBSERVED', 's'],
    ['OUTCOME_SET', 'Failed'],
  );
  const stepsIn = (events: readonly TimelineEvent[], state: State) => {
    const steps = tellSteps(events, state);
    for (const event of steps) expect(timelineEvent.parse(event)).toEqual(event);
    return steps.map(({ step }) => step);
  };

  test('with their place and how long they took', () => {
    const verify = { label: 'Verify', number: 1, count: 2, durationMs: 8000, status: 'BEGUN' };
    const switching = { label: 'Switch', number: 2, count: 2, status: 'BEGUN' };
    const begun = [undefined, verify, { label: 'Verify', status: 'PASSED_OVER' }];
    const waits = [{ label: 'Switch', status: 'WAITS' }, undefined];
    const failed = [undefined, { label: 'Switch', status: 'FAILED' }, undefined, undefined];
    expect(stepsIn(told, 'FAILED')).toEqual([...begun, { ...switching, durationMs: 27_000 }, ...waits, ...failed]);
    expect(stepsIn(told.slice(0, 6), 'IN_PROGRESS')).toEqual([...begun, switching, ...waits]);
  });

  test('only where they are about one', () => {
    const warned = wasPassedOver('Verify');
    expect(stepsIn(eventsOf(['ENGINE_ACCEPTED', warned], ['CANCEL_REQUESTED', warned]), 'ACTIVE')).toEqual([
      undefined,
      undefined,
    ]);
    const endless = eventsOf(
      ['ENGINE_PROGRESS', 'Verify', 'Then Step 1 of 2'],
      ['FAILURE_OBSERVED', 's', 'In Step "a"'],
    );
    expect(stepsIn(endless, 'FAILED')).toEqual([{ label: 'Verify', status: 'BEGUN' }, undefined]);
    const many = eventsOf(['ENGINE_PROGRESS', 'a', 'Step 10 of 12'], ['ENGINE_PROGRESS', 'b', 'Step 1 of 2 or so']);
    expect(stepsIn(many, 'ACTIVE')).toEqual([
      { label: 'a', number: 10, count: 12, status: 'BEGUN', durationMs: 1000 },
      { label: 'b', status: 'BEGUN' },
    ]);
  });

  test('up to the outcome when the engine told no end', () => {
    const ended = eventsOf(['ENGINE_PROGRESS', 'Verify'], ['OUTCOME_SET', 'Canceled']);
    expect(stepsIn(ended, 'CANCELED')[0]).toEqual({ label: 'Verify', status: 'BEGUN', durationMs: 1000 });
  });
});

describe('The sentences of an engine', () => {
  test('are read as its adapter writes them', async () => {
    const stages = [
      stageJson('1', { type: 'manualJudgment', name: 'Judge', status: 'RUNNING' }),
      stageJson('2', { name: 'Verify', status: 'FAILED_CONTINUE' }),
    ];
    const warned = (status: string) => glance(execution({ status, stages }), []).warnings.map(readWarning);
    expect(warned('RUNNING')).toEqual([
      { kind: 'APPROVAL', step: 'Judge' },
      { kind: 'PASSED_OVER', step: 'Verify' },
    ]);
    expect(warned('PAUSED')).toContainEqual({ kind: 'PAUSE' });
    const failed = execution({ status: 'TERMINAL', stages: [stageJson('1', { name: 'Start', status: 'TERMINAL' })] });
    const [failure] = await failuresOf(failed, { steps: ['Begin'], fetch: async () => undefined });
    expect(readStepNamed(failure?.detail ?? '')).toBe('Begin');
  });

  test('are left alone when they are not ours', () => {
    expect([`Step "a" waits`, 'Step 1', 'A second execution was found'].map(readWarning)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
