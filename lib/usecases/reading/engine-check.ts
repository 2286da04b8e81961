import type { CheckedConnection, ProposedConnection } from '../../contract/engine-check.ts';
import type { EngineTrial } from '../../ports/engine-trial.ts';
import { answer, type Result } from '../result.ts';

/** How the engine of this plane is tried; `undefined` for an engine that cannot be. */
type FindTrial = () => Promise<EngineTrial | undefined>;

/** Tries a connection; what may not even be tried is told field by field. An engine out of reach is an answer. */
export const checkEngine = async (
  findTrial: FindTrial,
  proposal: ProposedConnection | undefined,
): Promise<Result<CheckedConnection>> => {
  const tryOut = await findTrial().catch(unreadable);
  if (tryOut instanceof Error) return untried(tryOut.message);
  if (!tryOut) return untried('The engine of this plane cannot be tried');
  const outcome = await tryOut(proposal ?? {});
  return outcome.kind === 'refused' ? { kind: 'invalid', fields: outcome.fields } : answer(outcome.check);
};

/** The configuration names no engine: that is what is to be found out here. */
const unreadable = (fault: unknown): Error => (fault instanceof Error ? fault : new Error(String(fault)));

const untried = (detail: string): Result<CheckedConnection> =>
  answer({ ok: false, steps: [{ name: 'address', ok: false, detail }] });
