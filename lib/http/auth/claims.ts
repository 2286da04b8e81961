import { type Role, roles } from '../../contract/actor.ts';
import type { Caller } from '../../domain/records.ts';
import type { Trust } from './trust.ts';
import type { Claims } from './verify.ts';

/** API Gateway refuses an authorizer's context of more than 8 KB; the groups are the only part that can grow. */
const GROUPS_BYTES_MAX = 6000;

/** The caller that verified claims describe; without a known role value, a caller without role. */
export function callerFrom(claims: Claims, audience: string, trust: Trust): Caller {
  const email = emailOf(claims, trust.claims.email);
  const name = textOf(claims.name);
  const role = highestRole(textsOf(claims[trust.claims.roles]), trust.roleValues);
  const authorizedParty = textOf(claims.azp) ?? textOf(claims.client_id);
  return {
    id: claims.sub,
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(role !== undefined && { role }),
    groups: fitting(textsOf(claims[trust.claims.groups])),
    identity: {
      kind: 'token',
      issuer: claims.iss,
      audience,
      ...(authorizedParty !== undefined && { authorizedParty }),
    },
  };
}

function highestRole(values: readonly string[], roleValues: Trust['roleValues']): Role | undefined {
  return roles.find((role) => roleValues[role] !== '' && values.includes(roleValues[role]));
}

/** Emails decide ownership, so one that the issuer says it has not verified does not count. */
function emailOf(claims: Claims, claim: string): string | undefined {
  const { email_verified: verified } = claims;
  return verified !== undefined && verified !== true && verified !== 'true'
    ? undefined
    : textOf(claims[claim])?.toLowerCase();
}

function fitting(groups: readonly string[]): string[] {
  let bytes = 0;
  return groups.filter((group) => {
    bytes += Buffer.byteLength(group) + 4;
    return bytes <= GROUPS_BYTES_MAX;
  });
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Issuers send a list, or one string for a single value. */
function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string');
  return typeof value === 'string' && value !== '' ? [value] : [];
}
