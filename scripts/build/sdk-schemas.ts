import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * The SDK's clients describe all their operations in one file each, in a way that keeps bundlers from dropping the
 * descriptions nobody uses: a computed key such as `{ [_h]: 1 }` could have an effect, and so could registering an
 * error. Together that is 70 KB for S3 and another 70 KB for SSM, in every function that asks them one question.
 */

const SCHEMAS = /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;
const SSM = /client-ssm/;

/** `const _h = "http";` … `{ [_h]: 1 }` → `{ "http": 1 }`: the same object, plainly without effect. */
const withPlainKeys = (source: string): string => {
  const names = new Map([...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]));
  return source.replace(/([{,] ?)\[(\w+)\]:/g, (whole, start: string, name: string) =>
    names.has(name) ? `${start}${names.get(name)}:` : whole,
  );
};

/** Unregistered errors arrive as the client's general error with their own name; only for clients whose errors are all alike to us. */
const withoutErrorClasses = (source: string): string =>
  source.replace(/^(?=n0_registry\.registerError\()/gm, '/* @__PURE__ */ ');

export const lightSchemas: Plugin = {
  name: 'light-schemas',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => {
      const plain = withPlainKeys(await readFile(path, 'utf8'));
      return { contents: SSM.test(path) ? withoutErrorClasses(plain) : plain, loader: 'js' };
    });
  },
};
