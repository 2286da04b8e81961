import { join } from 'node:path';
import { bundleFunctions } from './build/bundle.ts';
import { measureBundles, renderSizes } from './build/sizes.ts';

/** Bundles all functions and refuses one that has grown beyond its cap. */
const started = performance.now();
const sizes = measureBundles(await bundleFunctions(join(import.meta.dirname, '..')));
console.log(renderSizes(sizes));
console.log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);

const tooLarge = sizes.filter(({ bytes, cap }) => bytes > cap);
if (tooLarge.length > 0) {
  console.error(`Too large: ${tooLarge.map(({ door }) => door).join(', ')}. Look at what it imports.`);
  process.exitCode = 1;
}
