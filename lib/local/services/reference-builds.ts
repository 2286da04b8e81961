import { createHash } from 'node:crypto';
import { archiveService, type ServiceManifest } from './service-archive.ts';

export type ReferenceBuild = {
  readonly service: string;
  readonly version: string;
  /** Key below the artifact bucket. */
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly contentType: 'application/zip';
  /** What the build is there to show. */
  readonly shows: string;
};

type BuildSpec = readonly [version: string, kind: ServiceManifest['health'] | 'truncated', shows: string];

const DEMO: readonly BuildSpec[] = [
  ['1.0.0', 'good', 'The first good version'],
  ['1.1.0', 'good', 'A good version'],
  ['1.2.0', 'good', 'The newest good version'],
  ['1.3.0', 'failing', 'Fails its health check (APP)'],
  ['1.4.0', 'truncated', 'Cannot be unpacked (ARTIFACT)'],
  ['1.5.0', 'silent', "Never answers its health check: ends by the engine's own limit (TIMEOUT)"],
];

const PLAIN: readonly BuildSpec[] = [
  ['1.0.0', 'good', 'The first good version'],
  ['1.1.0', 'good', 'A good version'],
];

const SERVICES: readonly (readonly [string, readonly BuildSpec[]])[] = [
  ['demo-service', DEMO],
  ['demo-service-2', PLAIN],
  ['billing-api', PLAIN],
];

/** The builds every local plane has, good ones and the ones made to fail. */
export function referenceBuilds(): readonly ReferenceBuild[] {
  return SERVICES.flatMap(([service, specs]) => specs.map((spec) => referenceBuild(service, spec)));
}

function referenceBuild(service: string, [version, kind, shows]: BuildSpec): ReferenceBuild {
  const archive = archiveService({ service, version, health: kind === 'truncated' ? 'good' : kind });
  // A zip's directory is at its end: without it nothing can be unpacked, though its digest is in order.
  const bytes = kind === 'truncated' ? archive.slice(0, Math.floor(archive.length / 2)) : archive;
  return {
    service,
    version,
    filename: `${service}/${service}-${version}.zip`,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sizeBytes: bytes.length,
    contentType: 'application/zip',
    shows,
  };
}
