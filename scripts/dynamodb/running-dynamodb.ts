import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { dynamoDbLocal } from './distribution.ts';

/** AWS's DynamoDB Local on a free port, in memory. */
export type RunningDynamoDb = { readonly url: string; readonly stop: () => Promise<void> };

const START_LIMIT_MS = 60_000;

/** Starts it with the Java of this machine and resolves when it answers. Throws with what is missing. */
export async function startDynamoDb(): Promise<RunningDynamoDb> {
  const home = await dynamoDbLocal();
  const port = await freePort();
  const library = join(home, 'DynamoDBLocal_lib');
  const flags = ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  const java = spawn('java', ['-Xmx512m', `-Djava.library.path=${library}`, '-jar', 'DynamoDBLocal.jar', ...flags], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: string[] = [];
  for (const stream of [java.stdout, java.stderr]) stream.on('data', (chunk) => words.push(String(chunk)));
  const ended = new Promise<string>((resolve) => {
    java.once('error', () => resolve('Missing: java. Install a Java runtime, 11 or newer, and run this again.'));
    java.once('exit', (code) => resolve(`DynamoDB Local ended with code ${code}:\n${words.join('').trim()}`));
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    java.kill('SIGKILL');
    await ended;
  };
  const trouble = await Promise.race([ended, answering(url)]);
  if (trouble === undefined) return { url, stop };
  await stop();
  throw new Error(trouble);
}

/** Resolves when something answers there, or with what is wrong when nothing does in time. */
async function answering(url: string): Promise<string | undefined> {
  for (const limit = Date.now() + START_LIMIT_MS; Date.now() < limit; await wait(100)) {
    // Without a signature it is refused, which is an answer.
    const status = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(2000) }).then(
      (response) => response.status,
      () => 0,
    );
    if (status > 0) return undefined;
  }
  return `DynamoDB Local did not answer within ${START_LIMIT_MS / 1000} seconds`;
}

/** A port that nobody listened on a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port is free');
  return address.port;
}
