import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const stoodIn = pathToFileURL(join(import.meta.dirname, 'collected.ts')).href;
const stripped = new Map<string, string>();
const sourceOf = (path: string): string => {
  const known = stripped.get(path);
  if (known !== undefined) return known;
  const source = stripTypeScriptTypes(readFileSync(path, 'utf8'));
  stripped.set(path, source);
  return source;
};

/**
 * Loads the domain's tests below a directory, and the domain with them. Each call begins anew, with modules of its own,
 * so that what a module does once can be changed too; the contract is loaded once.
 */
export const loaderOf = (directory: string): (() => (file: string) => Promise<unknown>) => {
  const root = pathToFileURL(`${directory}/`).href;
  let begun = 0;
  const isOwn = (url: string): boolean => url.startsWith(`${root}lib/domain/`) || url.startsWith(`${root}test/`);
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'vitest' && context.parentURL?.startsWith(root)) return { url: stoodIn, shortCircuit: true };
      const resolved = next(specifier, context);
      return isOwn(resolved.url) ? { ...resolved, url: `${resolved.url}?${begun}` } : resolved;
    },
    load: (url, context, next) =>
      isOwn(url)
        ? { format: 'module', source: sourceOf(fileURLToPath(url.replace(/\?.*/, ''))), shortCircuit: true }
        : next(url, context),
  });
  return () => {
    begun += 1;
    return (file) => import(pathToFileURL(join(directory, file)).href);
  };
};
