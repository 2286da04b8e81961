/** What the plane tells its pages at run time; the bundle is the same everywhere. */
export type Configuration = {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience?: string;
  readonly scope: string;
  /** Origin of the API; absent when it is this one. */
  readonly apiBase?: string;
};

const isConfiguration = (value: unknown): value is Configuration =>
  typeof value === 'object' &&
  value !== null &&
  'issuer' in value &&
  typeof value.issuer === 'string' &&
  'clientId' in value &&
  typeof value.clientId === 'string' &&
  'scope' in value &&
  typeof value.scope === 'string';

/** Reads `/config.json`. Throws when it is missing or says nothing about signing in. */
export const readConfiguration = async (): Promise<Configuration> => {
  const response = await fetch('/config.json', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  const value: unknown = await response.json();
  if (!isConfiguration(value)) throw new Error('/config.json names no issuer, clientId and scope');
  return value;
};
