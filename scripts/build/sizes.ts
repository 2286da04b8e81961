import type { Metafile } from 'esbuild';
import { engineTypes } from '../../lib/contract/engines.ts';
import { BUNDLES } from './doors.ts';

/** Bytes a bundle may have. The cap on bytes is exact; the time of a cold start follows it. */
const KB = 1024;
const CAPS = { 'table only': 380 * KB, 'more clients': 520 * KB } as const;
type Kind = keyof typeof CAPS;

/**
 * What holds more by nature, and is called by hand: the one looks at everything with every client there is, the other
 * decides as each of the functions whose change it previews.
 */
const EXCEPTIONS: Readonly<Record<string, number>> = {
  'api/config/sanity': 600 * KB,
  'api/guardrails/preview': 420 * KB,
};

/** Clients in a bundle by what tree-shaking left of them; those of the engines are our own. */
const CLIENT = new RegExp(`@aws-sdk/client-([a-z0-9-]+)/|lib/adapters/(${engineTypes.join('|')})/`);

export type BundleSize = {
  readonly door: string;
  /** `dynamodb`, `s3`, … in alphabetical order. */
  readonly clients: readonly string[];
  readonly kind: Kind;
  readonly bytes: number;
  readonly cap: number;
};

const clientsIn = (inputs: Metafile['outputs'][string]['inputs']): readonly string[] => {
  const names = Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([input]) => CLIENT.exec(input))
    .flatMap((match) => match?.[1] ?? match?.[2] ?? []);
  return [...new Set(names)].sort();
};

/** The size of each bundle, largest first. */
export const measureBundles = (metafile: Metafile): readonly BundleSize[] =>
  Object.entries(metafile.outputs)
    .filter(([file]) => file.endsWith('.mjs'))
    .map(([file, { bytes, inputs }]) => {
      const door = file.slice(`${BUNDLES}/`.length, -'/index.mjs'.length);
      const clients = clientsIn(inputs);
      const kind: Kind = clients.some((client) => client !== 'dynamodb') ? 'more clients' : 'table only';
      return { door, clients, kind, bytes, cap: EXCEPTIONS[door] ?? CAPS[kind] };
    })
    .sort((a, b) => b.bytes - a.bytes || a.door.localeCompare(b.door));

const inKb = (bytes: number): string => `${(bytes / KB).toFixed(1)} KB`;

/** A table for people: function, size, what it may be, the clients it holds. */
export const renderSizes = (sizes: readonly BundleSize[]): string => {
  const width = Math.max(8, ...sizes.map(({ door }) => door.length));
  const rows = sizes.map(({ door, clients, bytes, cap }) => {
    const verdict = bytes > cap ? 'TOO LARGE' : '';
    return `${door.padEnd(width)}  ${inKb(bytes).padStart(9)} of ${inKb(cap)}  ${clients.join(' ')}  ${verdict}`.trimEnd();
  });
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...rows, `${sizes.length} functions, ${inKb(total)} in all`].join('\n');
};
