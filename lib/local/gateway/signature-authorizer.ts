import type { AwsRequest } from '../aws/http.ts';
import { verifySignature } from '../aws/sigv4/verify.ts';
import { ACCOUNT_ID } from './event.ts';
import type { Authorization } from './token-authorizer.ts';

/** A key pair of the local plane and the role that it stands for. */
export type LocalCredential = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly roleName: string;
};

/** The IAM authorizer: a valid signature for `execute-api` by a known key, else 403. */
export function createSignatureAuthorizer(credentials: readonly LocalCredential[], now: () => number) {
  const byKey = new Map(credentials.map((credential) => [credential.accessKeyId, credential]));
  return (request: AwsRequest): Authorization => {
    const verdict = verifySignature(request, {
      secretFor: (accessKeyId) => byKey.get(accessKeyId),
      service: 'execute-api',
      now: now(),
    });
    const credential = verdict.ok ? byKey.get(verdict.accessKeyId) : undefined;
    if (!credential) return { kind: 'forbidden' };
    const { accessKeyId, roleName } = credential;
    const callerId = `AROALOCALPLANE${ACCOUNT_ID.slice(0, 4)}:${roleName}`;
    return {
      kind: 'allowed',
      context: {
        iam: {
          accessKey: accessKeyId,
          accountId: ACCOUNT_ID,
          callerId,
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${roleName}/local`,
          userId: callerId,
        },
      },
    };
  };
}
