/** What differs between two deployments of the plane. */
export type Stage = {
  /** In every name, for example `dev`. */
  readonly name: string;
  /** Holds `functions/<door>/index.mjs` for every door, as the build leaves them. */
  readonly functions: string;
  /** Holds the built site. */
  readonly site: string;
  /** Which release this is, for logs and for open tabs. */
  readonly release: string;
  /** Prefix of the deployment parameters in SSM. */
  readonly configPrefix: string;
  /** AWS accounts whose CI may assume the publisher role; without any there is no such role. */
  readonly publisherAccounts: readonly string[];
  /** Web origins besides the plane's own that may call the API. */
  readonly corsOrigins: readonly string[];
};

const NAME = /^[a-z][a-z0-9-]{0,15}$/;

/** The name as it is, if it can be part of every resource name. */
export const stageName = (name: unknown): string => {
  if (typeof name === 'string' && NAME.test(name)) return name;
  throw new Error(`Not a stage name: ${String(name)}. Use up to 16 lower-case letters, digits and dashes.`);
};

export const named = (stage: Stage, ...parts: readonly string[]): string => ['dxcp', stage.name, ...parts].join('-');
