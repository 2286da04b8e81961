import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

export type FunctionHandler = (event: unknown, context: Context) => unknown;

/** A function did not answer in its time. */
export class FunctionTimeout extends Error {
  override readonly name = 'FunctionTimeout';
}

export type Functions = {
  /** Runs `handler` of the function file, e.g. `api/deployments/create`; throws what it throws. */
  readonly invoke: (name: string, event: unknown, timeoutMs: number) => Promise<unknown>;
  /** Loads the function ahead of its first call. */
  readonly load: (name: string) => Promise<void>;
  /** From now on functions are told that their time is up, and those that look at it end early. */
  readonly hurry: () => void;
};

/** Runs the work of the named function under its role. */
export type RunAs = <T>(name: string, work: () => T) => T;

/** The Lambda functions of the project, loaded from their files by name on first use. `root` ends with a slash. */
export function createFunctions(root: URL, runAs: RunAs = (_, work) => work()): Functions {
  const loaded = new Map<string, Promise<FunctionHandler>>();
  let isLate = false;

  const load = (name: string): Promise<FunctionHandler> => {
    const before = loaded.get(name);
    if (before) return before;
    const loading = importHandler(new URL(`${name}.ts`, root));
    loaded.set(name, loading);
    loading.catch(() => loaded.delete(name));
    return loading;
  };

  return {
    load: async (name) => void (await load(name)),
    hurry: () => {
      isLate = true;
    },
    invoke: async (name, event, timeoutMs) => {
      const handler = await load(name);
      const deadline = Date.now() + timeoutMs;
      return within(
        timeoutMs,
        runAs(name, async () =>
          handler(
            event,
            contextFor(name, () => (isLate ? 0 : deadline - Date.now())),
          ),
        ),
      );
    },
  };
}

async function importHandler(file: URL): Promise<FunctionHandler> {
  const module: { handler?: unknown } = await import(file.href);
  const { handler } = module;
  if (typeof handler !== 'function') throw new TypeError(`${file.pathname} exports no handler`);
  return (event, context) => handler(event, context);
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FunctionTimeout(`No answer in ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function contextFor(name: string, remainingMs: () => number): Context {
  const functionName = name.replaceAll('/', '-');
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, remainingMs()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
