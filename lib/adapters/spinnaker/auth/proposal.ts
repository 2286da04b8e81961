import type { ProposedConnection } from '../../../contract/engine-check.ts';
import type { FieldError } from '../../../contract/problem.ts';
import { urlProblem } from '../outbound/url-guard.ts';
import type { ConnectionSettings, SettingsPart } from './settings.ts';
import { allowedHostsOf, type StoredConnection, type StoredRules, settingsOf } from './stored.ts';

const fieldOf: Readonly<Record<SettingsPart, string>> = {
  url: 'body.url',
  secret: 'body.auth.secret',
  tokenUrl: 'body.auth.tokenUrl',
  clientId: 'body.auth.clientId',
  certificate: 'body.auth.certificate',
  key: 'body.auth.key',
  ca: 'body.ca',
};

/** The field of the proposal that a part of the settings came from; `undefined` when it is the configuration's. */
export const proposedField = (part: SettingsPart, { url, auth, ca }: ProposedConnection): string | undefined => {
  const given = part === 'url' ? url : part === 'ca' ? ca : auth;
  return given === undefined ? undefined : fieldOf[part];
};

type Combined =
  | { readonly ok: true; readonly settings: ConnectionSettings }
  | { readonly ok: false; readonly fields: readonly FieldError[] };

/**
 * The settings that a proposal and the configuration make together. Credentials are the proposal's or the
 * configuration's, never a mixture, and the configuration's go to the configured origin only: whoever may propose
 * must not be able to have them sent elsewhere.
 */
export const combine = (
  proposal: ProposedConnection,
  rules: StoredRules,
  stored: StoredConnection | undefined,
): Combined => {
  const configured = stored && settingsOf(stored);
  const url = proposal.url ?? configured?.url;
  if (url === undefined) {
    return refused({ path: 'body.url', message: 'No engine is configured: send the address to try' });
  }
  const ownOrigin = configured !== undefined && originOf(url) === originOf(configured.url);
  const urlRules = {
    allowedHosts: allowedHostsOf(rules, stored),
    allowLoopback: rules['/engine/allow_loopback'] === 'true',
  };
  if (!proposal.auth && !ownOrigin) {
    const problem = urlProblem(url, urlRules);
    return refused(...(problem === undefined ? [] : [{ path: 'body.url', message: problem }]), {
      path: 'body.auth',
      message:
        'The configured credentials are sent to the configured origin only: send those to try with, or kind none',
    });
  }
  const ca = proposal.ca ?? configured?.ca;
  return { ok: true, settings: { ...(proposal.auth ?? credentialsOf(configured)), url, ca, ...urlRules } };
};

const refused = (...fields: readonly FieldError[]): Combined => ({ ok: false, fields });

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

const credentialsOf = (configured: ConnectionSettings | undefined) => {
  if (!configured) return { kind: 'none' as const };
  const { kind, secret, tokenUrl, clientId, scope, audience, certificate, key } = configured;
  return { kind, secret, tokenUrl, clientId, scope, audience, certificate, key };
};
