import { describe, expect, test } from 'vitest';
import { breakerMoves } from '../../../lib/domain/invariants/breaker.ts';
import { findingOf } from '../../../lib/domain/invariants/invariant.ts';
import { unchanged } from '../../../lib/domain/invariants/unchanged.ts';
import { turnPasses } from '../../../lib/domain/invariants/watch.ts';
import type { Breaker, Watch } from '../../../lib/domain/records.ts';
import { iso, plusSeconds } from '../../../lib/domain/time.ts';
import { aRecord, nextOf } from '../../builders/records.ts';
import { type Damage, describeDamages, nowOfWhole } from './whole.ts';

const at = (seconds: number): string => iso(plusSeconds(nowOfWhole, seconds));
const aBreaker = (state: Breaker['state'], failures: number): Breaker => ({ state, failures, since: at(-60) });
const withBreaker =
  (...is: Parameters<typeof aBreaker>): Damage =>
  (stored) => ({ ...stored, breaker: aBreaker(...is) });
const withWatch =
  (set: Omit<Watch, 'revision'>): Damage =>
  (stored) => ({ ...stored, watch: { revision: 1, ...set } });

describeDamages('breaker', [
  ['one that counts nothing', withBreaker('closed', 0)],
  ['one that counts', withBreaker('closed', 4)],
  ['one that has opened', withBreaker('open', 5)],
  [
    'one that does not open',
    withBreaker('closed', 5),
    ['', 'The breaker is closed after 5 failed calls in a row; it opens with 5'],
  ],
  [
    'one that opens too early',
    withBreaker('open', 4),
    ['', 'The breaker is open after 4 failed calls in a row; it opens with 5'],
  ],
  [
    'one that counts backwards',
    withBreaker('closed', -1),
    ['', 'The breaker is closed after -1 failed calls in a row; it opens with 5'],
  ],
]);

describeDamages('watch', [
  ['nobody’s turn', withWatch({})],
  [
    'somebody’s turn',
    withWatch({ holder: 'a', until: at(90), lookedAt: at(30), round: { startedAt: at(30), next: 'x' } }),
  ],
  ['a turn without an end', withWatch({ holder: 'a' }), ['', 'The turn to watch is a’s until never']],
  ['a turn of nobody', withWatch({ until: at(9) }), ['', `The turn to watch is nobody’s until ${at(9)}`]],
  [
    'a turn that does not end',
    withWatch({ holder: 'a', until: at(91) }),
    ['', `The turn to watch lasts until ${at(91)}; so long nobody else looks after what is in flight`],
  ],
  [
    'a look that is yet to come',
    withWatch({ lookedAt: at(31) }),
    ['', `Everything in flight is said to have been looked at by ${at(31)}, which is yet to come`],
  ],
  [
    'a round that is yet to begin',
    withWatch({ round: { startedAt: at(31), next: 'x' } }),
    ['', `Everything in flight is said to have been looked at by ${at(31)}, which is yet to come`],
  ],
]);

describe('A write of a record', () => {
  const began = aRecord({ progress: { done: 1, total: 3, label: 'Canary' } });
  test.each([
    [0, ['The progress of one goes back']],
    [1, []],
    [2, []],
  ])('that has come to step %i says of one that had come to the first: %j', (done, says) => {
    const after = nextOf(began, { progress: { done, total: 3, label: 'Canary' } });
    const { violations } = findingOf(unchanged({ ...began, id: 'one' }, { ...after, id: 'one' }));
    expect(violations).toEqual(says.map((sentence) => ({ about: ['one'], sentence })));
  });
});

describe('A write of the breaker', () => {
  const none = { well: false, failed: false };
  test.each<[string, Breaker | undefined, Breaker, typeof none, ...string[]]>([
    ['counts a failed call', undefined, aBreaker('closed', 1), { ...none, failed: true }],
    ['closes it after a call that went well', aBreaker('open', 5), aBreaker('closed', 0), { ...none, well: true }],
    [
      'counts no two at once',
      aBreaker('closed', 1),
      aBreaker('closed', 3),
      { ...none, failed: true },
      'The breaker counts 2 failed calls at once',
    ],
    [
      'counts none of somebody who has not called',
      undefined,
      aBreaker('closed', 1),
      none,
      'The breaker counts a failed call of somebody who made none',
    ],
    [
      'does not close it for somebody who has not called',
      aBreaker('open', 5),
      aBreaker('closed', 0),
      none,
      'The breaker is closed by somebody who did not reach the engine',
    ],
  ])('%s', (_, before, after, calls, ...says) => {
    const { violations } = findingOf(breakerMoves(before, after, calls));
    expect(violations).toEqual(says.map((sentence) => ({ about: [], sentence })));
  });
});

describe('A write of the turn to watch', () => {
  const turn = (holder: string | undefined, revision: number, until = at(3)): Watch => ({
    revision,
    ...(holder === undefined ? {} : { holder, until }),
  });
  test.each<[string, Watch | undefined, Watch, ...string[]]>([
    ['takes the first', undefined, turn('a', 1)],
    ['takes what is nobody’s', turn(undefined, 1), turn('a', 2)],
    ['prolongs one’s own', turn('a', 1, at(20)), turn('a', 2)],
    ['gives one’s own up', turn('a', 1, at(20)), turn(undefined, 2)],
    ['takes what has ended, by another clock', turn('a', 1), turn('b', 2)],
    ['takes what has no end', { revision: 1, holder: 'a' }, turn('b', 2)],
    ['takes no turn that goes on', turn('a', 1, at(4)), turn('b', 2), 'b takes the turn of a, which has 4 s left'],
    ['leaves out no revision', turn('a', 1), turn('a', 3), 'The turn to watch goes from revision 1 to 3'],
    ['begins with the first', undefined, turn('a', 2), 'The turn to watch goes from revision 0 to 2'],
  ])('%s', (_, before, after, ...says) => {
    const { violations } = findingOf(turnPasses(before, after, { now: nowOfWhole, clocksDiffer: 3 }));
    expect(violations).toEqual(says.map((sentence) => ({ about: [], sentence })));
  });
});
