import { Argument } from 'commander';
import type { KillSwitchState } from '../../../lib/contract/settings.ts';
import { type AddCommand, examples } from '../command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';

export const addKillSwitch: AddCommand = (program, run) => {
  program
    .command('kill-switch')
    .description('whether changes are switched off for everybody; for admins, switch them off (on) and back (off)')
    .addArgument(new Argument('[position]', 'on: nothing may be changed; off: as usual').choices(['on', 'off']))
    .option('--reason <text>', 'why, for everybody who is told')
    .addHelpText(
      'after',
      examples(
        'dxcp kill-switch',
        'dxcp kill-switch on --reason "Storage is being moved"',
        'dxcp kill-switch off --reason "Done"',
      ),
    )
    .action((position: 'on' | 'off' | undefined, { reason }: { reason?: string }) =>
      run(async (session) => {
        const state = await (position === undefined
          ? session.client.settings.killSwitch()
          : turn(session, position, reason));
        session.show(state, () => stateText(state, session));
        return exitCodes.ok;
      }),
    );
};

const turn = ({ client }: Session, position: 'on' | 'off', reason: string | undefined): Promise<KillSwitchState> => {
  if (reason === undefined) throw new UsageError('Everybody is told why: add --reason <text>.');
  return client.settings.setKillSwitch({ body: { mutationsDisabled: position === 'on', reason } });
};

const stateText = (
  { mutationsDisabled, since, reason, updatedBy }: KillSwitchState,
  { paint, when }: Session,
): string =>
  [
    mutationsDisabled
      ? `${paint('bad', 'on')}: changes are switched off`
      : `${paint('good', 'off')}: changes are possible`,
    ...(reason === undefined ? [] : [`  ${reason}`]),
    ...(since === undefined ? [] : [`  since ${when(since)}${updatedBy === undefined ? '' : ` by ${updatedBy}`}`]),
  ].join('\n');
