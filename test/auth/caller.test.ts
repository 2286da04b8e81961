import { describe, expect, it } from 'vitest';
import { callerOf } from '../../lib/http/auth/caller.ts';

const withAuthorizer = (authorizer: unknown) => callerOf({ requestContext: { authorizer } });
const identity = { kind: 'token', issuer: 'https://issuer.example', audience: 'dxcp' };

describe('the caller of a request', () => {
  it('is what the authorizer decided', () => {
    const caller = { id: 'user-1', role: 'OBSERVER', groups: ['a'], identity };
    expect(withAuthorizer({ lambda: { caller: JSON.stringify(caller) } })).toEqual(caller);
  });

  it('is the role behind a signature, as CI publisher', () => {
    const userArn = 'arn:aws:sts::123456789012:assumed-role/publisher/run-17';
    expect(withAuthorizer({ iam: { userArn, accountId: '123456789012' } })).toEqual({
      id: 'arn:aws:iam::123456789012:role/publisher',
      name: 'publisher',
      role: 'CI_PUBLISHER',
      groups: [],
      identity: { kind: 'aws', accountId: '123456789012', roleName: 'publisher' },
    });
  });

  it('is nobody for AWS users, unreadable contexts and public routes', () => {
    expect(withAuthorizer({ iam: { userArn: 'arn:aws:iam::123456789012:user/jane' } })).toBeUndefined();
    expect(withAuthorizer({ lambda: { caller: '{"id":1}' } })).toBeUndefined();
    expect(withAuthorizer({ lambda: { caller: 'no json' } })).toBeUndefined();
    expect(withAuthorizer(undefined)).toBeUndefined();
  });
});
