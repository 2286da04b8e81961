import type { CheckedConnection, ProposedConnection } from '../contract/engine-check.ts';
import type { FieldError } from '../contract/problem.ts';

/** What came of a proposal: it may not be tried as it is, or how far trying it got. */
export type TrialOutcome =
  | { readonly kind: 'refused'; readonly fields: readonly FieldError[] }
  | { readonly kind: 'tried'; readonly check: CheckedConnection };

/**
 * Tries a connection to an engine without changing anything there or here. Takes at most ten seconds; never throws for
 * what the proposal, the configuration or the engine does.
 */
export type EngineTrial = (proposal: ProposedConnection) => Promise<TrialOutcome>;
