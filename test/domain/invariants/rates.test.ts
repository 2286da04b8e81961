import type { KeptRate } from '../../../lib/domain/invariants/stored.ts';
import { type Case, type Damage, describeDamages } from './whole.ts';

const counter =
  (set: Partial<KeptRate>): Damage =>
  (stored) => ({ ...stored, rates: stored.rates.map((rate) => ({ ...rate, ...set })) });

const cases: readonly Case[] = [
  ['a caller who used up the minute', counter({ used: 60 })],
  [
    'a caller who was let in once more',
    counter({ used: 61 }),
    ['auth0|owner', '61 mutations of auth0|owner are counted in 2026-11-21T12:02, of 60 allowed'],
  ],
  ['a caller at the highest limit there is', counter({ used: 10_000, limit: 10_000 })],
  [
    'a limit that nobody can configure',
    counter({ used: 1, limit: 10_001 }),
    ['auth0|owner', '1 mutations of auth0|owner are counted in 2026-11-21T12:02, of 10001 allowed'],
  ],
];

describeDamages('rates', cases);
