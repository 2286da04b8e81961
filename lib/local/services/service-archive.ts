import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';

export type ServiceManifest = {
  readonly service: string;
  readonly version: string;
  /** How `/health` answers: 200, 503, or never. */
  readonly health: 'good' | 'failing' | 'silent';
};

/** A zip that the local plane can deploy; the same manifest always gives the same bytes. */
export function archiveService(manifest: ServiceManifest): Uint8Array {
  const program = readFileSync(new URL('./reference-service.mjs', import.meta.url));
  const entries = {
    'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
    'server.mjs': new Uint8Array(program),
  };
  // Zip times have no zone: local midnight reads the same everywhere.
  return zipSync(entries, { level: 9, mtime: new Date(2026, 0, 1) });
}
