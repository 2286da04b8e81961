import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from 'aws-lambda';
import { holdsSecret } from '../../lib/http/auth/engine-secret.ts';
import { createDoor } from './live.ts';

const { engineSecret } = createDoor('auth.engine-events');

/** Lets the engine in, and nobody else, to the one route that takes its events. A refusal is thrown, to become 401. */
export async function handler(
  event: Pick<APIGatewayRequestAuthorizerEventV2, 'headers'>,
): Promise<APIGatewaySimpleAuthorizerResult> {
  if (!holdsSecret(event.headers?.authorization, await engineSecret())) throw new Error('Unauthorized');
  return { isAuthorized: true };
}
