import { UsageError } from './errors.ts';
import { DEFAULT_PROFILE, type Profile, profilesFile, readProfiles } from './profiles.ts';
import type { Terminal } from './terminal.ts';

/** The plane a command speaks to, and by which profile. */
export type Plane = {
  readonly profileName: string;
  readonly file: string;
  /** The profile as it applies: at another origin than its own it holds no token. */
  readonly profile: Profile;
};

export type PlaneOptions = { readonly url?: string | undefined; readonly profile?: string | undefined };

/** Finds the plane by options, then environment, then profile. Throws UsageError when nothing names one. */
export const findPlane = async ({ env }: Pick<Terminal, 'env'>, options: PlaneOptions): Promise<Plane> => {
  const file = profilesFile(env);
  const profileName = profileNameOf(options, env);
  const profiles = await readProfiles(file);
  const stored = profiles[profileName];
  const url = options.url ?? env.DXCP_URL;
  if (url !== undefined) return { profileName, file, profile: at(originOf(url), stored) };
  if (!stored)
    throw new UsageError(
      `There is no profile ${profileName}; there is ${Object.keys(profiles).join(', ')}.\n  Make it: dxcp login --profile ${profileName} --url https://…`,
    );
  return { profileName, file, profile: { ...stored, url: originOf(stored.url) } };
};

const profileNameOf = (options: PlaneOptions, env: Terminal['env']): string =>
  options.profile ?? env.DXCP_PROFILE ?? DEFAULT_PROFILE;

/** What named the plane's address: "--url", "DXCP_URL" or "profile local". */
export const addressSource = ({ env }: Pick<Terminal, 'env'>, options: PlaneOptions): string => {
  if (options.url !== undefined) return '--url';
  return env.DXCP_URL === undefined ? `profile ${profileNameOf(options, env)}` : 'DXCP_URL';
};

/** A token is for the plane that it was issued for, and is never shown to another. */
const at = (url: string, stored: Profile | undefined): Profile => {
  if (!stored || originOf(stored.url) !== url) return { url };
  return { ...stored, url };
};

const originOf = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new UsageError(`${url} is not the address of a plane, such as https://dxcp.example.com`);
  }
  if (parsed.protocol === 'http:' && !isLoopback(url)) {
    throw new UsageError(`${url} would send your token in the clear. Use https.`);
  }
  return parsed.origin;
};

/** A plane on this machine signs its seeded users in by itself. */
export const isLoopback = (url: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(URL.parse(url)?.hostname ?? '');
