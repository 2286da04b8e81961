import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { timelineLine } from '../text/timeline.ts';

export const addTimeline: AddCommand = (program, run) => {
  program
    .command('timeline')
    .description('what happened to a deployment, in order')
    .argument('<id>')
    .addHelpText('after', examples('dxcp timeline 01KAVX0GZ7Q4J8M2N3P5R6S7T8 --local-time'))
    .action((id: string) =>
      run(async (session) => {
        const timeline = await session.client.deployments.timeline({ params: { id } });
        session.show(timeline, () => timeline.items.map((event) => timelineLine(event, session)).join('\n'));
        return exitCodes.ok;
      }),
    );
};
