import { findSigner } from '../../bin/cli/credentials.ts';
import { UsageError } from '../../bin/cli/errors.ts';
import { reach } from '../../bin/cli/http.ts';
import { signInLocally } from '../../bin/cli/sign-in/local.ts';
import { signedSend } from '../../bin/cli/signed.ts';
import { type Caller, openCaller } from './caller.ts';

export type Narrator = {
  /** A claim that has just been shown to be true. */
  readonly proves: (claim: string) => void;
  /** What happens meanwhile. */
  readonly tells: (line: string) => void;
};

/** What the audit trail must say about a step of the story. */
export type Deed = {
  readonly requestId: string;
  readonly eventType: string;
  readonly actorId: string;
  readonly code?: string;
};

/** Everybody who plays, and what the chapters hand on to each other. */
export type Stage = Narrator & {
  readonly url: string;
  readonly owner: Caller;
  readonly admin: Caller;
  readonly observer: Caller;
  /** CI with an access token; the reference builds are its own. */
  readonly ci: Caller;
  /** CI with AWS credentials in place of a token. */
  readonly pipeline: Caller;
  /** Every deployment of the story, in order. */
  readonly deployments: string[];
  readonly deeds: Deed[];
  readonly startedAt: string;
};

/** The lane on which the story plays. */
export const lane = { service: 'demo-service', environment: 'sandbox' } as const;
export const recipeId = 'default';

/** The story is told of what a plane is seeded with. */
const refuseOtherPlanes = async ({ client }: Caller): Promise<void> => {
  const { items } = await client.services.list({ query: { search: lane.service } });
  if (items.some(({ name, deliveryGroupId }) => name === lane.service && deliveryGroupId === 'demo')) return;
  throw new UsageError(
    `This plane has no ${lane.service}, which the story is about. Start another one, without --empty, with data of its own:\n  npm start -- --port N --data DIR, then npm run demo -- --url http://127.0.0.1:N`,
  );
};

export const openStage = async (url: string, narrator: Narrator): Promise<Stage> => {
  const signedIn = async (user: string): Promise<Caller> => {
    const { token } = await signInLocally(url, user, Date.now());
    return openCaller(user, { baseUrl: url, token: async () => token, fetch: reach });
  };
  const [owner, admin, observer, ci] = await Promise.all([
    signedIn('owner'),
    signedIn('admin'),
    signedIn('observer'),
    signedIn('ci'),
  ]);
  await refuseOtherPlanes(owner);
  const signer = await findSigner({ env: process.env }, { url });
  const pipeline = openCaller('pipeline', { baseUrl: url, signed: true, fetch: signedSend(signer, reach) });
  // Clocks of the plane and of this machine are the same one; a second of slack is for rounding.
  const startedAt = new Date(Date.now() - 1000).toISOString();
  return { ...narrator, url, owner, admin, observer, ci, pipeline, deployments: [], deeds: [], startedAt };
};
