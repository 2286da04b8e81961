import { describe, expect, test } from 'vitest';
import { advance } from '../../lib/domain/advance.ts';
import { breakerAfter } from '../../lib/domain/breaker.ts';
import { decideCancel } from '../../lib/domain/decide-cancel.ts';
import { decideDeploy } from '../../lib/domain/decide-deploy.ts';
import { decideRollback } from '../../lib/domain/decide-rollback.ts';
import { failureOf } from '../../lib/domain/failures.ts';
import { finish } from '../../lib/domain/finish.ts';
import { laneAfterEnd } from '../../lib/domain/lane-after-end.ts';
import { orderOf } from '../../lib/domain/order.ts';
import { PAUSED } from '../../lib/domain/step-words.ts';
import { noteStrays } from '../../lib/domain/strays.ts';
import { numberEntries } from '../../lib/domain/timeline.ts';
import { viewDeployment } from '../../lib/domain/views.ts';
import { aLane, aRecord, aSuccess } from '../builders/records.ts';
import { anAdmin } from '../usecases/callers.ts';
import {
  admissionFacts,
  allAbilities,
  anEnding,
  aSeen,
  finishFacts,
  inFlightRecord,
  mint,
  NOW,
  rollbackFacts,
} from './builders.ts';

/** Where `undefined` stands for a field, by its path. What a change stands on, its `before`, may be nothing yet. */
const unsaid = (value: unknown, path = ''): readonly string[] => {
  if (value === undefined) return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === 'before' ? [] : unsaid(inner, `${path}.${name}`)));
};

/** Who may do everything, and of whom only the id is known. */
const { email: _email, ...byId } = anAdmin();
const now = NOW.toISOString();
const attempt = aLane({ inFlight: { deploymentId: aRecord().id, version: '1.0.0' } });
const lost = { at: now, found: ['a'], over: new Map<string, undefined>(), stoppable: true };

/** Each made from facts that say as little as facts can. */
const written: Readonly<Record<string, () => unknown>> = {
  'a deployment': () => decideDeploy(admissionFacts({ caller: byId }), mint),
  'a rollback': () => decideRollback(rollbackFacts({ caller: byId }), mint),
  'a cancel before the engine heard': () =>
    decideCancel(
      { ...finishFacts(aRecord()), caller: byId, reason: undefined, abilities: allAbilities },
      { actor: byId, requestId: 'r', now, eventId: 'e' },
    ),
  'a cancel afterwards': () =>
    decideCancel(
      { ...finishFacts(inFlightRecord()), caller: byId, reason: undefined, abilities: allAbilities },
      { actor: byId, requestId: 'r', now, eventId: 'e' },
    ),
  'a first look': () => advance(inFlightRecord(), aSeen(), NOW),
  'a look at what was paused': () => advance(inFlightRecord(), aSeen({ warnings: [PAUSED] }), NOW),
  'an end': () => finish(finishFacts(aRecord()), anEnding({ state: 'FAILED' })),
  'the lane after an end': () => laneAfterEnd(attempt, aRecord({ state: 'FAILED' }), now),
  'a failed call': () => breakerAfter(undefined, { ok: false }, NOW),
  'a failure': () => failureOf({ category: 'APP' }, now),
  'an order': () => orderOf(aRecord()),
  'news of executions': () => noteStrays(aRecord({ state: 'FAILED' }), lost).handOver,
  'an entry of a timeline': () => numberEntries('a', 0, [{ type: 'STALLED', at: now, summary: 's' }]),
  'what an admin sees': () => viewDeployment(aRecord(), 'PLATFORM_ADMIN'),
  'what others see of a success': () => viewDeployment(aSuccess(), 'OBSERVER'),
};

describe('A field that there is nothing to say of is left out of', () => {
  test.each(Object.entries(written))('%s', (_, write) => {
    expect(unsaid(write())).toEqual([]);
  });

  test('decisions that were taken, and not refused', () => {
    for (const decision of ['a deployment', 'a rollback', 'a cancel before the engine heard', 'a cancel afterwards']) {
      expect(written[decision]?.(), decision).toMatchObject({ admitted: true });
    }
  });
});
