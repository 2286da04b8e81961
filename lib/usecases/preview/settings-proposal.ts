import type { ProposedChange } from '../../contract/preview.ts';
import type { Cause } from '../../domain/audit.ts';
import { decidePublishers, decideSettings, stampOf, viewPublishers } from '../../domain/configure/decide-settings.ts';
import type { Setup } from '../../domain/preview/setup.ts';
import { type Part, planePart, rateLimitsPart, uiPart } from '../configure/settings-parts.ts';
import type { DecidedProposal } from './proposal.ts';

const reason = 'Preview';

type Seen = { readonly revision?: number | undefined };

/** The same for a part of the settings; `undefined` when the proposal is about none. */
export const decidePartProposal = (
  setup: Setup,
  { rateLimits, ui, plane, ciPublishers }: ProposedChange,
  cause: Cause,
): DecidedProposal | undefined => {
  if (rateLimits) return decidePart(setup, { part: rateLimitsPart, sent: rateLimits }, cause);
  if (ui) return decidePart(setup, { part: uiPart, sent: ui }, cause);
  if (plane) return decidePart(setup, { part: planePart, sent: plane }, cause);
  return ciPublishers && decideList(setup, ciPublishers, cause);
};

const decidePart = <Values>(
  { settings: inForce, groups }: Setup,
  { part: { part, valuesOf, view }, sent }: { readonly part: Part<Values, object>; readonly sent: Values & Seen },
  cause: Cause,
): DecidedProposal => {
  const { revision = stampOf(inForce, part).revision } = sent;
  const values = valuesOf(sent);
  const facts = { stored: inForce, inForce, killSwitch: undefined, groups: [] };
  const value = { ...inForce, ...values };
  return {
    decision: decideSettings(facts, { part, values, revision, reason }, cause),
    existing: view(inForce),
    value: view(value),
    proposed: { kind: 'settings', value },
    // Of all settings only the mode is a rule of admissions.
    groups: value.mode === inForce.mode ? undefined : [...groups.keys()],
  };
};

const decideList = (
  { publishers: stored, settings: { createdAt } }: Setup,
  { entries, revision }: NonNullable<ProposedChange['ciPublishers']>,
  cause: Cause,
): DecidedProposal => {
  const existing = viewPublishers(stored, createdAt);
  const seen = { revision: revision ?? existing.revision, reason };
  return {
    decision: decidePublishers({ stored, createdAt }, { entries, ...seen }, cause),
    existing,
    value: { entries },
    proposed: { kind: 'publishers', value: { entries, revision: existing.revision } },
    groups: undefined,
  };
};
