import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { damagedFile } from '../../plane/damaged-file.ts';
import { writeDurably } from '../s3/durable-file.ts';

const executionSchema = z.object({
  arn: z.string(),
  machineArn: z.string(),
  name: z.string(),
  /** JSON text, exactly as the caller sent it. */
  input: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  /** Milliseconds since the epoch, as is `stoppedAt`. */
  startedAt: z.number(),
  stoppedAt: z.number().optional(),
  /** JSON text. */
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

export type Execution = z.infer<typeof executionSchema>;

/** Every execution of the last 90 days, the running ones included, as JSON Lines: the last line of an ARN counts. */
export type ExecutionLog = {
  readonly find: (arn: string) => Execution | undefined;
  /** Oldest first. */
  readonly all: () => Execution[];
  /** Resolves when the execution is on disk; `find` sees it at once. */
  readonly write: (execution: Execution) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A closed execution keeps its name taken for this long, as in AWS. */
const RETENTION_MS = 90 * 24 * 3600 * 1000;

export const STOPPED_WITH_THE_PLANE = 'The local plane stopped';

/** Opens the log: expired executions are dropped, those that ran when the process died are ABORTED. */
export async function openExecutionLog(file: string, now: () => number): Promise<ExecutionLog> {
  const isKept = ({ startedAt, stoppedAt }: Execution) => (stoppedAt ?? startedAt) > now() - RETENTION_MS;
  await mkdir(dirname(file), { recursive: true });
  const read = (await load(file)).filter(isKept).map((execution) => endOrphan(execution, now()));
  const executions = new Map(read.map((execution) => [execution.arn, execution]));
  await writeDurably(file, [...executions.values()].map(toLine).join(''));
  const handle = await open(file, 'a');
  let written: Promise<unknown> = Promise.resolve();
  return {
    find: (arn) => {
      const execution = executions.get(arn);
      return execution !== undefined && isKept(execution) ? execution : undefined;
    },
    all: () => [...executions.values()].filter(isKept),
    write: async (execution) => {
      executions.set(execution.arn, execution);
      const line = written.then(() => handle.appendFile(toLine(execution)));
      written = line.catch(() => undefined);
      await line;
    },
    close: async () => {
      await written;
      await handle.close();
    },
  };
}

const toLine = (execution: Execution): string => `${JSON.stringify(execution)}\n`;

const endOrphan = (execution: Execution, now: number): Execution =>
  execution.status === 'RUNNING'
    ? { ...execution, status: 'ABORTED', stoppedAt: now, cause: STOPPED_WITH_THE_PLANE }
    : execution;

async function load(file: string): Promise<Execution[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  // A crash can tear the last line: what follows the last line break was never acknowledged.
  const lines = text.split('\n').slice(0, -1);
  const latest = new Map<string, Execution>();
  for (const [index, line] of lines.entries()) {
    try {
      const execution = executionSchema.parse(JSON.parse(line));
      latest.set(execution.arn, execution);
    } catch (error) {
      const without = 'what is in flight carries on; which workflows ran before is forgotten.';
      throw damagedFile(`Line ${index + 1} of ${file}`, error, without);
    }
  }
  return [...latest.values()];
}
