import type { Role } from '../../contract/actor.ts';
import type { ParameterName, ParameterValue } from '../../contract/configuration.ts';

/** One issuer whose access tokens are believed. */
export type TrustedIssuer = { readonly issuer: string; readonly audience: string; readonly jwksUri: string };

/** Where in a verified token the facts about the caller are. */
export type ClaimNames = { readonly roles: string; readonly groups: string; readonly email: string };

/** What the authorizer needs to know to turn a token into a caller. */
export type Trust = {
  readonly issuers: readonly TrustedIssuer[];
  readonly claims: ClaimNames;
  /** The value that stands for each role. */
  readonly roleValues: Readonly<Record<Role, string>>;
};

export const trustParameters = [
  '/oidc/issuer',
  '/oidc/audience',
  '/oidc/jwks_uri',
  '/oidc/roles_claim',
  '/oidc/groups_claim',
  '/oidc/email_claim',
  '/oidc/role_platform_admin',
  '/oidc/role_delivery_owner',
  '/oidc/role_observer',
  '/oidc/role_ci_publisher',
] as const satisfies readonly ParameterName[];

/** The trust that the parameters describe; today they name one issuer. */
export const trustOf = (values: { [N in (typeof trustParameters)[number]]: ParameterValue<N> }): Trust => ({
  issuers: [{ issuer: values['/oidc/issuer'], audience: values['/oidc/audience'], jwksUri: values['/oidc/jwks_uri'] }],
  claims: {
    roles: values['/oidc/roles_claim'],
    groups: values['/oidc/groups_claim'],
    email: values['/oidc/email_claim'],
  },
  roleValues: {
    PLATFORM_ADMIN: values['/oidc/role_platform_admin'],
    DELIVERY_OWNER: values['/oidc/role_delivery_owner'],
    OBSERVER: values['/oidc/role_observer'],
    CI_PUBLISHER: values['/oidc/role_ci_publisher'],
  },
});
