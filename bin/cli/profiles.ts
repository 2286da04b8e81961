import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { UsageError } from './errors.ts';

export const DEFAULT_PROFILE = 'local';
export const LOCAL_URL = 'http://127.0.0.1:4700';

const profile = z.object({
  url: z.string(),
  /** Where signed calls go when that is not the plane's own origin. */
  signedBase: z.string().optional(),
  region: z.string().optional(),
  /** The seeded user of a local plane, so that its token can be renewed. */
  user: z.string().optional(),
  token: z.string().optional(),
  expiresAt: z.string().optional(),
});
const profiles = z.record(z.string(), profile);

/** One plane and who is signed in to it. */
export type Profile = z.infer<typeof profile>;

type Environment = Readonly<Record<string, string | undefined>>;

export const profilesFile = (env: Environment): string => {
  const folder = env.DXCP_CONFIG_HOME ?? join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'dxcp');
  return join(folder, 'profiles.json');
};

/** Every profile on file; the local plane needs none. Throws UsageError when the file is not readable as such. */
export const readProfiles = async (file: string): Promise<Record<string, Profile>> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw new UsageError(`${file} cannot be read: ${error.message}`);
  });
  const found = profiles.safeParse(parseJson(text));
  if (!found.success) throw new UsageError(`${file} is not a file of profiles. Correct it, or remove it and sign in.`);
  return { [DEFAULT_PROFILE]: { url: LOCAL_URL }, ...found.data };
};

/** Replaces one profile. The file is for its owner only, and never half written. */
export const saveProfile = async (file: string, name: string, changed: Profile): Promise<void> => {
  const all = { ...(await readProfiles(file)), [name]: changed };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
