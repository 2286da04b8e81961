import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { markOf, titleOf } from '../text/deployment.ts';

export const addCancel: AddCommand = (program, run) => {
  program
    .command('cancel')
    .description('stop a deployment; it ends when the engine confirms, if the engine can stop what has begun')
    .argument('<id>')
    .option('--reason <text>', 'why, for those who read the history')
    .addHelpText('after', examples('dxcp cancel 01KAVX0GZ7Q4J8M2N3P5R6S7T8 --reason "Wrong version"'))
    .action((id: string, { reason }: { reason?: string }) =>
      run(async (session) => {
        const deployment = await session.client.deployments.cancel({
          params: { id },
          ...(reason === undefined ? {} : { body: { reason } }),
        });
        session.show(deployment, () =>
          deployment.outcome === null
            ? `${titleOf(deployment)} is asked to stop.\nFollow it: dxcp watch ${id}`
            : `${titleOf(deployment)}  ${markOf(deployment, session.paint)}`,
        );
        return exitCodes.ok;
      }),
    );
};
