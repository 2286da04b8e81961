import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { markOf, titleOf } from '../text/deployment.ts';

export const addRelease: AddCommand = (program, run) => {
  program
    .command('release')
    .description('give up a stalled deployment, so that its place is free; for admins who know that it is dead')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why, for those who read the history')
    .addHelpText('after', examples('dxcp release 01KAVX0GZ7Q4J8M2N3P5R6S7T8 --reason "The engine has lost it"'))
    .action((id: string, { reason }: { reason: string }) =>
      run(async (session) => {
        const deployment = await session.client.deployments.release({ params: { id }, body: { reason } });
        session.show(deployment, () =>
          [
            `${titleOf(deployment)}  ${markOf(deployment, session.paint)}`,
            `What runs of ${deployment.service} in ${deployment.environment} is uncertain until a deployment there succeeds.`,
          ].join('\n'),
        );
        return exitCodes.ok;
      }),
    );
};
