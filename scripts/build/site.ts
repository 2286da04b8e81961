import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { referencePage } from '../../lib/local/site/reference-page.ts';
import { referenceStyle } from '../../lib/local/site/reference-style.ts';
import { buildUi } from '../../lib/local/site/ui-build.ts';

/** What the CDN serves: the built UI and the API reference; its run-time configuration is added by the stack. */
export const buildSite = async (root: string, announce: (text: string) => void): Promise<void> => {
  const built = await buildUi(root, announce);
  if (built.kind === 'failed') throw new Error(`The web UI cannot be built: ${built.detail}`);
  const site = join(root, 'dist/site');
  await rm(site, { recursive: true, force: true });
  await cp(join(root, 'dist/ui'), site, { recursive: true });
  await mkdir(join(site, 'docs'));
  const document = await readFile(join(root, 'docs/openapi.json'), 'utf8');
  await writeFile(join(site, 'docs/openapi.json'), document);
  await writeFile(join(site, 'docs/index.html'), referencePage(JSON.parse(document)));
  await writeFile(join(site, 'docs/reference.css'), referenceStyle);
};
