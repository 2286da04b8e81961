import { Argument } from 'commander';
import type { KillSwitchState } from '../../../lib/contract/settings.ts';
import { type AddCommand, examples } from '../command.ts';
import { onceConfirmed } from '../confirm.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { revisionNumber } from '../option-values.ts';
import type { Session } from '../session.ts';

export const addKillSwitch: AddCommand = (program, run) => {
  program
    .command('kill-switch')
    .description('whether changes are switched off for everybody; for admins, switch them off (on) and back (off)')
    .addArgument(
      new Argument('[position]', 'on: nothing may be changed; off: as usual')
        .choices(['show', 'on', 'off'])
        .default('show'),
    )
    .option('--reason <text>', 'why, for everybody who is told')
    .option('--revision <number>', 'the stop that off lifts, as it was shown; no later one', revisionNumber)
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      examples(
        'dxcp kill-switch',
        'dxcp kill-switch on --reason "Storage is being moved"',
        'dxcp kill-switch on --reason "Incident 4711" --yes',
        'dxcp kill-switch off --reason "Done"',
        'dxcp kill-switch off --reason "Done" --revision 4 --yes',
      ),
    )
    .action((position: Position, options: Options) =>
      run((session) => (position === 'show' ? look(session) : turn(session, position, options))),
    );
};

type Position = 'show' | 'on' | 'off';
type Options = { readonly reason?: string; readonly revision?: number; readonly yes?: boolean };

const look = async (session: Session): Promise<number> => {
  const state = await session.client.settings.killSwitch();
  session.show(state, () => stateText(state, session));
  return exitCodes.ok;
};

const questions = {
  on: 'Switch every change off, for everybody? What waits for the engine is canceled; what has begun goes on.',
  off: 'Switch changes on again?',
} as const;

const turn = async (session: Session, position: 'on' | 'off', options: Options): Promise<number> => {
  const { reason, yes } = options;
  if (reason === undefined) throw new UsageError('Everybody is told why: add --reason <text>.');
  const lifted = position === 'off' ? { revision: await toBeLifted(session, options) } : {};
  return onceConfirmed(session, { question: questions[position], yes }, async () => {
    const body = { mutationsDisabled: position === 'on', reason, ...lifted };
    const state = await session.client.settings.setKillSwitch({ body });
    session.show(state, () => stateText(state, session));
    return exitCodes.ok;
  });
};

/** The revision of the stop that is shown, or that a script has seen: one that was made since for another reason stays. */
const toBeLifted = async (session: Session, { revision, yes }: Options): Promise<number> => {
  if (revision !== undefined) return revision;
  const state = await session.client.settings.killSwitch();
  if (!yes) session.say(stateText(state, session));
  return state.revision;
};

const stateText = (
  { mutationsDisabled, revision, since, reason, updatedBy }: KillSwitchState,
  { paint, when }: Session,
): string =>
  [
    mutationsDisabled
      ? `${paint('bad', 'on')}: changes are switched off`
      : `${paint('good', 'off')}: changes are possible`,
    ...(reason === undefined ? [] : [`  ${reason}`]),
    ...(since === undefined ? [] : [`  since ${when(since)}${updatedBy === undefined ? '' : ` by ${updatedBy}`}`]),
    `  revision ${revision}`,
  ].join('\n');
