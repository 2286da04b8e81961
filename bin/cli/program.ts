import { Command, CommanderError } from 'commander';
import type { AddCommand, Run } from './command.ts';
import { addAudit } from './commands/audit.ts';
import { addBuilds } from './commands/builds.ts';
import { addCancel } from './commands/cancel.ts';
import { addConfig } from './commands/config.ts';
import { addDemo } from './commands/demo.ts';
import { addDeploy } from './commands/deploy.ts';
import { addDeployments } from './commands/deployments.ts';
import { addEngine } from './commands/engine.ts';
import { addKillSwitch } from './commands/kill-switch.ts';
import { addLogin } from './commands/login.ts';
import { addObjects } from './commands/objects/objects.ts';
import { addRelease } from './commands/release.ts';
import { addRollback } from './commands/rollback.ts';
import { addRunning } from './commands/running.ts';
import { addSettings } from './commands/settings.ts';
import { addStatus } from './commands/status.ts';
import { addTimeline } from './commands/timeline.ts';
import { addValidate } from './commands/validate.ts';
import { addVerify } from './commands/verify.ts';
import { addVersions } from './commands/versions.ts';
import { addWatch } from './commands/watch.ts';
import { addWhoami } from './commands/whoami.ts';
import { exitCodes, exitCodesHelp } from './exit-codes.ts';
import { wordingOf } from './fields.ts';
import { misuse, usageOf } from './misuse.ts';
import { LOCAL_URL } from './profiles.ts';
import { type GlobalOptions, openSession } from './session.ts';
import type { Terminal } from './terminal.ts';
import { tellTrouble } from './trouble.ts';

/** By what people come for, so that newcomers need not read what admins do. */
const chapters: Readonly<Record<string, readonly AddCommand[]>> = {
  'Deploy, follow and undo:': [
    addLogin,
    addWhoami,
    addRunning,
    addVersions,
    addValidate,
    addDeploy,
    addStatus,
    addWatch,
    addDeployments,
    addTimeline,
    addRollback,
    addCancel,
  ],
  'Publish builds:': [addBuilds],
  'Configure (reading is for everybody, changing for admins):': [addObjects, addSettings],
  'Operate, for admins:': [addKillSwitch, addRelease, addEngine, addAudit, addConfig, addVerify],
  'Try it:': [addDemo],
};

/** Runs the program for the arguments after its name. Returns the exit code; never throws. */
export const runProgram = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const program = describeProgram();
  let code: number = exitCodes.ok;
  let current: Command = program;
  const run: Run = async (work) => {
    const options = program.opts<GlobalOptions>();
    const manner = { options, wording: wordingOf(current) };
    try {
      code = await Promise.race([openSession(terminal, manner).then(work), interruption(terminal)]);
    } catch (error) {
      code = tellTrouble(terminal, manner, error);
    }
  };
  for (const [heading, commands] of Object.entries(chapters)) {
    program.commandsGroup(heading);
    for (const add of commands) add(program, run);
  }
  program.helpCommand('help [command]', 'how a command is used');
  program.hook('preAction', (_, command) => {
    current = command;
  });
  forAll(program, (command) => {
    command.usage(usageOf(command)).configureOutput(outputOf(terminal));
    command.exitOverride((error) => {
      current = command;
      throw error;
    });
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const { text, code: wrong } = misuse(current, error);
    terminal.err(text);
    return wrong;
  }
  return code;
};

const describeProgram = (): Command =>
  new Command('dxcp')
    .description('Deploy, follow and undo: the command line of a DXCP delivery control plane')
    .option('--json', 'the API’s own answer on standard output, and nothing else')
    .option('--url <url>', `the plane, in place of the profile’s (or DXCP_URL; at first ${LOCAL_URL})`)
    .option('--profile <name>', 'which plane of your profiles (or DXCP_PROFILE; default: local)')
    .option('--local-time', 'times of this machine’s zone, with its offset, in place of UTC')
    .option('--no-color', 'no colours (or NO_COLOR)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      `
Examples:
  $ dxcp login
  $ dxcp deploy demo-service 1.1.0 sandbox --recipe default --summary "Faster search" --wait
  $ dxcp rollback <id> --plan

DXCP_TOKEN is used in place of a sign-in. Profiles are kept in ~/.config/dxcp/profiles.json.
Times are UTC (2026-11-21 15:41:20Z), as in the web UI; --local-time shows yours (2026-11-21 16:41:20+01:00).
Times you give are UTC as well, unless they name a zone.
${exitCodesHelp}`,
    );

/** What is wrong with a command line is said in one place, once it is known in full. */
const outputOf = ({ out, err }: Terminal) => ({ writeOut: out, writeErr: err, outputError: () => undefined });

const forAll = (command: Command, apply: (command: Command) => void): void => {
  apply(command);
  for (const child of command.commands) forAll(child, apply);
};

/** Ctrl-C ends the program, and only the program. */
const interruption = ({ interrupted, err }: Terminal): Promise<number> =>
  new Promise((resolve) => {
    interrupted.addEventListener('abort', () => {
      err('\nStopped. A deployment that was admitted goes on: dxcp deployments\n');
      resolve(exitCodes.interrupted);
    });
  });
