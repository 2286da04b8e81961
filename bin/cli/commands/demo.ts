import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

const STORY = fileURLToPath(new URL('../../../scripts/demo.ts', import.meta.url));

export const addDemo: AddCommand = (program, run) => {
  program
    .command('demo')
    .description('play the whole story against a local plane, and prove each step')
    .addHelpText('after', examples('dxcp demo', 'dxcp demo --url http://127.0.0.1:4700'))
    .action(() =>
      run(async ({ options, terminal }) => {
        const named = [
          ...(options.url === undefined ? [] : ['--url', options.url]),
          ...(options.profile === undefined ? [] : ['--profile', options.profile]),
        ];
        const story = spawn(process.execPath, [STORY, ...named], { stdio: 'inherit' });
        terminal.interrupted.addEventListener('abort', () => story.kill());
        const [code]: unknown[] = await once(story, 'exit');
        return typeof code === 'number' ? code : exitCodes.interrupted;
      }),
    );
};
