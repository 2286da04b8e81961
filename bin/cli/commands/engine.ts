import { readFile } from 'node:fs/promises';
import {
  type CheckedConnection,
  type ProposedConnection,
  proposedConnection,
} from '../../../lib/contract/engine-check.ts';
import { type AddCommand, examples } from '../command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { addDiagnostics } from './engine-diagnostics.ts';

type Options = { readonly proposal?: string };

export const addEngine: AddCommand = (program, run) => {
  const engine = program.command('engine').description('the engine behind the plane; for admins');
  addDiagnostics(engine, run);
  engine
    .command('check')
    .description('how far a connection to the engine gets, step by step; stores nothing')
    .option(
      '--proposal <file>',
      'try {url, auth, ca} from this JSON file (- is standard input), not what is configured',
    )
    .addHelpText('after', examples('dxcp engine check', 'dxcp engine check --proposal proposal.json'))
    .action((options: Options) => run((session) => check(session, options)));
};

const check = async (session: Session, { proposal }: Options): Promise<number> => {
  const body = proposal === undefined ? {} : await readProposal(session, proposal);
  const answer = await session.client.engine.check({ body });
  session.show(answer, () => stepsText(answer, session));
  return answer.ok ? exitCodes.ok : exitCodes.fault;
};

/** Secrets are in a file or come by a pipe: what is typed as an argument stays in the history of the shell. */
const readProposal = async ({ terminal }: Session, file: string): Promise<ProposedConnection> => {
  const text = await (file === '-' ? terminal.readInput() : readFile(file, 'utf8').catch(unreadable));
  const parsed = proposedConnection.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new UsageError('The proposal is no JSON object of url, auth and ca, as the API reference describes it.');
};

const unreadable = (): never => {
  throw new UsageError('The file of the proposal cannot be read.');
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const stepsText = ({ steps, latencyMs }: CheckedConnection, { paint }: Session): string => {
  const width = Math.max(...steps.map(({ name }) => name.length));
  return steps
    .flatMap(({ name, ok, detail, hint }) => [
      `${ok ? paint('good', '✓') : paint('bad', '✗')} ${name.padEnd(width)}  ${detail}${
        name === 'connection' && latencyMs !== undefined ? ` (${latencyMs} ms)` : ''
      }`,
      ...(hint === undefined ? [] : [`  → ${hint}`]),
    ])
    .join('\n');
};
