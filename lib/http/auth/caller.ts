import * as z from 'zod';
import { actor } from '../../contract/actor.ts';
import type { Caller } from '../../domain/records.ts';

const tokenCaller = actor.extend({
  identity: z.object({
    kind: z.literal('token'),
    issuer: z.string(),
    audience: z.string(),
    authorizedParty: z.string().optional(),
  }),
});

const authorizerContext = z.object({ lambda: z.object({ caller: z.string() }) });
const iamContext = z.object({ iam: z.object({ userArn: z.string() }) });

const ASSUMED_ROLE = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/;

/** What the gateway puts beside a request after authentication. */
export type AuthenticatedEvent = { readonly requestContext: { readonly authorizer?: unknown } };

/**
 * Who calls: from the authorizer's context, or from the signature for a signed twin. An AWS role calls as CI publisher;
 * whether a publisher entry admits it is decided later. `undefined` when nobody was authenticated.
 */
export function callerOf(event: AuthenticatedEvent): Caller | undefined {
  const { authorizer } = event.requestContext;
  const iam = iamContext.safeParse(authorizer);
  if (iam.success) return awsCaller(iam.data.iam.userArn);
  const token = authorizerContext.safeParse(authorizer);
  return token.success ? parseCaller(token.data.lambda.caller) : undefined;
}

/** IAM users and the account root are nobody here: only roles can be publishers. */
function awsCaller(userArn: string): Caller | undefined {
  const [, partition, accountId, roleName] = ASSUMED_ROLE.exec(userArn) ?? [];
  if (!partition || !accountId || !roleName) return undefined;
  return {
    id: `arn:${partition}:iam::${accountId}:role/${roleName}`,
    name: roleName,
    role: 'CI_PUBLISHER',
    groups: [],
    identity: { kind: 'aws', accountId, roleName },
  };
}

function parseCaller(json: string): Caller | undefined {
  try {
    const { identity, ...known } = tokenCaller.parse(JSON.parse(json));
    const { authorizedParty, ...issued } = identity;
    return { ...known, identity: { ...issued, ...(authorizedParty !== undefined && { authorizedParty }) } };
  } catch {
    return undefined;
  }
}
