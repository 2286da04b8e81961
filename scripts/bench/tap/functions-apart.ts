import { registerHooks } from 'node:module';
import { instanceOf } from './instances.ts';

/**
 * On a local plane all functions share their modules; in AWS each has clients and caches of its own. From here on, so
 * they have in this process: each function is loaded through a door that counts, with a copy of the project's modules
 * for itself. Packages are shared. To be imported before the plane starts.
 */

const root = new URL('../../../', import.meta.url).href;
const functions = `${root}functions/`;
const gateway = `${root}lib/local/gateway/functions.ts`;
const door = new URL('./door.ts', import.meta.url).href;

const isShared = (url: string): boolean => !url.startsWith(root) || url.startsWith(`${root}node_modules/`);

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const from = context.parentURL ?? '';
    if (from === gateway && found.url.startsWith(functions)) {
      const name = found.url.slice(functions.length, -'.ts'.length);
      return { ...found, url: `${door}?name=${encodeURIComponent(name)}` };
    }
    const instance = instanceOf(from);
    return instance === undefined || isShared(found.url) ? found : { ...found, url: `${found.url}?${instance}` };
  },
});
