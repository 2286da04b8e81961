import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { captureFunctionLog } from '../../lib/local/plane/function-log.ts';
import { type Plane, startPlane } from '../../lib/local/plane/plane.ts';
import { PlaneProblem } from '../../lib/local/plane/problem.ts';
import { storageFault } from '../../lib/local/plane/storage-fault.ts';
import { type Flags, HELP, readFlags } from './flags.ts';
import { welcome } from './welcome.ts';

const STOP_LIMIT_MS = 5000;
const LOG = 'functions.log';

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
  const broken = Promise.withResolvers<Error>();
  const starting = startPlane({
    ...flags,
    onDirectory: (path) => report.keepIn(captureFunctionLog(join(path, LOG))),
    announce: (text) => console.log(text),
    report: report.tell,
    onBroken: broken.resolve,
  });
  const stopped = stopOnSignal(starting);
  process.on('unhandledRejection', (error) => report.tell('plane', error));
  process.on('uncaughtException', broken.resolve);
  void broken.promise.then((error) => giveUp(starting, storageFault(error, flags.dataDir) ?? error));
  const plane = await starting;
  const logFile = relative('', join(plane.dataDir, LOG));
  console.log(welcome({ plane, flags, seconds: (performance.now() - begun) / 1000, logFile }));
  await stopped;
}

/** What cannot be written is not done: the plane says so and stops, so that nobody takes it for a whole one. */
async function giveUp(starting: Promise<Plane>, error: Error): Promise<void> {
  console.error(`\n${error instanceof PlaneProblem ? error.message : error.stack}`);
  const stopping = starting.then(
    (plane) => plane.stop(),
    () => undefined,
  );
  await Promise.race([stopping.catch(() => undefined), wait(STOP_LIMIT_MS)]);
  process.exit(1);
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
