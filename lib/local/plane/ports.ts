import { readFileSync, writeFileSync } from 'node:fs';

/** The services' port of the last start on this data, or the one after the plane's own. */
export function keptServicesPort(file: string, publicUrl: string): number {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof kept === 'object' && kept !== null && 'services' in kept) return Number(kept.services) || 0;
  } catch {
    // The first start on this data.
  }
  return Number(new URL(publicUrl).port) + 1;
}

export const keepServicesPort = (file: string, servicesUrl: string): void =>
  writeFileSync(file, JSON.stringify({ services: Number(new URL(servicesUrl).port) }));
