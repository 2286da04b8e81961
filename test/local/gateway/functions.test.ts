import { expect, it } from 'vitest';
import { createFunctions, FunctionTimeout } from '../../../lib/local/gateway/functions.ts';

const functions = createFunctions(new URL('./functions/', import.meta.url));

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
