import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { whoText } from '../text/who.ts';

export const addWhoami: AddCommand = (program, run) => {
  program
    .command('whoami')
    .description('who you are to DXCP and what you may do')
    .addHelpText('after', examples('dxcp whoami', 'dxcp whoami --json'))
    .action(() =>
      run(async (session) => {
        const who = await session.client.identity.whoami();
        session.show(who, () => whoText(who, session));
        return who.actor.role === undefined ? exitCodes.notSignedIn : exitCodes.ok;
      }),
    );
};
