import * as z from 'zod';
import { engineDefault, engineTypes } from './engines.ts';
import { perMinute, planeModes, publisherEntries, refreshSeconds } from './settings.ts';

/** The ways in which DXCP can identify itself to the engine. */
export const engineAuthKinds = ['none', 'bearer', 'api-token', 'basic', 'oauth', 'mtls'] as const;

/** A parameter that holds JSON. */
const jsonOf = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/**
 * Every deployment parameter, under the prefix in SSM. An environment variable of the derived name
 * (`/oidc/issuer` → `DXCP_OIDC_ISSUER`) wins over the stored value. Secrets are SecureStrings.
 */
export const parameters = {
  '/oidc/issuer': { schema: z.url(), about: 'Issuer of the access tokens, exactly as in their `iss`' },
  '/oidc/audience': { schema: z.string().min(1), about: 'Audience that the access tokens are for' },
  '/oidc/jwks_uri': { schema: z.url(), about: 'Where the issuer publishes its signing keys' },
  '/oidc/client_id': { schema: z.string().min(1), about: 'The web UI as the issuer knows it' },
  '/oidc/roles_claim': {
    schema: z.string().min(1).default('https://dxcp.dev/claims/roles'),
    about: 'Claim that holds role values',
  },
  '/oidc/groups_claim': {
    schema: z.string().min(1).default('https://dxcp.dev/claims/groups'),
    about: 'Claim that holds group values',
  },
  '/oidc/email_claim': { schema: z.string().min(1).default('email'), about: 'Claim that holds the email address' },
  '/oidc/role_platform_admin': { schema: z.string().default('dxcp-platform-admins'), about: 'Value for admins' },
  '/oidc/role_delivery_owner': { schema: z.string().default('dxcp-delivery-owners'), about: 'Value for owners' },
  '/oidc/role_observer': { schema: z.string().default('dxcp-observers'), about: 'Value for observers' },
  '/oidc/role_ci_publisher': { schema: z.string().default('dxcp-ci-publishers'), about: 'Value for CI publishers' },
  '/api/cors_origins': { schema: z.string().default(''), about: 'Origins that may call the API, comma-separated' },
  '/governance/mode': {
    schema: z.enum(planeModes).default('standard'),
    about: 'Mode that a new plane begins in',
  },
  '/governance/read_rpm': {
    schema: z.coerce.number().pipe(perMinute).default(600),
    about: 'Reads a minute for each caller, on a new plane',
  },
  '/governance/mutate_rpm': {
    schema: z.coerce.number().pipe(perMinute).default(60),
    about: 'Changes a minute for each caller, on a new plane',
  },
  '/governance/ci_publishers': {
    schema: jsonOf(publisherEntries).default([]),
    about: 'Who may publish builds to a new plane: a JSON list of entries as the API takes them',
  },
  '/ui/default_refresh_seconds': {
    schema: z.coerce.number().pipe(refreshSeconds).default(300),
    about: 'Refresh of quiet pages, on a new plane',
  },
  '/ui/min_refresh_seconds': {
    schema: z.coerce.number().pipe(refreshSeconds).default(60),
    about: 'Lower bound of that refresh, and of the other two',
  },
  '/ui/max_refresh_seconds': {
    schema: z.coerce.number().pipe(refreshSeconds).default(3600),
    about: 'Upper bound of that refresh',
  },
  '/engine/type': {
    schema: z.enum(engineTypes).default(engineDefault),
    about: 'The engine of this plane; recipes for another are refused',
  },
  '/engine/url': { schema: z.url(), about: 'Where the engine answers' },
  '/engine/ui_url': { schema: z.url({ protocol: /^https?$/ }).optional(), about: 'Where admins look at executions' },
  '/engine/allowed_hosts': {
    schema: z.string().default(''),
    about: 'Hosts that an engine may be tried on beside those configured: exact names or `*.suffix`, comma-separated',
  },
  '/engine/allow_loopback': {
    schema: z.enum(['true', 'false']).default('false'),
    about: 'Whether the engine may be on this very machine, then also without TLS; for local planes only',
  },
  '/engine/auth/kind': {
    schema: z.enum(engineAuthKinds).default('none'),
    about: 'How DXCP identifies itself to the engine: `none`, `bearer`, `api-token`, `basic`, `oauth` or `mtls`',
  },
  '/engine/auth/secret': {
    schema: z.string().optional(),
    secret: true,
    about: 'The bearer or API token, `user:password` for basic, the client secret for oauth',
  },
  '/engine/auth/token_url': {
    schema: z.string().optional(),
    about: 'Where client credentials are exchanged for tokens',
  },
  '/engine/auth/client_id': { schema: z.string().optional(), about: 'DXCP as the token endpoint knows it' },
  '/engine/auth/scope': { schema: z.string().optional(), about: 'Scopes to ask for, separated by spaces' },
  '/engine/auth/audience': { schema: z.string().optional(), about: 'Audience to ask for, where the issuer wants one' },
  '/engine/events/secret': {
    schema: z.string().optional(),
    secret: true,
    about: 'What the engine shows when it sends events, as bearer token or basic password; without it none are taken',
  },
  '/engine/tls/certificate': {
    schema: z.string().optional(),
    about: 'Client certificate that DXCP shows the engine, PEM, with its intermediates',
  },
  '/engine/tls/key': {
    schema: z.string().optional(),
    secret: true,
    about: 'Private key of the client certificate, PEM, without a passphrase',
  },
  '/engine/tls/ca': {
    schema: z.string().optional(),
    about: 'Authorities that may vouch for the engine, PEM; the public ones when left out',
  },
} as const satisfies Record<string, { schema: z.ZodType; about: string; secret?: true }>;

export type ParameterName = keyof typeof parameters;
export type ParameterValue<Name extends ParameterName> = z.output<(typeof parameters)[Name]['schema']>;

/** What a new plane begins with; in the table from then on. */
export const initialParameters = [
  '/governance/mode',
  '/governance/read_rpm',
  '/governance/mutate_rpm',
  '/governance/ci_publishers',
  '/ui/default_refresh_seconds',
  '/ui/min_refresh_seconds',
  '/ui/max_refresh_seconds',
] as const satisfies readonly ParameterName[];
export type InitialParameters = { readonly [Name in (typeof initialParameters)[number]]: ParameterValue<Name> };

/** `/oidc/issuer` → `DXCP_OIDC_ISSUER`. */
export const variableOf = (name: ParameterName): string => `DXCP_${name.slice(1).replaceAll('/', '_').toUpperCase()}`;
