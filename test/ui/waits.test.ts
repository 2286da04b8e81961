import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../lib/contract/deployment.ts';
import type { PublicSettings } from '../../lib/contract/plane.ts';
import type { TimelineEvent, TimelineType } from '../../lib/contract/timeline.ts';
import type { Wait } from '../../lib/contract/wait.ts';
import { markOf } from '../../ui/src/api/states.ts';
import { deploymentWords } from '../../ui/src/copy/deployment.ts';
import { phasesOf } from '../../ui/src/screens/deployment/phases.ts';
import { standingMark } from '../../ui/src/screens/deployment/standing.ts';
import { waitOf } from '../../ui/src/screens/deployment/waits.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const words = deploymentWords.waits;

const deploymentOf = (changes: Partial<Deployment>): Deployment => ({
  id: '01M7YJ52Z17TAGBANP29HY76CP',
  service: 'a',
  environment: 'sandbox',
  version: '1.0.0',
  deliveryGroupId: 'demo',
  recipeId: 'default',
  recipeRevision: 1,
  behaviorSummary: 's',
  state: 'PENDING',
  deploymentKind: 'ROLL_FORWARD',
  outcome: null,
  changeSummary: 's',
  createdAt: at(0),
  updatedAt: at(0),
  createdBy: { id: 'p', role: 'DELIVERY_OWNER' },
  failures: [],
  policySnapshot: {
    limits: { maxConcurrentDeployments: 1, dailyDeployQuota: 1, dailyRollbackQuota: 1 },
    used: { activeDeployments: 0, dailyDeploys: 0, dailyRollbacks: 0 },
    groupRevision: 1,
    guardRevision: 1,
    mode: 'standard',
  },
  ...changes,
});

type Told = readonly [second: number, type: TimelineType, summary?: string];
const eventsOf = (told: readonly Told[]): TimelineEvent[] =>
  told.map(([second, type, summary = type], index) => ({
    id: `e${index}`,
    sequence: index + 1,
    type,
    at: at(second),
    summary,
  }));

const abilities = { search: true, cancel: true, observation: true, events: true };
const reachable: PublicSettings['engine'] = { available: true, abilities };
const gone: PublicSettings['engine'] = { available: false, unavailableSince: at(5), abilities };
const inProgress = { state: 'IN_PROGRESS', progress: { done: 1, total: 3, label: 'Switch' } } as const;
const waitsOn = (on: Wait['on']) => ({ waitsOn: { on, label: on, since: at(1) } });

type Case = {
  readonly what: string;
  readonly changes?: Partial<Deployment>;
  readonly told?: readonly Told[];
  readonly engine?: PublicSettings['engine'];
  readonly now: number;
  readonly expected: string | undefined;
  readonly since?: number;
};

const cases: readonly Case[] = [
  { what: 'a hand-over of the usual seconds', changes: waitsOn('HAND_OVER'), now: 5, expected: undefined },
  { what: 'a hand-over that takes longer', changes: waitsOn('HAND_OVER'), now: 20, expected: 'HAND_OVER', since: 1 },
  { what: 'an order without an answer', changes: waitsOn('CONFIRMATION'), now: 20, expected: 'CONFIRMATION', since: 1 },
  {
    what: 'an engine that has it and does not begin',
    changes: { state: 'ACTIVE', ...waitsOn('ENGINE_START') },
    now: 20,
    expected: 'ENGINE_START',
    since: 1,
  },
  {
    what: 'an engine that cannot be reached',
    changes: waitsOn('CONFIRMATION'),
    engine: gone,
    now: 60,
    expected: words.engine,
    since: 5,
  },
  { what: 'its turn', changes: waitsOn('TURN'), engine: gone, now: 1, expected: 'TURN', since: 1 },
  {
    what: 'an approval',
    changes: { ...inProgress, ...waitsOn('APPROVAL') },
    now: 2,
    expected: 'APPROVAL',
    since: 1,
  },
  {
    what: 'somebody who paused the work',
    changes: { ...inProgress, ...waitsOn('PAUSE') },
    now: 2,
    expected: 'PAUSE',
    since: 1,
  },
  { what: 'nothing while it goes on', changes: inProgress, now: 60, expected: undefined },
  {
    what: 'word of an engine that works on unseen',
    changes: inProgress,
    engine: gone,
    now: 6,
    expected: words.blind,
    since: 5,
  },
  {
    what: 'an admin, past its deadline',
    changes: { ...inProgress, stalled: true },
    told: [[4, 'STALLED']],
    engine: gone,
    now: 6,
    expected: deploymentWords.stalled,
    since: 4,
  },
];

describe('a deployment in flight waits for', () => {
  it.each(cases)('$what', ({ changes = {}, told = [], engine = reachable, now, expected, since }) => {
    const facts = { deployment: deploymentOf(changes), events: eventsOf(told), engine, now: Date.parse(at(now)) };
    const wait = waitOf(facts);
    expect(wait?.words).toBe(expected);
    expect(wait?.since).toBe(since === undefined ? undefined : at(since));
  });

  it('something, by its mark, only while nothing is done for it', () => {
    const held = { words: 'w', held: true };
    const mark = (changes: Partial<Deployment>, wait: typeof held | undefined) =>
      standingMark(deploymentOf(changes), wait);
    expect(mark({}, undefined)).toBe('STARTING');
    expect(mark({}, held)).toBe('WAITING');
    expect(mark(inProgress, held)).toBe('WAITING');
    expect(mark(inProgress, { ...held, held: false })).toBe('IN_PROGRESS');
    expect(mark({ ...inProgress, cancelRequested: true }, held)).toBe('STOPPING');
  });
});

describe('the phases of a deployment', () => {
  const statuses = (changes: Partial<Deployment>) => phasesOf(deploymentOf(changes), []).map(({ status }) => status);

  it('begin after the guardrails: what is recorded has passed them', () => {
    expect(statuses({})).toEqual(['done', 'done', 'now', 'ahead', 'ahead']);
    expect(statuses(inProgress)).toEqual(['done', 'done', 'done', 'now', 'ahead']);
  });
});

describe('the mark of a success', () => {
  it('tells of a step that failed', () => {
    const success = deploymentOf({ state: 'SUCCEEDED', outcome: 'SUCCEEDED' });
    expect(markOf({ ...success, passedOver: ['Verify'] })).toBe('WARNED');
    expect(markOf(success)).toBe('SUCCEEDED');
  });
});
