import type { Build, BuildRegistration } from '../../lib/contract/build.ts';
import { type Client, createClient, ProblemError } from '../../lib/contract/client.ts';
import type { Deployment, DeploymentIntent } from '../../lib/contract/deployment.ts';

export const users = ['admin', 'owner', 'owner2', 'ci'] as const;
export type User = (typeof users)[number];

/** One intent of one person, with the key under which it may be repeated. */
export type Ask = { readonly key: string; readonly user: User } & (
  | { readonly does: 'create'; readonly body: DeploymentIntent }
  | { readonly does: 'rollback' | 'cancel'; readonly id: string }
  | { readonly does: 'register'; readonly body: BuildRegistration }
);

/** What the plane said: yes, no, or nothing that can be relied on. */
export type Answer =
  | { readonly kind: 'acknowledged'; readonly body: Deployment | Build }
  | { readonly kind: 'refused'; readonly status: number; readonly words: string }
  | { readonly kind: 'unanswered'; readonly words: string };

export type Acknowledged = { readonly ask: Ask; readonly body: Deployment | Build };

/** What was asked of a plane, and what it acknowledged. */
export type Ledger = { readonly acknowledged: Acknowledged[]; readonly unanswered: Ask[]; refused: number };

export const createLedger = (): Ledger => ({ acknowledged: [], unanswered: [], refused: 0 });

export type Clients = Readonly<Record<User, Client>>;

/** Signed in anew, because a plane that was started again may be asked by anybody. */
export async function signIn(url: string): Promise<Clients> {
  const clientOf = async (user: User): Promise<Client> => {
    const response = await fetch(`${url}/.local/token`, {
      method: 'POST',
      body: JSON.stringify({ user }),
      headers: { accept: 'text/plain' },
    });
    const token = await response.text();
    return createClient({ baseUrl: url, token: async () => token });
  };
  const [admin, owner, owner2, ci] = await Promise.all(users.map(clientOf));
  if (!admin || !owner || !owner2 || !ci) throw new Error('Somebody could not sign in');
  return { admin, owner, owner2, ci };
}

export async function ask(clients: Clients, wish: Ask): Promise<Answer> {
  try {
    return { kind: 'acknowledged', body: await send(clients[wish.user], wish) };
  } catch (error) {
    const words = error instanceof Error ? `${error.message} ${error.cause ?? ''}`.trim() : String(error);
    if (error instanceof ProblemError && error.status < 500) return { kind: 'refused', status: error.status, words };
    return { kind: 'unanswered', words };
  }
}

function send(client: Client, wish: Ask): Promise<Deployment | Build> {
  const options = { idempotencyKey: wish.key };
  switch (wish.does) {
    case 'create':
      return client.deployments.create({ body: wish.body }, options);
    case 'rollback':
      return client.deployments.rollback({ params: { id: wish.id } }, options);
    case 'cancel':
      return client.deployments.cancel({ params: { id: wish.id } }, options);
    case 'register':
      return client.builds.register({ body: wish.body }, options);
  }
}

export const isDeployment = (body: Deployment | Build): body is Deployment => 'state' in body;

/** Ids of the deployments that were admitted: by a wish to deploy or to roll back. */
export const admittedIn = ({ acknowledged }: Ledger): ReadonlySet<string> =>
  new Set(
    acknowledged.flatMap(({ ask: { does }, body }) =>
      isDeployment(body) && (does === 'create' || does === 'rollback') ? [body.id] : [],
    ),
  );
