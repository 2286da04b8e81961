import type { engineAuthKinds } from '../../../contract/configuration.ts';
import { urlProblem } from '../outbound/url-guard.ts';
import { type TlsPart, tlsProblems } from './client-certificate.ts';

export type AuthKind = (typeof engineAuthKinds)[number];

/** Everything that decides how the engine is called, from the configuration or from a proposal. */
export type ConnectionSettings = {
  readonly url: string;
  readonly kind: AuthKind;
  readonly secret?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly clientId?: string | undefined;
  readonly scope?: string | undefined;
  readonly audience?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly ca?: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowLoopback: boolean;
};

/** The parts of the settings that can be wrong. */
export type SettingsPart = 'url' | 'secret' | 'tokenUrl' | 'clientId' | TlsPart;
export type Misfit = { readonly part: SettingsPart; readonly message: string };

const NEEDS: Readonly<Record<AuthKind, readonly (SettingsPart & keyof ConnectionSettings)[]>> = {
  none: [],
  bearer: ['secret'],
  'api-token': ['secret'],
  basic: ['secret'],
  oauth: ['tokenUrl', 'clientId', 'secret'],
  mtls: ['certificate', 'key'],
};

/** What does not fit together, one sentence a part; no sentence repeats a value. Empty when a connection can be tried. */
export const misfitsOf = (settings: ConnectionSettings, now: Date): readonly Misfit[] => {
  const missing = NEEDS[settings.kind]
    .filter((part) => settings[part] === undefined)
    .map((part) => ({ part, message: `Authentication of kind ${settings.kind} needs it` }));
  const found = [
    ...urlMisfits(settings),
    ...missing,
    ...secretMisfits(settings),
    ...tlsProblems(settings, now),
    ...transportMisfits(settings),
  ];
  return found.filter(({ part }, index) => found.findIndex((other) => other.part === part) === index);
};

const urlMisfits = (settings: ConnectionSettings): readonly Misfit[] => {
  const { url, tokenUrl } = settings;
  const problem = urlProblem(url, settings);
  const tokenProblem = settings.kind === 'oauth' && tokenUrl ? urlProblem(tokenUrl, settings) : undefined;
  return [
    ...(problem === undefined ? [] : [{ part: 'url' as const, message: problem }]),
    ...(tokenProblem === undefined ? [] : [{ part: 'tokenUrl' as const, message: tokenProblem }]),
  ];
};

const secretMisfits = ({ kind, secret }: ConnectionSettings): readonly Misfit[] => {
  if (secret === undefined) return [];
  if (kind === 'basic' && !secret.includes(':')) return [{ part: 'secret', message: 'It must be `user:password`' }];
  const inHeader = kind === 'bearer' || kind === 'api-token';
  if (inHeader && !/^[\x21-\x7e]+$/.test(secret)) {
    return [{ part: 'secret', message: 'It holds spaces, line breaks or characters that no header can carry' }];
  }
  return [];
};

const transportMisfits = ({ url, certificate }: ConnectionSettings): readonly Misfit[] =>
  certificate !== undefined && !url.startsWith('https:')
    ? [{ part: 'url', message: 'A client certificate is shown over https only' }]
    : [];
