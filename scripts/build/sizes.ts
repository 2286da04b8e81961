import type { Metafile } from 'esbuild';
import { BUNDLES } from './doors.ts';

/** Bytes a bundle may have. The gate on bytes is exact; the time of a cold start follows it. */
const KB = 1024;
const CAPS = { 'table only': 380 * KB, 'more clients': 520 * KB } as const;
type Kind = keyof typeof CAPS;

/** What makes a function more than a reader and writer of the table. */
const FURTHER_CLIENT = /@aws-sdk\/client-(s3|ssm|sfn|lambda)\/|lib\/adapters\/spinnaker\//;

export type BundleSize = { readonly door: string; readonly kind: Kind; readonly bytes: number; readonly cap: number };

/** The size of each bundle, largest first. */
export const measureBundles = (metafile: Metafile): readonly BundleSize[] =>
  Object.entries(metafile.outputs)
    .filter(([file]) => file.endsWith('.mjs'))
    .map(([file, { bytes, inputs }]) => {
      // Only what tree-shaking left in counts.
      const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
      const kind: Kind = used.some(([input]) => FURTHER_CLIENT.test(input)) ? 'more clients' : 'table only';
      const door = file.slice(`${BUNDLES}/`.length, -'/index.mjs'.length);
      return { door, kind, bytes, cap: CAPS[kind] };
    })
    .sort((a, b) => b.bytes - a.bytes || a.door.localeCompare(b.door));

const inKb = (bytes: number): string => `${(bytes / KB).toFixed(1)} KB`;

/** A table for people: function, size, what it may be. */
export const renderSizes = (sizes: readonly BundleSize[]): string => {
  const width = Math.max(8, ...sizes.map(({ door }) => door.length));
  const rows = sizes.map(
    ({ door, kind, bytes, cap }) =>
      `${door.padEnd(width)}  ${inKb(bytes).padStart(9)}  of ${inKb(cap)} (${kind})${bytes > cap ? '  TOO LARGE' : ''}`,
  );
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...rows, `${sizes.length} functions, ${inKb(total)} in all`].join('\n');
};
