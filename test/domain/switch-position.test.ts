import { expect, test } from 'vitest';
import type { Guard, KillSwitch } from '../../lib/domain/records.ts';
import { positionFor } from '../../lib/domain/switch-position.ts';

const on: KillSwitch = { mutationsDisabled: false, epoch: 2, reason: 'Over' };
const off: KillSwitch = { mutationsDisabled: true, epoch: 2, reason: 'Fire' };
const guard = (mutationsDisabled: boolean, epoch?: number): Guard => ({
  deliveryGroupId: 'demo',
  revision: 7,
  mutationsDisabled,
  ...(epoch === undefined ? {} : { epoch }),
});
const behind = { mutationsDisabled: true, behind: true };
const stopped = { mutationsDisabled: true };

test.each([
  { says: 'what the master row says, where the guard row agrees', master: on, row: guard(false), expected: on },
  { says: 'what stops everybody, with its reason', master: off, row: guard(true), expected: off },
  { says: 'what stops everybody, also before the guard row follows', master: off, row: guard(false), expected: off },
  { says: 'what stops everybody, where no group is known', master: off, row: undefined, expected: off },
  {
    says: 'that a group is behind, where its row follows an earlier turn',
    master: on,
    row: guard(true, 1),
    expected: behind,
  },
  { says: 'that a group is behind, where its row never followed one', master: on, row: guard(true), expected: behind },
  { says: 'a stop that came since the master row was read', master: on, row: guard(true, 3), expected: stopped },
  { says: 'a stop by the very turn that the row follows', master: on, row: guard(true, 2), expected: stopped },
  {
    says: 'the first stop, where there was no master row yet',
    master: undefined,
    row: guard(true, 1),
    expected: stopped,
  },
  { says: 'nothing where the switch never moved', master: undefined, row: guard(false), expected: undefined },
  { says: 'nothing where nothing is known', master: undefined, row: undefined, expected: undefined },
])('The position of the kill switch is $says', ({ master, row, expected }) => {
  expect(positionFor(master, row)).toEqual(expected);
});
