import { answer } from '../own-process.ts';

/** A fresh process as a cold start has it: answers how many milliseconds it takes to import the bundle. */

answer(async (input) => {
  const bundle = String(input);
  const began = performance.now();
  await import(bundle);
  return performance.now() - began;
});
