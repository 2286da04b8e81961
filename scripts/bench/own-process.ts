import { fork } from 'node:child_process';
import { once } from 'node:events';
import type * as z from 'zod';

/** Measurements that need a process of their own: a plane in it, or a processor that nothing else has warmed. */

export type OwnProcess = {
  /** A program that calls `answer`. */
  readonly program: URL;
  readonly input?: unknown;
  readonly nodeFlags?: readonly string[];
};

/** What the program answers. Throws when it ends without an answer, or with one of another shape. */
export const inOwnProcess = async <Schema extends z.ZodType>(
  schema: Schema,
  { program, input, nodeFlags = [] }: OwnProcess,
): Promise<z.output<Schema>> => {
  const child = fork(program, [JSON.stringify(input ?? null)], {
    execArgv: [...nodeFlags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const [message] = await Promise.race([once(child, 'message'), ended]);
  if (child.connected) child.disconnect();
  await ended;
  const answer = schema.safeParse(message);
  if (!answer.success) throw new Error(`${program.pathname} ended without an answer (${child.exitCode})`);
  return answer.data;
};

/** In such a program: does the work with the input, sends what comes of it and ends the process. */
export const answer = (work: (input: unknown) => Promise<unknown>): void => {
  work(JSON.parse(process.argv[2] ?? 'null')).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
};
