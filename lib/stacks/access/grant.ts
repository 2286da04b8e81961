import type { ParameterName } from '../../contract/configuration.ts';
import type { Area } from './areas.ts';

/** One right of one function. A function holds the rights that are listed for it, and no other. */
export type Grant =
  /** Look items up and query them, in the table and its indexes. */
  | { readonly kind: 'reads'; readonly areas: readonly Area[] }
  /** Write whole items. */
  | { readonly kind: 'puts'; readonly areas: readonly Area[] }
  /** Change counters and holders in place. */
  | { readonly kind: 'updates'; readonly areas: readonly Area[] }
  /** Make a commit depend on an item that it does not write. */
  | { readonly kind: 'checks'; readonly areas: readonly Area[] }
  /** Look objects up in the artifact bucket: whether they are there and, with `contents`, what is in them. */
  | { readonly kind: 'artifacts'; readonly contents: boolean }
  /** Read deployment configuration: single parameters, or all below a sub-path such as `/engine/*`. */
  | { readonly kind: 'configuration'; readonly names: readonly (ParameterName | '/oidc/*' | '/engine/*')[] }
  /** Ask the observing function for a fresh look, without waiting for it. */
  | { readonly kind: 'asks-observer' }
  /** Start the machine that follows a deployment. */
  | { readonly kind: 'begins-workflow' }
  /** Know which machine is configured. A name only; nothing may be done with it. */
  | { readonly kind: 'names-workflow' };

export const reads = (...areas: readonly Area[]): Grant => ({ kind: 'reads', areas });
export const puts = (...areas: readonly Area[]): Grant => ({ kind: 'puts', areas });
export const updates = (...areas: readonly Area[]): Grant => ({ kind: 'updates', areas });
export const checks = (...areas: readonly Area[]): Grant => ({ kind: 'checks', areas });
export const configuration = (...names: Extract<Grant, { kind: 'configuration' }>['names']): Grant => ({
  kind: 'configuration',
  names,
});
export const looksUpArtifacts: Grant = { kind: 'artifacts', contents: false };
export const readsArtifacts: Grant = { kind: 'artifacts', contents: true };
export const asksObserver: Grant = { kind: 'asks-observer' };
export const beginsWorkflow: Grant = { kind: 'begins-workflow' };
export const namesWorkflow: Grant = { kind: 'names-workflow' };
