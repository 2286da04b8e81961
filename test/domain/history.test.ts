import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit } from '../../lib/domain/admit.ts';
import { decideRollback, rollbackTarget } from '../../lib/domain/decide-rollback.ts';
import { finish } from '../../lib/domain/finish.ts';
import { takesOver } from '../../lib/domain/guardrails/rollback-possible.ts';
import { DURATIONS_MAX, laneAfterEnd, PREVIOUS_GOOD_MAX } from '../../lib/domain/lane-after-end.ts';
import type { DeploymentRecord, Lane } from '../../lib/domain/records.ts';
import { isTerminal, type TerminalState } from '../../lib/domain/states.ts';
import { plusSeconds } from '../../lib/domain/time.ts';
import { aDeliveryGroup, aMapping, aRecipe } from '../builders/config.ts';
import { aBuild, aLane, anAuditEvent, aSuccess, idNumber } from '../builders/records.ts';
import { admissionFacts, frozen, NOW, rollbackFacts } from './builders.ts';

type Event =
  | { readonly kind: 'deploy'; readonly version: string }
  | { readonly kind: 'roll back' }
  | { readonly kind: 'end'; readonly state: TerminalState; readonly waiting: boolean };

/** One service in one environment, as the decisions leave it; and all its records, which is what a person would keep. */
class Place {
  lane: Lane | undefined;
  readonly records = new Map<string, DeploymentRecord>();
  private count = 0;
  private seconds = 0;

  get(id: string | undefined): DeploymentRecord | undefined {
    return id === undefined ? undefined : this.records.get(id);
  }

  play(event: Event): void {
    this.count += 1;
    this.seconds += 10;
    if (event.kind === 'deploy') this.deploy(event.version);
    else if (event.kind === 'roll back') this.rollBack();
    // What waits for a place was never handed over: all it can do is be canceled.
    else if (event.waiting) this.end('CANCELED', this.lane?.waiting?.deploymentId);
    else this.end(event.state, this.lane?.inFlight?.deploymentId);
  }

  private get mint() {
    return { deploymentId: idNumber(this.count), eventId: `event-${this.count}`, requestId: 'r' };
  }

  private get now(): Date {
    return plusSeconds(NOW, this.seconds);
  }

  private deploy(version: string): void {
    if (this.lane?.inFlight) return;
    const build = aBuild({ version });
    const facts = frozen(admissionFacts({ lane: this.lane, now: this.now, build }));
    const parts = {
      group: aDeliveryGroup(),
      recipe: aRecipe(),
      mapping: aMapping(),
      build,
      kind: 'ROLL_FORWARD',
    } as const;
    const { change } = admit(facts, this.mint, parts);
    this.take(change);
  }

  private rollBack(): void {
    const original = this.get(this.lane?.newestAttempt?.deploymentId);
    if (!original) return;
    const target = rollbackTarget(original, this.lane);
    const facts = rollbackFacts({
      original,
      target,
      lane: this.lane,
      now: this.now,
      build: aBuild({ version: target?.version ?? '' }),
      used: { deploys: 0, rollbacks: 0 },
    });
    const decision = decideRollback(frozen(facts), this.mint);
    if (decision.admitted) this.take(decision.change);
  }

  private end(state: TerminalState, id: string | undefined): void {
    const record = this.get(id);
    const { lane } = this;
    if (!record || !lane) return;
    const facts = {
      record,
      lane,
      displaced: this.get(lane.running?.deploymentId),
      original: this.get(record.rollbackOf),
      waiting: this.get(lane.waiting?.deploymentId),
    };
    const at = this.now.toISOString();
    this.take(finish(frozen(facts), { state, at, entries: [], refund: false, audit: anAuditEvent() }).change);
  }

  private take({ create, updates, lane }: ReturnType<typeof finish>['change']): void {
    if (create) this.records.set(create.id, create);
    for (const { before, after } of updates ?? []) {
      expect(this.records.get(before.id)).toEqual(before);
      if (isTerminal(before.state)) expect(after.state).toBe(before.state);
      this.records.set(after.id, after);
    }
    if (lane) {
      expect(lane.before).toEqual(this.lane);
      expect(lane.after.laneVersion).toBe((this.lane?.laneVersion ?? 0) + 1);
      this.lane = lane.after;
    }
  }
}

/** What a person would say who reads all the records. */
const model = (records: readonly DeploymentRecord[]) => {
  const successes = records
    .filter(({ state }) => state === 'SUCCEEDED')
    .sort((a, b) => String(b.finishedAt).localeCompare(String(a.finishedAt)));
  const [running] = successes;
  return {
    running,
    targetOf: (original: DeploymentRecord) =>
      running?.id === original.id
        ? successes.find(({ version }) => version !== original.version)?.version
        : running?.version,
    inFlight: records.filter(({ state }) => !isTerminal(state)),
  };
};

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('deploy' as const),
      version: fc.constantFrom('1.0.0', '2.0.0', '3.0.0', '4.0.0'),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'roll back' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      state: fc.constantFrom<TerminalState>('SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'),
      waiting: fc.boolean(),
    }),
  },
);

describe('Whatever happened in a place', () => {
  test('the lane says what the records say', async () => {
    await fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const place = new Place();
        for (const one of events) {
          place.play(one);
          const records = [...place.records.values()];
          const { running, targetOf, inFlight } = model(records);
          const { lane } = place;
          expect(lane?.running?.deploymentId).toBe(running?.id);
          expect(lane?.running?.version).toBe(running?.version);
          const known = [lane?.inFlight, lane?.waiting].flatMap((entry) => entry?.deploymentId ?? []);
          expect(known.sort()).toEqual(inFlight.map(({ id }) => id).sort());
          const candidates = records.filter(({ id }) => id === running?.id || id === lane?.newestAttempt?.deploymentId);
          for (const original of candidates) {
            expect(rollbackTarget(original, lane)?.version, `target of ${original.id}`).toBe(targetOf(original));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('outcomes agree with the links, and only successes are linked to', async () => {
    await fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const place = new Place();
        for (const one of events) place.play(one);
        for (const { id, state, outcome, rolledBackBy, supersededBy } of place.records.values()) {
          const runs = place.lane?.running?.deploymentId === id;
          if (state === 'SUCCEEDED') expect(outcome === 'SUCCEEDED', `${id} is ${outcome}`).toBe(runs);
          expect(rolledBackBy !== undefined && supersededBy !== undefined && rolledBackBy === supersededBy).toBe(false);
          if (!isTerminal(state)) expect(outcome).toBeNull();
          else if (state !== 'SUCCEEDED') expect(outcome).toBe(state);
          else if (rolledBackBy !== undefined) expect(outcome).toBe('ROLLED_BACK');
          else expect(outcome).toBe(supersededBy === undefined ? 'SUCCEEDED' : 'SUPERSEDED');
          for (const link of [rolledBackBy, supersededBy]) {
            if (link !== undefined) expect(place.records.get(link)?.state).toBe('SUCCEEDED');
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('A lane', () => {
  const ended = (number: number, set: Partial<DeploymentRecord> = {}) =>
    aSuccess({ id: idNumber(number), version: `${number}.0.0`, ...set });

  const laneOnceOver = (lane: Lane, one: DeploymentRecord) => laneAfterEnd(lane, one, one.finishedAt ?? '');

  test('remembers a bounded number of earlier versions, each once, and of durations', () => {
    let lane = aLane();
    for (let number = 1; number <= 60; number += 1)
      lane = laneOnceOver(lane, ended(number, { version: `${number % 30}.0.0` }));
    expect(lane.previousGood).toHaveLength(PREVIOUS_GOOD_MAX);
    expect(new Set(lane.previousGood.map(({ version }) => version)).size).toBe(PREVIOUS_GOOD_MAX);
    expect(lane.previousGood[0]).toMatchObject({ deploymentId: idNumber(59), ranTo: lane.running?.since });
    expect(lane.durations).toEqual(Array.from({ length: DURATIONS_MAX }, () => 600));
  });

  test('remembers each earlier version once, at its newest, however often they take turns', () => {
    let lane = aLane();
    for (let number = 1; number <= 7; number += 1)
      lane = laneOnceOver(lane, ended(number, { version: `${number % 3}.0.0` }));
    expect(lane.previousGood.map(({ version, deploymentId }) => [version, deploymentId])).toEqual([
      ['0.0.0', idNumber(6)],
      ['2.0.0', idNumber(5)],
      ['1.0.0', idNumber(4)],
    ]);
  });

  test('leaves alone what was not the one that ended', () => {
    const lane = aLane({
      inFlight: { deploymentId: idNumber(5), version: '5.0.0' },
      waiting: { deploymentId: idNumber(6), version: '1.0.0', rollbackOf: idNumber(5) },
    });
    const canceled = ended(6, { state: 'CANCELED', outcome: 'CANCELED' });
    expect(laneOnceOver(lane, canceled)).toEqual({ ...aLane({ inFlight: lane.inFlight ?? never() }), laneVersion: 2 });
    const stranger = ended(7, { state: 'FAILED', outcome: 'FAILED' });
    expect(laneOnceOver(lane, stranger)).toEqual({ ...lane, laneVersion: 2 });
  });

  test('takes over only from what is in flight there, once', () => {
    const original = ended(5, { state: 'IN_PROGRESS' });
    const at = { deploymentId: original.id, version: original.version };
    expect(takesOver({ original, lane: aLane({ inFlight: at }) })).toBe(true);
    expect(takesOver({ original, lane: aLane() })).toBe(false);
    expect(takesOver({ original, lane: undefined })).toBe(false);
    expect(takesOver({ original: ended(5), lane: aLane({ inFlight: at }) })).toBe(false);
    const waiting = { deploymentId: idNumber(6), version: '1.0.0', rollbackOf: original.id };
    expect(takesOver({ original, lane: aLane({ inFlight: at, waiting }) })).toBe(false);
  });
});

function never(): never {
  throw new Error('The lane has something in flight');
}
