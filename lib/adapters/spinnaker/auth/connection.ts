import { rootCertificates } from 'node:tls';
import type { Http } from '../gate.ts';
import { createHttp } from '../outbound/http.ts';
import type { Resolve } from '../outbound/lookup.ts';
import { secureContextOf } from './client-certificate.ts';
import { apiTokenAuth, basicAuth, bearerAuth, type Credentials, noAuth } from './credentials.ts';
import { oauthAuth } from './oauth.ts';
import type { ConnectionSettings } from './settings.ts';

/** How Gate is reached: over which HTTP and with whose credentials. */
export type Connection = { readonly url: string; readonly http: Http; readonly credentials: Credentials };

type World = {
  /** Epoch milliseconds of the world's time. */
  readonly now: () => number;
  readonly resolve?: Resolve | undefined;
};

/** Opens nothing yet: connections are made and tokens fetched with the first call. For settings without misfits. */
export const connect = (settings: ConnectionSettings, world: World): Connection => {
  const { url, allowLoopback } = settings;
  const http = createHttp({ allowLoopback, resolve: world.resolve, secureContext: secureContextOf(settings) });
  return { url, http, credentials: credentialsOf(settings, world) };
};

const credentialsOf = (settings: ConnectionSettings, world: World): Credentials => {
  const { kind, secret = '' } = settings;
  if (kind === 'bearer') return bearerAuth(secret);
  if (kind === 'api-token') return apiTokenAuth(secret);
  if (kind === 'basic') {
    const [user = '', password = ''] = secret.split(/:(.*)/s);
    return basicAuth(user, password);
  }
  return kind === 'oauth' ? oauthOf(settings, world) : noAuth;
};

/** The token endpoint is often a public service beside a private engine: it is shown no client certificate. */
const oauthOf = (settings: ConnectionSettings, { now, resolve }: World): Credentials => {
  const { allowLoopback, ca, tokenUrl = '', clientId = '', secret = '', scope, audience } = settings;
  const trusted = ca === undefined ? undefined : [...rootCertificates, ca].join('\n');
  const http = createHttp({ allowLoopback, resolve, secureContext: secureContextOf({ ca: trusted }) });
  return oauthAuth({ tokenUrl, clientId, clientSecret: secret, scope, audience, http, now });
};
