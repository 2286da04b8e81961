import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { DEFAULT_PORT } from '../lib/local/plane/names.ts';

/** `npm run seed -- FILE`: adds services and delivery groups to a running local plane; what exists stays as it is. */

const HELP = `npm run seed -- FILE [--url http://127.0.0.1:${DEFAULT_PORT}]

FILE is JSON like scripts/seed.example.json: services and delivery groups. What is absent is inserted, by admin;
what exists stays as it is. Nothing is written when anything in the file is wrong.`;

const answer = z.union([
  z.object({ ok: z.literal(true), inserted: z.array(z.string()), unchanged: z.array(z.string()) }),
  z.object({ ok: z.literal(false), errors: z.array(z.string()) }),
  z.object({ message: z.string() }),
]);

function fail(...lines: readonly string[]): never {
  for (const line of lines) console.error(line);
  process.exit(1);
}

function readInput(): { file: string; text: string; url: string } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: { type: 'string', default: `http://127.0.0.1:${DEFAULT_PORT}` }, help: { type: 'boolean' } },
  });
  const [file] = positionals;
  if (values.help || file === undefined) fail(HELP);
  try {
    const text = readFileSync(file, 'utf8');
    JSON.parse(text);
    return { file, text, url: values.url };
  } catch (error) {
    return fail(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

async function seed({ file, text, url }: ReturnType<typeof readInput>): Promise<void> {
  const post = (path: string, body: string, headers: Record<string, string>) =>
    fetch(url + path, { method: 'POST', body, headers }).catch(() =>
      fail(`No plane answers at ${url}.`, 'Start one with npm start, or give its address with --url.'),
    );
  const token = await (await post('/.local/token', '{"user":"admin"}', { accept: 'text/plain' })).text();
  const response = await post('/.local/seed', text, { authorization: `Bearer ${token}` });
  const result = answer.parse(await response.json());
  if ('message' in result) fail(result.message);
  if (!result.ok) fail(`Nothing was added; ${file} has errors:`, ...result.errors.map((error) => `  ${error}`));
  for (const name of result.inserted) console.log(`added      ${name}`);
  for (const name of result.unchanged) console.log(`unchanged  ${name}`);
}

await seed(readInput());
