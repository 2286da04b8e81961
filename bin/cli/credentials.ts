import * as z from 'zod';
import { NotSignedIn, UsageError } from './errors.ts';
import { reach } from './http.ts';
import { isLoopback } from './plane.ts';
import type { Profile } from './profiles.ts';
import type { Terminal } from './terminal.ts';

const credentials = z.object({
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
  sessionToken: z.string().exactOptional(),
  region: z.string().exactOptional(),
});
type Found = z.infer<typeof credentials>;

/** What signs requests to a region of AWS. */
export type Signer = { readonly credentials: Found; readonly region: string };

const LOCAL_REGION = 'us-east-1';
const NONE =
  'Signed calls need AWS credentials of a publisher role: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.';

/** Finds what signs: the AWS variables of the environment, or on this machine the plane's own publisher. */
export const findSigner = async ({ env }: Pick<Terminal, 'env'>, profile: Profile): Promise<Signer> => {
  if (isLoopback(profile.url)) {
    const lent = await fromLocalPlane(profile.url);
    if (lent) return { credentials: lent, region: lent.region ?? LOCAL_REGION };
  }
  const found = fromEnvironment(env);
  if (!found) throw new NotSignedIn(NONE);
  const region = profile.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (!region) throw new UsageError('Signed calls need a region: set AWS_REGION, or sign in with --region.');
  return { credentials: found, region };
};

const fromEnvironment = (env: Terminal['env']): Found | undefined => {
  const found = credentials.safeParse({
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
  });
  return found.success ? found.data : undefined;
};

const fromLocalPlane = async (origin: string): Promise<Found | undefined> => {
  const response = await reach(new Request(`${origin}/.local/credentials`));
  return response.ok ? credentials.parse(await response.json()) : undefined;
};
