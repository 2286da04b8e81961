import { type AddCommand, examples } from '../command.ts';
import { follow } from '../follow.ts';

export const addWatch: AddCommand = (program, run) => {
  program
    .command('watch')
    .description('follow a deployment to its end; the exit code is the verdict')
    .argument('<id>')
    .addHelpText('after', examples('dxcp watch 01KAVX0GZ7Q4J8M2N3P5R6S7T8'))
    .action((id: string) => run((session) => follow(session, id)));
};
