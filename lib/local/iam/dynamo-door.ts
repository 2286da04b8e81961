import { ServiceError } from '../aws/dynamodb/errors.ts';
import type { Authorize, ProtocolRequest } from '../aws/dynamodb/protocol.ts';
import { verifySignature } from '../aws/sigv4/verify.ts';
import { AccessDenied } from './access-denied.ts';
import { asksOfDynamo } from './asks/dynamodb.ts';
import type { Judge } from './judge.ts';

/** What the embedded DynamoDB asks before it does anything for a request. */
export const createDynamoDoor =
  ({ secretFor, authorize }: Judge): Authorize =>
  (request) => {
    const verdict = verifySignature(signedRequest(request), { secretFor, service: 'dynamodb', now: Date.now() });
    if (!verdict.ok)
      throw refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
    try {
      authorize(verdict.accessKeyId, asksOfDynamo(operationOf(request), parsed(request.body)));
    } catch (error) {
      throw error instanceof AccessDenied ? refusal('AccessDeniedException', error.message) : error;
    }
  };

const operationOf = ({ target }: ProtocolRequest): string => target.split('.').at(-1) ?? '';

const signedRequest = ({ headers, body }: ProtocolRequest) => ({
  method: 'POST',
  url: '/',
  headers,
  body: Buffer.from(body),
});

const refusal = (type: string, message: string): ServiceError =>
  new ServiceError(400, { __type: `com.amazon.coral.service#${type}`, message });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The endpoint itself refuses what is no JSON.
    return {};
  }
}
