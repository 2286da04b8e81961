import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { BUNDLES, listDoors } from './doors.ts';
import { lightSchemas } from './sdk-schemas.ts';

/** Some dependencies are CommonJS and call `require` for Node's own modules, which an ES module lacks. */
const REQUIRE_BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/**
 * Bundles every function in one esbuild call: sixty separate ones would cost a minute. The same sources give the same
 * bytes, so an unchanged function keeps its asset hash and is not deployed again.
 */
export const bundleFunctions = async (root: string): Promise<Metafile> => {
  const output = join(root, BUNDLES);
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: listDoors(root).map((door) => ({ in: `functions/${door}.ts`, out: `${door}/index` })),
    outdir: BUNDLES,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    // The map lies beside the bundle for whoever reads a stack trace; it is not deployed.
    sourcemap: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // ES modules first: the CommonJS builds of the SDK cannot be tree-shaken and weigh 200 KB more.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'scripts/build/lambda-credentials.ts') },
    plugins: [lightSchemas],
    banner: { js: REQUIRE_BANNER },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  return result.metafile;
};
