import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { createFunctions, FunctionTimeout } from '../../../lib/local/gateway/functions.ts';

const directory = mkdtempSync(join(tmpdir(), 'dxcp-functions-'));
const write = (name: string, text: string) => writeFileSync(join(directory, `${name}.ts`), text);
write('echo', 'export const handler = (event, context) => ({ event, by: context.functionName });');
write('never', 'export const handler = () => new Promise(() => undefined);');
write('nothing', "export const handler = 'not a function';");
const functions = createFunctions(pathToFileURL(`${directory}/`));
afterAll(() => rmSync(directory, { recursive: true }));

it('runs the handler of a function file found by name', async () => {
  expect(await functions.invoke('echo', { a: 1 }, 1000)).toEqual({ event: { a: 1 }, by: 'echo' });
});

it('gives up on a function that does not answer in its time', async () => {
  await expect(functions.invoke('never', {}, 5)).rejects.toThrow(FunctionTimeout);
});

it('says what is wrong with a function that cannot be run', async () => {
  await expect(functions.invoke('nothing', {}, 1000)).rejects.toThrow('exports no handler');
  await expect(functions.load('missing')).rejects.toThrow();
});
