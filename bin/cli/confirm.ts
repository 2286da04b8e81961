import { UsageError } from './errors.ts';
import type { Session } from './session.ts';

/** Whether it is to be done: by --yes, or by who sits there. A script has to say --yes. */
export const confirmed = async ({ terminal, options }: Session, question: string, yes = false): Promise<boolean> => {
  if (yes) return true;
  if (!terminal.canAsk || options.json) throw new UsageError('Nobody is here to be asked: add --yes to do it.');
  return /^y(es)?$/i.test((await terminal.ask(`${question} [y/N] `)).trim());
};
