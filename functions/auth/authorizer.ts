import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { createDoor } from './live.ts';

const { authorize } = createDoor('auth.authorizer');

/**
 * The HTTP API's authorizer (payload 2.0, simple response): token in, caller out. A caller without a known role is let
 * through; what it may do is the handler's answer. A refusal is thrown by the one message that API Gateway turns into
 * 401; `isAuthorized: false` would become 403, which tells clients not to sign in again. Any other error, such as keys
 * of the issuer that cannot be fetched, becomes 500: nobody can say whether the token is good.
 */
export async function handler(
  event: Pick<APIGatewayRequestAuthorizerEventV2, 'headers'>,
): Promise<APIGatewaySimpleAuthorizerWithContextResult<{ caller: string }>> {
  const caller = await authorize(event.headers?.authorization);
  if (caller === undefined) throw new Error('Unauthorized');
  return { isAuthorized: true, context: { caller: JSON.stringify(caller) } };
}
