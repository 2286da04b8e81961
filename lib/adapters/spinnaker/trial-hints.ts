import type { CheckedConnection } from '../../contract/engine-check.ts';
import type { EngineFault, EngineFaultKind } from '../../ports/engine.ts';
import type { AuthKind } from './auth/settings.ts';

type StepName = CheckedConnection['steps'][number]['name'];

const UNREACHED = 'Check port, security groups and routes: can the functions of DXCP reach this network?';

const CONNECTION: Readonly<Record<EngineFaultKind, string>> = {
  UNAVAILABLE: UNREACHED,
  TIMEOUT: UNREACHED,
  MISCONFIGURED:
    'Check the path of the address. For a certificate nobody knows, put its authority into /engine/tls/ca.',
  UNAUTHORIZED: 'Check the credentials.',
  FORBIDDEN: 'Check what the engine lets these credentials do.',
  CALL_FAILED: 'Something answers that is not the engine, or the engine is not well: look at its own log.',
};

const REFUSED: Readonly<Record<AuthKind, string>> = {
  none: 'The engine asks for credentials or a client certificate: choose another /engine/auth/kind.',
  bearer: 'Has the token expired, or is it for another audience? Put a new one into /engine/auth/secret.',
  'api-token': 'Has the API token expired, or are API tokens switched off? Put a new one into /engine/auth/secret.',
  basic: 'Check user and password in /engine/auth/secret.',
  oauth: 'Check /engine/auth/client_id, /engine/auth/secret, scope and audience.',
  mtls: 'Check that the engine knows the authority of /engine/tls/certificate, and its port for certificates.',
};

/** What to do about a step that failed. */
export const hintFor = (step: StepName, fault: EngineFault, kind: AuthKind): string => {
  if (step === 'address') return 'Check the spelling, and that the functions of DXCP can resolve private names.';
  if (fault.kind === 'UNAUTHORIZED') return REFUSED[kind];
  if (step === 'authentication' && kind === 'oauth') return 'Check /engine/auth/token_url and that it can be reached.';
  return CONNECTION[fault.kind];
};
