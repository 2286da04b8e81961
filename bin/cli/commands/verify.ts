import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type AddCommand, examples } from '../command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';

const VERIFY = fileURLToPath(new URL('../../../scripts/verify.ts', import.meta.url));

type Options = { readonly table?: string; readonly data?: string };

export const addVerify: AddCommand = (program, run) => {
  program
    .command('verify')
    .description('for operators: recompute every invariant from all that a plane has stored')
    .option('--table <name>', 'the table, read with the AWS credentials of the environment (or DXCP_TABLE)')
    .option('--data <dir>', 'the data of a local plane, running or not')
    .addHelpText('after', examples('dxcp verify --data .dxcp', 'AWS_PROFILE=ops dxcp verify --table dxcp --json'))
    .action(({ table, data }: Options) =>
      run(async ({ terminal, options }) => {
        if (table === undefined && data === undefined && !terminal.env.DXCP_TABLE) {
          throw new UsageError(
            'Name the data of a local plane, --data .dxcp, or a table, --table <name> (or DXCP_TABLE).',
          );
        }
        const args = [
          ...(table === undefined ? [] : ['--table', table]),
          ...(data === undefined ? [] : ['--data', data]),
          ...(options.json ? ['--json'] : []),
          ...(options.color === false ? ['--no-color'] : []),
        ];
        const verification = spawn(process.execPath, [VERIFY, ...args], { stdio: 'inherit' });
        terminal.interrupted.addEventListener('abort', () => verification.kill());
        const [code]: unknown[] = await once(verification, 'exit');
        return typeof code === 'number' ? code : exitCodes.interrupted;
      }),
    );
};
