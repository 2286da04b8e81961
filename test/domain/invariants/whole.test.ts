import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invariants, judge } from '../../../lib/domain/invariants/invariants.ts';
import { keptDeployment, keptEvent } from '../../../lib/domain/invariants/stored.ts';
import type { TerminalState } from '../../../lib/domain/states.ts';
import { anAuditEvent, aRecord, aSuccess } from '../../builders/records.ts';
import { Plane } from '../plane.ts';
import { whole } from './kept.ts';
import { nowOfWhole } from './whole.ts';

const sentences = (plane: Plane): readonly string[] =>
  judge(plane.stored(), plane.now).flatMap(({ violations }) => violations.map(({ sentence }) => sentence));

/** What `dxcp verify` prints beside each count. */
const titles = {
  configuration: 'Every revision of the configuration has exactly one audit event, and every event its revision',
  denials:
    'The first denials of a caller, code and hour are single events, and all of them are told once the hour is over',
  readable: 'Every item of the table is what its key says',
  places: 'Whatever is in flight holds exactly one place or waits for who does; whoever holds one is in flight',
  lanes: 'At most one deployment of a service and environment is in flight, besides a take-over that waits for it',
  quotas: 'A quota counter is what was admitted less what was refunded that day, and nobody was let in above the limit',
  rates: 'No caller was counted above the limit of requests a minute that was in force',
  answers: 'One idempotency key has one effect and one answer',
  'hand-overs': 'A deployment follows at most one execution, no two the same, and none that was never asked for',
  ends: 'Terminal states and protected fields are what they were when they were written',
  running: 'What runs is the last success by finish order, flagged uncertain exactly where a later one was given up',
  links: 'Outcomes agree with the links to what came after, and every link has its other end',
  audit: 'Every submission, end and registration has exactly one audit event, and every event its object',
  seals: 'Every event of the past is in exactly one seal as it was, and the seals are one chain without a gap',
  timelines: 'Timeline sequences begin with one, have no gaps and end where the record says',
  'kill-switch': 'Every delivery group has a guard row, in the position of the kill switch that it has followed',
  references:
    'A service is in the group that lists it, and recipes, environments and the register know the groups there are',
  orphans: 'Nothing is stored without the deployment it belongs to',
  breaker: 'The breaker is open after so many failed calls in a row, and only then',
  watch: 'The turn to watch is somebody’s, ends soon unless it is prolonged, and tells of no look that is yet to come',
};

/** Brings about what is written out as kept. */
const live = (): Plane => {
  const plane = new Plane();
  const deploy = (id: string, version: string, state?: 'SUCCEEDED' | 'FAILED'): void => {
    plane.deploy(id, version);
    if (id !== 'canceled') plane.start(id);
    if (state) plane.end(id, state);
  };
  deploy('first', '1.0.0', 'SUCCEEDED');
  deploy('second', '2.0.0', 'SUCCEEDED');
  deploy('undone', '3.0.0', 'SUCCEEDED');
  plane.rollBack('back', plane.get('undone'));
  plane.start('back');
  plane.end('back', 'SUCCEEDED');
  deploy('failed', '4.0.0', 'FAILED');
  deploy('canceled', '5.0.0');
  plane.cancel('canceled');
  deploy('flying', '6.0.0');
  plane.rollBack('next', plane.get('flying'));
  return plane;
};

describe('A plane that works', () => {
  test('keeps what is written out, once all of that has happened', () => {
    const { audit, publisherQuotas: _, rates: __, denials: ___, revisions: ____, ...rest } = whole();
    const kept = live().stored();
    expect(kept).toMatchObject(rest);
    expect(kept.deployments).toEqual(rest.deployments);
    expect(kept.timelines).toEqual(rest.timelines);
    const named = (events: typeof audit) =>
      events.map(({ eventId, summary, timestamp }) => [eventId, summary, timestamp]);
    expect(named(kept.audit)).toEqual(named(audit.filter(({ targetType }) => targetType === 'Deployment')));
  });

  test('breaks no invariant, and each has looked at something', () => {
    const judged = judge(whole(), nowOfWhole);
    expect(judged.flatMap(({ violations }) => violations)).toEqual([]);
    expect(judged.map(({ id }) => id)).toEqual(invariants.map(({ id }) => id));
    expect(judged.filter(({ checked }) => checked === 0)).toEqual([]);
  });

  test('is kept without what nobody looks at, and with all that was ever set', () => {
    const record = aSuccess({
      rollbackOf: 'a',
      waitsFor: 'a',
      rolledBackBy: 'b',
      supersededBy: 'c',
      abandoned: true,
      evidence: ['stack trace'],
    });
    const { recipeId: _, evidence: __, order: ___, ...rest } = record;
    const kept = keptDeployment(record);
    expect(rest).toMatchObject(kept);
    expect(Object.keys(kept)).toEqual(expect.arrayContaining(['abandoned', 'waitsFor', 'executionId', 'finishedAt']));
    expect(Object.values(keptDeployment(aRecord()))).not.toContain(undefined);
  });

  test('keeps of an event what the invariants look at, its revision among it, and how many denials a summary tells', () => {
    const event = anAuditEvent({ outcome: 'SUCCESS' });
    const { actorRole: _, deliveryGroupId: __, serviceName: ___, environment: ____, ...kept } = event;
    expect(keptEvent(event)).toStrictEqual(kept);
    expect(keptEvent({ ...event, revision: 3 })).toStrictEqual({ ...kept, revision: 3 });
    const told = { eventType: 'DENIALS_SUMMARY', code: 'ROLE_FORBIDDEN' } as const;
    const after = { hour: '2026-11-21T12', count: 57, singles: 10 };
    const of = { hour: '2026-11-21T12', count: 57 };
    expect(keptEvent({ ...event, ...told, after })).toStrictEqual({ ...kept, ...told, of });
    expect(keptEvent({ ...event, ...told }).of).toEqual({ hour: 'undefined', count: Number.NaN });
  });

  test('is held to what reports call each by', () => {
    expect(Object.fromEntries(invariants.map(({ id, title }) => [id, title]))).toEqual(titles);
  });

  test('breaks none before anything has happened', () => {
    expect(sentences(new Plane())).toEqual([]);
  });

  const states: readonly TerminalState[] = ['SUCCEEDED', 'SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'];
  const versions = ['1.0.0', '2.0.0', '3.0.0', '4.0.0'] as const;
  type Deed = (plane: Plane, id: string) => void;
  const deeds: readonly Deed[] = [
    ...versions.map(
      (version): Deed =>
        (plane, id) =>
          plane.deploy(id, version),
    ),
    (plane, id) => plane.rollBack(id, plane.get(plane.lane?.newestAttempt?.deploymentId)),
    (plane, id) => plane.rollBack(id, plane.get(plane.lane?.running?.deploymentId)),
    ...states.map((): Deed => (plane) => plane.start(plane.lane?.inFlight?.deploymentId)),
    ...states.map(
      (state): Deed =>
        (plane) =>
          plane.end(plane.lane?.inFlight?.deploymentId, state),
    ),
    (plane) => plane.cancel(plane.lane?.inFlight?.deploymentId),
    (plane) => plane.cancel(plane.lane?.waiting?.deploymentId),
  ];

  test('breaks none whatever is asked of it, in whatever order', async () => {
    await fc.assert(
      fc.property(fc.array(fc.nat(deeds.length - 1), { maxLength: 60, size: 'max' }), (choices) => {
        const plane = new Plane();
        for (const [index, choice] of choices.entries()) deeds[choice]?.(plane, `deployment ${index}`);
        expect(sentences(plane)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
