import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { captureFunctionLog } from '../../lib/local/plane/function-log.ts';
import { type Plane, startPlane } from '../../lib/local/plane/plane.ts';
import { PlaneProblem } from '../../lib/local/plane/problem.ts';
import { type Flags, HELP, readFlags } from './flags.ts';
import { welcome } from './welcome.ts';

/** Starts a plane from the command line and keeps it until Ctrl-C or SIGTERM. */
export async function runPlane(args: readonly string[]): Promise<void> {
  try {
    const flags = readFlags(args);
    if (flags.help) console.log(HELP);
    else await runUntilStopped(flags);
  } catch (error) {
    console.error(`\n${error instanceof PlaneProblem ? error.message : error}`);
    process.exit(1);
  }
}

async function runUntilStopped(flags: Flags): Promise<void> {
  const report = reporter();
  const begun = performance.now();
  const starting = startPlane({ ...flags, announce: (text) => console.log(text), report: report.tell });
  const stopped = stopOnSignal(starting);
  process.on('unhandledRejection', (error) => report.tell('plane', error));
  const plane = await starting;
  const logFile = join(plane.dataDir, 'functions.log');
  mkdirSync(plane.dataDir, { recursive: true });
  report.keepIn(captureFunctionLog(logFile));
  console.log(welcome({ plane, flags, seconds: (performance.now() - begun) / 1000, logFile: relative('', logFile) }));
  await stopped;
}

/** Failures that no caller hears of: each on one line here, whole in the log. */
function reporter() {
  let write: (line: unknown) => void = () => undefined;
  return {
    keepIn: (log: (line: unknown) => void): void => {
      write = log;
    },
    tell: (where: string, error: unknown): void => {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      write({ level: 'error', type: 'plane', where, name, message, stack, at: new Date() });
      console.error(`! ${where}: ${name}: ${message.split('\n')[0]}`);
    },
  };
}

/** The first signal stops in order; a second one at once. */
function stopOnSignal(starting: Promise<Plane>): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      console.log('\nStopping …');
      const plane = starting.catch(() => undefined);
      plane
        .then((running) => running?.stop())
        .then(
          () => process.exit(0),
          (error: unknown) => {
            console.error(error);
            process.exit(1);
          },
        )
        .finally(resolve);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
