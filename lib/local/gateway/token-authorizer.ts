import type { AuthorizerContext, GatewayEvent } from './event.ts';

export type Authorization =
  | { readonly kind: 'allowed'; readonly context: AuthorizerContext }
  | { readonly kind: 'unauthorized' | 'forbidden' | 'broken' };

const CACHE_MS = 5 * 60_000;
const CACHE_ENTRIES_MAX = 1000;

export type TokenAuthorizerOptions = {
  /** Runs the authorizer function. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Milliseconds since the epoch; tokens live in real time. */
  readonly now: () => number;
  /** Told when the function failed for another reason than the token. */
  readonly report: (error: unknown) => void;
};

/**
 * The Lambda authorizer as an HTTP API runs it: without the identity source the answer is 401 and the function is not
 * asked; an error with the message `Unauthorized` is 401; answers (not errors) are kept per token for five minutes.
 */
export function createTokenAuthorizer({ invoke, now, report }: TokenAuthorizerOptions) {
  const kept = new Map<string, { readonly until: number; readonly authorization: Authorization }>();

  const ask = async (event: GatewayEvent, token: string): Promise<Authorization> => {
    try {
      const authorization = read(await invoke(authorizerEvent(event, token)));
      if (kept.size >= CACHE_ENTRIES_MAX) kept.delete(kept.keys().next().value ?? '');
      kept.set(token, { until: now() + CACHE_MS, authorization });
      return authorization;
    } catch (error) {
      if (error instanceof Error && error.message === 'Unauthorized') return { kind: 'unauthorized' };
      report(error);
      return { kind: 'broken' };
    }
  };

  return async (event: GatewayEvent): Promise<Authorization> => {
    const token = event.headers.authorization;
    if (!token) return { kind: 'unauthorized' };
    const before = kept.get(token);
    if (before && now() < before.until) return before.authorization;
    kept.delete(token);
    return ask(event, token);
  };
}

const authorizerEvent = ({ isBase64Encoded: _, body: __, ...event }: GatewayEvent, token: string) => ({
  ...event,
  type: 'REQUEST',
  routeArn: `arn:aws:execute-api:us-east-1:000000000000:local/$default/${event.routeKey}`,
  identitySource: [token],
});

function read(answer: unknown): Authorization {
  if (typeof answer !== 'object' || answer === null || !('isAuthorized' in answer)) {
    throw new TypeError('The authorizer answered something that is not a simple response');
  }
  if (answer.isAuthorized !== true) return { kind: 'forbidden' };
  const context = 'context' in answer && typeof answer.context === 'object' ? { ...answer.context } : {};
  return { kind: 'allowed', context: { lambda: context } };
}
