import { join } from 'node:path';
import { buildFunctions, refuseLarge, TooLarge } from './build/functions.ts';
import { renderSizes } from './build/sizes.ts';

/** Bundles all functions and refuses one that has grown beyond its cap. */
const started = performance.now();
const sizes = await buildFunctions(join(import.meta.dirname, '..'));
console.log(renderSizes(sizes));
console.log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
try {
  refuseLarge(sizes);
} catch (fault) {
  if (!(fault instanceof TooLarge)) throw fault;
  console.error(fault.message);
  process.exitCode = 1;
}
