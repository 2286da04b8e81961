import { UsageError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

/** Who sits there decides, or a script by --yes. */
type Asked = { readonly question: string; readonly yes?: boolean | undefined };

/** Does the work once it is agreed to. Returns the exit code; throws UsageError where nobody can be asked. */
export const onceConfirmed = async (
  session: Session,
  { question, yes = false }: Asked,
  work: () => Promise<number>,
): Promise<number> => {
  const { terminal, options } = session;
  if (yes) return work();
  if (!terminal.canAsk || options.json) throw new UsageError('Nobody is there to confirm. Add --yes to do it.');
  const answer = await terminal.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return work();
  session.say('Nothing was changed.');
  return exitCodes.refused;
};
