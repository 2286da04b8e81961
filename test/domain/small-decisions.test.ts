import { describe, expect, test } from 'vitest';
import { states } from '../../lib/contract/deployment.ts';
import { aboutDeployment, auditEvent } from '../../lib/domain/audit.ts';
import { BREAKER_OPENS_AFTER, breakerAfter, ROW_SECONDS } from '../../lib/domain/breaker.ts';
import { failureDefaults, failureOf } from '../../lib/domain/failures.ts';
import { BATCH, BUDGET, freshnessFor, isStale, isWatched, nextLook, seenAt } from '../../lib/domain/freshness.ts';
import { leased, nextStep, released, searchWait } from '../../lib/domain/hand-over.ts';
import { orderOf } from '../../lib/domain/order.ts';
import { runningOf, usualDuration } from '../../lib/domain/policy.ts';
import type { Breaker } from '../../lib/domain/records.ts';
import { holdersOf } from '../../lib/domain/slots.ts';
import { stall } from '../../lib/domain/stall.ts';
import { inFlightStates, isTerminal, mayBecome, outcomeAfter } from '../../lib/domain/states.ts';
import { nextUtcMidnight, plusSeconds, secondsBetween, utcDay } from '../../lib/domain/time.ts';
import { briefOf, briefOfAttempt, viewDeployment, viewRecipe } from '../../lib/domain/views.ts';
import { aRecipe } from '../builders/config.ts';
import { aLane, aRecord, aSuccess, idNumber } from '../builders/records.ts';
import { anOwner } from '../usecases/callers.ts';
import { inFlightRecord, NOW, slotsOf } from './builders.ts';

const terminalStates = ['SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'] as const;

describe('States', () => {
  test('are in flight or terminal, and nothing follows a terminal one', () => {
    expect([...inFlightStates, ...terminalStates].sort()).toEqual([...states].sort());
    for (const from of terminalStates) for (const to of states) expect(mayBecome(from, to)).toBe(false);
    for (const from of inFlightStates) for (const to of terminalStates) expect(mayBecome(from, to)).toBe(true);
    expect(states.filter(isTerminal).sort()).toEqual([...terminalStates].sort());
  });

  test('never go back', () => {
    const rank = ['PENDING', 'ACTIVE', 'IN_PROGRESS'];
    for (const [at, from] of inFlightStates.entries()) {
      for (const to of inFlightStates) expect(mayBecome(from, to)).toBe(rank.indexOf(to) > at);
    }
  });
});

describe('The outcome after a link', () => {
  test.each([
    ['SUCCEEDED', 'SUPERSEDED', 'SUPERSEDED'],
    ['SUCCEEDED', 'ROLLED_BACK', 'ROLLED_BACK'],
    ['SUPERSEDED', 'ROLLED_BACK', 'ROLLED_BACK'],
    ['SUPERSEDED', 'SUPERSEDED', 'SUPERSEDED'],
    ['ROLLED_BACK', 'SUPERSEDED', 'ROLLED_BACK'],
    ['FAILED', 'ROLLED_BACK', 'FAILED'],
    ['FAILED', 'SUPERSEDED', 'FAILED'],
    ['CANCELED', 'ROLLED_BACK', 'CANCELED'],
    [null, 'SUPERSEDED', null],
  ] as const)('%s and %s is %s', (outcome, link, after) => {
    expect(outcomeAfter(outcome, link)).toBe(after);
  });
});

describe('The next step of a hand-over', () => {
  const record = aRecord({ createdAt: '2026-11-21T11:59:00.000Z' });
  const at = { deploymentId: record.id, version: record.version };
  const facts = {
    record,
    lane: aLane({ inFlight: at }),
    slots: slotsOf(record.id),
    killSwitch: undefined,
    breaker: undefined,
    now: NOW,
  };
  const off = { mutationsDisabled: true, epoch: 1 };
  const asked = { leases: 1, firstRequestAt: '2026-11-21T11:59:30.000Z', lastRequestAt: '2026-11-21T11:59:30.000Z' };

  test('is to ask when nobody ever did, and it holds its place', () => {
    expect(nextStep(facts)).toEqual({ kind: 'request' });
    expect(nextStep({ ...facts, killSwitch: { ...off, mutationsDisabled: false } })).toEqual({ kind: 'request' });
  });

  test('is nothing when it has ended or the engine has it', () => {
    expect(nextStep({ ...facts, record: aSuccess() })).toEqual({ kind: 'done' });
    expect(nextStep({ ...facts, record: inFlightRecord() })).toEqual({ kind: 'done' });
  });

  test('is to wait without the place of the lane or of the group', () => {
    for (const missing of [{ lane: undefined }, { lane: aLane() }, { slots: undefined }, { slots: slotsOf('x') }]) {
      expect(nextStep({ ...facts, ...missing })).toEqual({ kind: 'wait', seconds: 5 });
    }
  });

  test('is to end it when it was asked to stop, or changes are off, and nobody ever asked the engine', () => {
    expect(nextStep({ ...facts, killSwitch: off })).toMatchObject({ kind: 'cancel', why: expect.any(String) });
    expect(nextStep({ ...facts, killSwitch: off, slots: undefined })).toMatchObject({ kind: 'cancel' });
    const told = { ...record, cancelRequested: true };
    expect(nextStep({ ...facts, record: told, killSwitch: off })).toEqual({ kind: 'cancel' });
    const tried = { ...told, handOver: asked };
    expect(nextStep({ ...facts, record: tried, killSwitch: off })).toEqual({ kind: 'search' });
  });

  test('is to wait while the engine is known to be out of reach, unless it ends without it', () => {
    const breaker = { state: 'open' as const, since: '2026-11-21T11:58:00.000Z', failures: 5 };
    const sinceLong = { ...record, createdAt: '2026-11-21T11:00:00.000Z' };
    const waitOf = (of: typeof record) => {
      const step = nextStep({ ...facts, breaker, record: of });
      return step.kind === 'wait' ? step.seconds : 0;
    };
    expect(waitOf(sinceLong) - waitOf(record), 'rarer with age').toBe(45);
    // Two hundred that wait do not all come back in the same moment.
    const places = { ...facts, breaker };
    const waits = Array.from({ length: 200 }, (_, number) => {
      const id = `01K${String(number).padStart(23, '0')}`;
      const one = { ...record, id };
      const step = nextStep({
        ...places,
        record: one,
        lane: aLane({ inFlight: { ...at, deploymentId: id } }),
        slots: slotsOf(id),
      });
      return step.kind === 'wait' ? step.seconds : 0;
    });
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...waits)).toBeLessThan(35);
    expect(new Set(waits).size).toBeGreaterThan(15);
    expect(nextStep({ ...facts, breaker, record: { ...record, handOver: asked } })).toMatchObject({ kind: 'wait' });
    expect(nextStep({ ...facts, breaker: { ...breaker, state: 'closed' } })).toEqual({ kind: 'request' });
    const told = { ...record, cancelRequested: true };
    expect(nextStep({ ...facts, breaker, record: told })).toEqual({ kind: 'cancel' });
  });

  test('is to wait for a lease to end, then to search', () => {
    const held = (leaseUntil: string) => ({ ...record, handOver: { ...asked, leaseUntil } });
    expect(nextStep({ ...facts, record: held('2026-11-21T12:00:29.500Z') })).toEqual({ kind: 'wait', seconds: 30 });
    expect(nextStep({ ...facts, record: held('2026-11-21T12:00:00.100Z') })).toEqual({ kind: 'wait', seconds: 1 });
    expect(nextStep({ ...facts, record: held('2026-11-21T12:00:00.000Z') })).toEqual({ kind: 'search' });
  });

  test('keeps the time of the first request for ever, and that of the newest', () => {
    const first = leased({ leases: 0 }, { now: NOW, token: 'a', requests: true });
    expect(first).toEqual({
      leases: 1,
      leaseToken: 'a',
      leaseUntil: '2026-11-21T12:01:00.000Z',
      firstRequestAt: '2026-11-21T12:00:00.000Z',
      lastRequestAt: '2026-11-21T12:00:00.000Z',
    });
    const later = plusSeconds(NOW, 100);
    expect(leased(first, { now: later, token: 'b', requests: false })).toMatchObject({
      leases: 2,
      leaseToken: 'b',
      lastRequestAt: first.lastRequestAt,
    });
    expect(leased(first, { now: later, token: 'b', requests: true })).toMatchObject({
      firstRequestAt: first.firstRequestAt,
      lastRequestAt: later.toISOString(),
    });
    const { leaseToken: _token, leaseUntil: _until, ...rest } = first;
    expect(released(first)).toEqual(rest);
  });

  test('believes a search that finds nothing only after its window', () => {
    expect(searchWait({ leases: 1 }, NOW)).toBe(0);
    expect(searchWait(asked, NOW)).toBe(60);
    expect(searchWait(asked, plusSeconds(NOW, 59.5))).toBe(1);
    expect(searchWait(asked, plusSeconds(NOW, 60))).toBe(0);
    expect(searchWait(asked, plusSeconds(NOW, 600))).toBe(0);
  });
});

describe('How often the engine is looked at', () => {
  const at = (seconds: number) => plusSeconds(NOW, seconds).toISOString();
  const pulse = (freshnessSeconds: number) => ({ inFlight: 9, freshnessSeconds, at: at(0) });
  const sight = { pulse: undefined, watch: undefined };

  test('depends on how much is in flight, so that the engine is asked sixty times a minute at most', () => {
    expect([0, 1, 50, 170, 171, 2000, 5000].map(freshnessFor)).toEqual([4, 4, 4, 4, 5, 48, 118]);
    for (const inFlight of [1, 50, 51, 250, 2000, 10_000]) {
      const calls = (60 / freshnessFor(inFlight)) * Math.ceil(inFlight / BATCH);
      expect(calls, `${inFlight} in flight`).toBeLessThanOrEqual(60);
    }
    expect(BUDGET.atOnce + 60 * BUDGET.perSecond + BUDGET.atFirst).toBeLessThanOrEqual(60);
  });

  test('is when the last look, alone or at everything, is older than that', () => {
    const record = inFlightRecord({ observedAt: at(-10), updatedAt: at(-10) });
    expect(isStale(record, { ...sight, pulse: pulse(11) }, NOW)).toBe(false);
    expect(isStale(record, { ...sight, pulse: pulse(10) }, NOW)).toBe(true);
    expect(isStale(record, sight, NOW)).toBe(true);
    expect(isStale(inFlightRecord(), sight, NOW)).toBe(true);
    const watch = { revision: 1, lookedAt: at(-3) };
    expect(isStale(record, { ...sight, watch }, NOW)).toBe(false);
    expect(seenAt(record, watch)).toBe(at(-3));
    expect(seenAt(record, { revision: 1, lookedAt: at(-20) })).toBe(at(-10));
    expect(seenAt(record, { revision: 1 })).toBe(at(-10));
  });

  test('does not count a look at everything that began before the record was in the list for sure', () => {
    const young = inFlightRecord({ updatedAt: at(-5) });
    expect(seenAt(young, { revision: 1, lookedAt: at(-2.1) })).toBeUndefined();
    const never = aRecord({ updatedAt: at(-5) });
    expect(never.observedAt).toBeUndefined();
    expect(seenAt(never, { revision: 1, lookedAt: at(-2) })).toBe(at(-2));
    expect(seenAt({ ...young, observedAt: at(-1) }, { revision: 1, lookedAt: at(-2) })).toBe(at(-1));
    expect(seenAt({ ...young, observedAt: at(-4) }, { revision: 1, lookedAt: at(-2) })).toBe(at(-2));
  });

  test('is left to whoever watches; a machine looks by itself when nobody does, rarer with age', () => {
    const aged = (seconds: number) => aRecord({ createdAt: at(-seconds) });
    expect([0, 9, 10, 74, 75, 180, 6000].map((seconds) => nextLook(aged(seconds), undefined, NOW))).toEqual([
      2, 2, 5, 5, 12, 30, 60,
    ]);
    expect(nextLook(aged(0), { revision: 1, until: at(1) }, NOW)).toBe(60);
    expect(nextLook(aged(0), { revision: 1, until: at(0) }, NOW)).toBe(2);
    expect(isWatched({ revision: 1 }, NOW)).toBe(false);
    expect(isWatched({ revision: 1, until: at(120) }, NOW)).toBe(true);
    expect(isWatched({ revision: 1, until: at(120.001) }, NOW)).toBe(false);
  });
});

describe('The breaker', () => {
  const at = (failures: number, state: Breaker['state'] = 'closed'): Breaker => ({
    state,
    since: '2026-11-21T11:00:00.000Z',
    failures,
  });

  test('opens with the fifth failure in a row, and says since when and why', () => {
    let breaker: Breaker | undefined;
    for (let failures = 1; failures < BREAKER_OPENS_AFTER; failures += 1) {
      breaker = breakerAfter(breaker, { ok: false }, NOW);
      expect(breaker).toMatchObject({ state: 'closed', failures });
    }
    expect(breakerAfter(at(4), { ok: false, detail: 'TIMEOUT' }, NOW)).toEqual({
      state: 'open',
      since: NOW.toISOString(),
      failures: 5,
      failedAt: NOW.toISOString(),
      detail: 'TIMEOUT',
    });
    expect(breakerAfter(at(2), { ok: false }, NOW)?.since).toBe('2026-11-21T11:00:00.000Z');
    expect(breakerAfter(at(0), { ok: false }, NOW)?.since).toBe(NOW.toISOString());
  });

  test('counts no failures that are far apart as a row', () => {
    const failedAt = (seconds: number) => ({ ...at(4), failedAt: plusSeconds(NOW, -seconds).toISOString() });
    expect(breakerAfter(failedAt(ROW_SECONDS), { ok: false }, NOW)).toMatchObject({ state: 'open', failures: 5 });
    const apart = breakerAfter(failedAt(ROW_SECONDS + 1), { ok: false }, NOW);
    expect(apart).toMatchObject({ state: 'closed', failures: 1, since: NOW.toISOString() });
  });

  test('closes with the first success, and writes nothing when nothing changes', () => {
    expect(breakerAfter(at(9, 'open'), { ok: true }, NOW)).toEqual({
      state: 'closed',
      since: NOW.toISOString(),
      failures: 0,
    });
    expect(breakerAfter(at(1), { ok: true }, NOW)).toMatchObject({ failures: 0 });
    expect(breakerAfter(at(0), { ok: true }, NOW)).toBeUndefined();
    expect(breakerAfter(undefined, { ok: true }, NOW)).toBeUndefined();
    expect(breakerAfter(at(9, 'open'), { ok: false }, NOW)).toBeUndefined();
  });
});

describe('What is stalled', () => {
  const overdue = inFlightRecord({ deadlineAt: '2026-11-21T11:59:59.999Z' });

  test('is past its deadline, in flight, and not told yet', () => {
    const write = stall(overdue, NOW);
    expect(write?.update.after).toMatchObject({ stalled: true, recordVersion: 2, timelineSequence: 7 });
    expect(write?.timeline.entries.map(({ type }) => type)).toEqual(['STALLED']);
    expect(stall({ ...overdue, deadlineAt: NOW.toISOString() }, NOW)).toBeUndefined();
    expect(stall({ ...overdue, stalled: true }, NOW)).toBeUndefined();
    expect(stall({ ...overdue, state: 'SUCCEEDED' }, NOW)).toBeUndefined();
  });
});

describe('A failure', () => {
  test('always has a summary and a next step, its own or those of its category', () => {
    for (const category of Object.keys(failureDefaults) as (keyof typeof failureDefaults)[]) {
      expect(failureOf({ category }, 't')).toEqual({ category, ...failureDefaults[category], observedAt: 't' });
    }
    const own = { category: 'APP', summary: 's', actionHint: 'h', detail: 'd', retryable: false } as const;
    expect(failureOf({ ...own, evidence: 'secret' }, 't')).toEqual({ ...own, observedAt: 't' });
    expect(failureOf({ category: 'APP', summary: '', actionHint: '' }, 't')).toMatchObject(failureDefaults.APP);
  });
});

describe('An audited event', () => {
  const event = {
    type: 'DEPLOYMENT_FINISHED',
    outcome: 'SUCCESS',
    summary: 's',
    subject: aboutDeployment(aRecord()),
  } as const;
  const by = (actor: Parameters<typeof auditEvent>[0]['actor']) => {
    const { actorId, actorRole } = auditEvent({ actor, requestId: 'r', now: 't', eventId: 'e' }, event);
    return [actorId, actorRole];
  };

  test('is in the name of a person, of one without a role, or of the plane itself', () => {
    const { role: _role, ...roleless } = anOwner();
    expect(by(anOwner())).toEqual(['auth0|owner', 'DELIVERY_OWNER']);
    expect(by(roleless)).toEqual(['auth0|owner', 'NONE']);
    expect(by('system')).toEqual(['dxcp', 'SYSTEM']);
  });
});

describe('What others see of a record', () => {
  test('holds no engine detail, unless an admin looks', () => {
    const record = aSuccess({ evidence: ['stack trace'], warnings: ['w'], cancelSentAt: 't' });
    const hidden =
      /execution|lease|evidence|warnings|cancelSentAt|recordVersion|timelineSequence|deadlineAt|"order"|refunded/;
    for (const role of ['DELIVERY_OWNER', 'OBSERVER', 'CI_PUBLISHER', undefined] as const) {
      expect(JSON.stringify(viewDeployment(record, role))).not.toMatch(hidden);
    }
    expect(viewDeployment(record, 'PLATFORM_ADMIN').engine).toEqual({
      type: 'scripted',
      executionId: record.executionId,
      executionUrl: record.executionUrl,
      evidence: ['stack trace'],
    });
    expect(viewDeployment(aRecord(), 'PLATFORM_ADMIN').engine).toEqual({ type: 'scripted' });
  });

  test('holds no mapping of a recipe onto the engine, unless an admin looks', () => {
    expect(viewRecipe(aRecipe(), 'OBSERVER')).not.toHaveProperty('engine');
    expect(viewRecipe(aRecipe(), 'PLATFORM_ADMIN')).toEqual(aRecipe());
  });

  test('is short in lists', () => {
    expect(briefOf(aRecord())).not.toHaveProperty('finishedAt');
    const { id, version, state, outcome, deploymentKind, createdAt, finishedAt } = aSuccess();
    const brief = { id, version, state, outcome, deploymentKind, createdAt, finishedAt };
    expect(briefOf(aSuccess())).toStrictEqual(brief);
    const { id: deploymentId, ...rest } = brief;
    expect(briefOfAttempt({ deploymentId, ...rest, finishedAt: finishedAt ?? '' })).toEqual(brief);
  });

  test('says in short where it stands just as in full', () => {
    const record = aRecord({ state: 'PENDING', waitsFor: idNumber(7), cancelRequested: true, stalled: true });
    const { waitsOn, cancelRequested, stalled } = viewDeployment(record, 'OBSERVER');
    expect(briefOf(record)).toMatchObject({ waitsOn: { on: 'TURN' }, cancelRequested: true, stalled: true });
    expect(briefOf(record)).toMatchObject({ waitsOn, cancelRequested, stalled });
  });
});

describe('The order for the engine', () => {
  test('asks in the name of the person, since the first request', () => {
    const record = aRecord({ handOver: { leases: 1, firstRequestAt: '2026-11-21T10:00:05.000Z' } });
    expect(orderOf(record)).toMatchObject({
      deploymentId: record.id,
      correlationId: `dxcp:${record.id}`,
      eventId: `dxcp-${record.id}`,
      requestedBy: 'owner@example.com',
      requestedAt: '2026-11-21T10:00:05.000Z',
    });
    const { email: _email, ...nameless } = record.createdBy;
    expect(orderOf({ ...aRecord(), createdBy: nameless })).toMatchObject({
      requestedBy: nameless.id,
      requestedAt: record.createdAt,
    });
  });

  test('names bucket and key only of what lies in a bucket', () => {
    expect(orderOf(aRecord()).parameters).toMatchObject({ s3Bucket: 'artifacts' });
    for (const artifactRef of ['https://x/y', 'https://x/?of=s3://bucket/key', 's3://bucket', 's3://bucket/']) {
      const elsewhere = aRecord({ order: { ...aRecord().order, artifactRef } });
      expect(orderOf(elsewhere).parameters).not.toHaveProperty('s3Bucket');
    }
    const deep = aRecord({ order: { ...aRecord().order, artifactRef: 's3://bucket/a/b.zip' } });
    expect(orderOf(deep).parameters).toMatchObject({ s3Bucket: 'bucket', s3Key: 'a/b.zip' });
    expect(orderOf(aRecord()).parameters).not.toHaveProperty('targetVersion');
    const back = aRecord({ order: { ...aRecord().order, targetVersion: '1.0.0' } });
    expect(orderOf(back).parameters).toMatchObject({ targetVersion: '1.0.0' });
  });
});

describe('Small figures', () => {
  test('of time are in UTC', () => {
    expect(utcDay(new Date('2026-11-21T23:59:59.999Z'))).toBe('2026-11-21');
    expect(nextUtcMidnight(new Date('2026-12-31T23:59:59.999Z'))).toBe('2027-01-01T00:00:00.000Z');
    expect(nextUtcMidnight(new Date('2026-11-21T00:00:00.000Z'))).toBe('2026-11-22T00:00:00.000Z');
    expect(secondsBetween('2026-11-21T12:00:00.000Z', plusSeconds(NOW, 90))).toBe(90);
  });

  test('of a lane: the median of its durations, and what runs, as far as the records know', () => {
    expect(usualDuration(undefined)).toBeUndefined();
    expect(usualDuration(aLane({ durations: [] }))).toBeUndefined();
    expect(usualDuration(aLane({ durations: [300, 20, 100] }))).toBe(100);
    expect(runningOf(undefined)).toBeNull();
    expect(runningOf(aLane())).toBeNull();
    const running = { deploymentId: idNumber(1), version: '1.0.0', deploymentKind: 'ROLLBACK', since: 't' } as const;
    expect(runningOf(aLane({ running }))).toMatchObject({ scope: 'service', derivedAt: 't' });
    expect(runningOf(aLane({ running }))).not.toHaveProperty('uncertain');
    expect(runningOf(aLane({ running: { ...running, uncertain: true } }))).toMatchObject({ uncertain: true });
  });

  test('of places: who holds them, longest first', () => {
    expect(holdersOf(undefined)).toEqual([]);
    const { holders } = slotsOf('a', 'b', 'c');
    const shuffled = Object.fromEntries(Object.entries(holders).reverse());
    expect(holdersOf({ holders: shuffled }).map(({ deploymentId }) => deploymentId)).toEqual(['a', 'b', 'c']);
  });
});
