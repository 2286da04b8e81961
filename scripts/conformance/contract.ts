import { audit } from './chapters/audit.ts';
import { ci } from './chapters/ci.ts';
import { claims } from './chapters/claims.ts';
import { concurrency } from './chapters/concurrency.ts';
import { configuration } from './chapters/configuration.ts';
import { effects } from './chapters/effects.ts';
import { idempotency } from './chapters/idempotency.ts';
import { immutability } from './chapters/immutability.ts';
import { inUse } from './chapters/in-use.ts';
import { killSwitch } from './chapters/kill-switch.ts';
import { order } from './chapters/order.ts';
import { previews } from './chapters/previews.ts';
import { problemBodies } from './chapters/problems.ts';
import { quotas } from './chapters/quotas.ts';
import { rates } from './chapters/rates.ts';
import { records } from './chapters/records.ts';
import { revisions } from './chapters/revisions.ts';
import { roles } from './chapters/roles.ts';
import { rollback } from './chapters/rollback.ts';
import { scope } from './chapters/scope.ts';
import { seals } from './chapters/seals.ts';
import type { Chapter, Invariant } from './invariant.ts';

/** Raised as docs/governance-contract.md says: first number when a promise changes, second when one is added. */
export const contractVersion = '1.7';

/** In the order in which they are checked; what looks at every answer of the run comes last. */
export const chapters: readonly Chapter[] = [
  roles,
  claims,
  order,
  scope,
  ci,
  idempotency,
  concurrency,
  effects,
  quotas,
  records,
  rollback,
  immutability,
  configuration,
  revisions,
  inUse,
  previews,
  killSwitch,
  audit,
  seals,
  rates,
  problemBodies,
];

export const invariants: readonly Invariant[] = chapters.flatMap((chapter) => chapter.invariants);
