import { claims } from './chapters/claims.ts';
import { immutability } from './chapters/immutability.ts';
import { order } from './chapters/order.ts';
import { problemBodies } from './chapters/problems.ts';
import { roles } from './chapters/roles.ts';
import { scope } from './chapters/scope.ts';
import type { Chapter, Invariant } from './invariant.ts';

/** Raised as docs/governance-contract.md says: first number when a promise changes, second when one is added. */
export const contractVersion = '1.0';

/** In the order in which they are checked; what looks at every answer of the run comes last. */
export const chapters: readonly Chapter[] = [roles, claims, order, scope, immutability, problemBodies];

export const invariants: readonly Invariant[] = chapters.flatMap((chapter) => chapter.invariants);
