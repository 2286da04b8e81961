import type { ParameterName, ParameterValue } from '../../../contract/configuration.ts';
import { hostIn, hostsIn } from '../outbound/url-guard.ts';
import type { ConnectionSettings, SettingsPart } from './settings.ts';

/** Where a part of the settings is configured. */
export const parameterOf = {
  url: '/engine/url',
  secret: '/engine/auth/secret',
  tokenUrl: '/engine/auth/token_url',
  clientId: '/engine/auth/client_id',
  certificate: '/engine/tls/certificate',
  key: '/engine/tls/key',
  ca: '/engine/tls/ca',
} as const satisfies Record<SettingsPart, ParameterName>;

/** Which hosts may be called, readable before any engine is configured. */
export const ruleParameters = ['/engine/allowed_hosts', '/engine/allow_loopback'] as const satisfies ParameterName[];

/** All that decides how the engine is called. */
export const storedParameters = [
  ...ruleParameters,
  '/engine/url',
  '/engine/ui_url',
  '/engine/auth/kind',
  '/engine/auth/secret',
  '/engine/auth/token_url',
  '/engine/auth/client_id',
  '/engine/auth/scope',
  '/engine/auth/audience',
  '/engine/tls/certificate',
  '/engine/tls/key',
  '/engine/tls/ca',
] as const satisfies ParameterName[];

type Values<Names extends readonly ParameterName[]> = { readonly [N in Names[number]]: ParameterValue<N> };
export type StoredRules = Values<typeof ruleParameters>;
export type StoredConnection = Values<typeof storedParameters>;

/** Hosts that a proposal may name: those configured for calls, and those listed beside them. */
export const allowedHostsOf = (rules: StoredRules, stored: StoredConnection | undefined): readonly string[] => [
  ...hostsIn(rules['/engine/allowed_hosts']),
  ...[stored?.['/engine/url'], stored?.['/engine/auth/token_url']].flatMap((url) => hostIn(url ?? '') ?? []),
];

/** Files end with a line break, which is then part of the parameter; what is empty is not there. */
const present = (value: string | undefined): string | undefined => value?.trim() || undefined;

export const settingsOf = (stored: StoredConnection): ConnectionSettings => ({
  url: stored['/engine/url'],
  kind: stored['/engine/auth/kind'],
  secret: present(stored['/engine/auth/secret']),
  tokenUrl: present(stored['/engine/auth/token_url']),
  clientId: present(stored['/engine/auth/client_id']),
  scope: present(stored['/engine/auth/scope']),
  audience: present(stored['/engine/auth/audience']),
  certificate: present(stored['/engine/tls/certificate']),
  key: present(stored['/engine/tls/key']),
  ca: present(stored['/engine/tls/ca']),
  allowedHosts: allowedHostsOf(stored, stored),
  allowLoopback: stored['/engine/allow_loopback'] === 'true',
});
