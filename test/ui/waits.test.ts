import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../lib/contract/deployment.ts';
import type { PublicSettings } from '../../lib/contract/plane.ts';
import type { TimelineEvent, TimelineType } from '../../lib/contract/timeline.ts';
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
const APPROVAL = 'Step "Switch" waits for an approval, which is given in the engine';
const PAUSE = 'The work was paused in the engine';

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
  { what: 'a young one', now: 5, expected: undefined },
  { what: 'one that nobody hands over', told: [[0, 'SLOT_CLAIMED']], now: 20, expected: words.handOver, since: 0 },
  { what: 'an order without an answer', told: [[1, 'ENGINE_REQUESTED']], now: 20, expected: words.lost, since: 1 },
  {
    what: 'an order of which the plane knows more',
    told: [
      [1, 'ENGINE_REQUESTED'],
      [2, 'ENGINE_WARNING', 'The order was sent, but its answer was lost'],
    ],
    now: 20,
    expected: 'The order was sent, but its answer was lost',
    since: 1,
  },
  { what: 'an engine that cannot be reached', engine: gone, now: 6, expected: words.engine, since: 5 },
  {
    what: 'its turn',
    changes: { waitsFor: '01M7YJ52Z17TAGBANP29HY76CQ' },
    told: [[0, 'SLOT_CLAIMED']],
    engine: gone,
    now: 1,
    expected: deploymentWords.waiting,
    since: 0,
  },
  {
    what: 'nothing, once its turn has come',
    changes: { waitsFor: '01M7YJ52Z17TAGBANP29HY76CQ' },
    told: [
      [0, 'SLOT_CLAIMED'],
      [30, 'SLOT_CLAIMED'],
    ],
    now: 32,
    expected: undefined,
  },
  {
    what: 'an approval of the step under way',
    changes: inProgress,
    told: [
      [1, 'ENGINE_PROGRESS', 'Switch'],
      [2, 'ENGINE_WARNING', APPROVAL],
    ],
    now: 3,
    expected: APPROVAL,
    since: 2,
  },
  {
    what: 'no approval of a step that is over',
    changes: { ...inProgress, progress: { done: 2, total: 3, label: 'Clean up' } },
    told: [[2, 'ENGINE_WARNING', APPROVAL]],
    now: 3,
    expected: undefined,
  },
  {
    what: 'somebody who paused the work',
    changes: inProgress,
    told: [
      [1, 'ENGINE_PROGRESS', 'Switch'],
      [2, 'ENGINE_WARNING', PAUSE],
    ],
    now: 3,
    expected: PAUSE,
    since: 2,
  },
  {
    what: 'nobody, once the work has gone on to another step',
    changes: inProgress,
    told: [
      [1, 'ENGINE_WARNING', PAUSE],
      [2, 'ENGINE_PROGRESS', 'Switch'],
    ],
    now: 3,
    expected: undefined,
  },
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
      standingMark(deploymentOf(changes), { wait, warned: [] });
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
    expect(standingMark(success, { wait: undefined, warned: ['Verify'] })).toBe('WARNED');
    expect(standingMark(success, { wait: undefined, warned: [] })).toBe('SUCCEEDED');
  });
});
