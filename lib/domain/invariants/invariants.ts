import { answers } from './answers.ts';
import { auditTrail } from './audit-trail.ts';
import { breaker } from './breaker.ts';
import { configurationTrail } from './configuration-trail.ts';
import { denials } from './denials.ts';
import { ends } from './ends.ts';
import { handOvers } from './hand-overs.ts';
import { type Finding, findingOf, type Invariant } from './invariant.ts';
import { killSwitch } from './kill-switch.ts';
import { lanes } from './lanes.ts';
import { links } from './links.ts';
import { orphans } from './orphans.ts';
import { places } from './places.ts';
import { quotas } from './quotas.ts';
import { rates } from './rates.ts';
import { readable } from './readable.ts';
import { references } from './references.ts';
import { running } from './running.ts';
import { seals } from './seals.ts';
import type { Stored } from './stored.ts';
import { timelines } from './timelines.ts';
import { watch } from './watch.ts';

/** All that can be told from what is stored, in the order in which it is reported. */
export const invariants: readonly Invariant[] = [
  readable,
  places,
  lanes,
  quotas,
  answers,
  handOvers,
  ends,
  running,
  links,
  auditTrail,
  configurationTrail,
  seals,
  timelines,
  killSwitch,
  references,
  orphans,
  breaker,
  watch,
  rates,
  denials,
];

export type Judged = Finding & Pick<Invariant, 'id' | 'title'>;

export const judge = (stored: Stored, now: Date): readonly Judged[] =>
  invariants.map(({ id, title, check }) => ({ id, title, ...findingOf(check(stored, now)) }));
