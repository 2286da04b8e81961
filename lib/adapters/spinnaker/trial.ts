import type { CheckedConnection, ProposedConnection } from '../../contract/engine-check.ts';
import type { ReadParameters } from '../../ports/configuration.ts';
import type { EngineTrial, TrialOutcome } from '../../ports/engine-trial.ts';
import { connect } from './auth/connection.ts';
import { combine, proposedField } from './auth/proposal.ts';
import { type ConnectionSettings, type Misfit, misfitsOf } from './auth/settings.ts';
import { parameterOf, ruleParameters, type StoredConnection, storedParameters } from './auth/stored.ts';
import type { Resolve } from './outbound/lookup.ts';
import { ForbiddenAddress } from './outbound/lookup.ts';
import { trySteps } from './trial-steps.ts';

export type TrialMeans = {
  readonly read: ReadParameters;
  readonly resolve?: Resolve | undefined;
  /** Milliseconds for all steps together; nine seconds when left out. */
  readonly budgetMs?: number;
};

const BUDGET_MS = 9_000;

/** Tries Gate at an address: does the name lead somewhere, does it answer, does it take the credentials, what is there. */
export const createSpinnakerTrial =
  (means: TrialMeans): EngineTrial =>
  async (proposal) => {
    try {
      const rules = await means.read(ruleParameters);
      const combined = combine(proposal, rules, await readStored(means.read, proposal));
      if (!combined.ok) return { kind: 'refused', fields: combined.fields };
      return (
        unfit(proposal, misfitsOf(combined.settings, new Date())) ?? (await run(means, proposal, combined.settings))
      );
    } catch (error) {
      return failed('address', error instanceof Error ? error.message : 'The configuration cannot be read');
    }
  };

/** A complete proposal can be tried before anything is configured, or while what is configured is broken. */
const readStored = async (
  read: ReadParameters,
  { url, auth }: ProposedConnection,
): Promise<StoredConnection | undefined> => {
  try {
    return await read(storedParameters);
  } catch (error) {
    if (url !== undefined && auth !== undefined) return undefined;
    throw error;
  }
};

/** What is wrong with the proposal is the caller's to correct; what is wrong with the configuration is a finding. */
const unfit = (proposal: ProposedConnection, misfits: readonly Misfit[]): TrialOutcome | undefined => {
  const fields = misfits.flatMap(({ part, message }) => {
    const path = proposedField(part, proposal);
    return path === undefined ? [] : [{ path, message }];
  });
  if (fields.length > 0) return { kind: 'refused', fields };
  const [misfit] = misfits;
  if (!misfit) return undefined;
  const step = misfit.part === 'url' ? 'address' : 'authentication';
  return failed(step, `${parameterOf[misfit.part]} does not fit. ${misfit.message}.`, 'Correct the parameter.');
};

const run = async (
  { resolve, budgetMs = BUDGET_MS }: TrialMeans,
  proposal: ProposedConnection,
  settings: ConnectionSettings,
): Promise<TrialOutcome> => {
  const connection = connect(settings, { now: Date.now, resolve });
  try {
    return { kind: 'tried', check: await trySteps({ settings, connection, resolve, deadline: Date.now() + budgetMs }) };
  } catch (error) {
    if (!(error instanceof ForbiddenAddress)) throw error;
    const message = 'This name leads to an address that DXCP does not call';
    if (proposal.url !== undefined) return { kind: 'refused', fields: [{ path: 'body.url', message }] };
    return failed('address', `${message}.`, 'Correct /engine/url, or what its name resolves to.');
  }
};

const failed = (name: CheckedConnection['steps'][number]['name'], detail: string, hint?: string): TrialOutcome => ({
  kind: 'tried',
  check: { ok: false, steps: [{ name, ok: false, detail, ...(hint === undefined ? {} : { hint }) }] },
});
