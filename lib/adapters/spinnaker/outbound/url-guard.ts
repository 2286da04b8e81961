import { isIP } from 'node:net';
import { isLoopback, mayCall } from './addresses.ts';

/** Where operators' addresses may lead. */
export type UrlRules = {
  /** Exact names or `*.suffix`. */
  readonly allowedHosts: readonly string[];
  readonly allowLoopback: boolean;
};

const LENGTH_MAX = 2048;

/** The host of an address as it is compared and called: lower case, no brackets, no dot at the end. */
export const hostOf = ({ hostname }: URL): string =>
  hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

/** The host of an address written by an operator; `undefined` when it is none. */
export const hostIn = (text: string): string | undefined => (URL.canParse(text) ? hostOf(new URL(text)) : undefined);

/** Entries of a comma-separated list of hosts. */
export const hostsIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .toLowerCase()
        .replace(/^\[|\]$/g, '')
        .replace(/\.$/, ''),
    )
    .filter((entry) => entry !== '');

/** Whether the host is this very machine by its name or its address. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || isLoopback(host);

/**
 * What is wrong with an operator's address, in a sentence that does not repeat it; `undefined` when it may be called.
 * Names are looked at again when they are resolved: this judges what is written, `guardedLookup` where it leads.
 */
export const urlProblem = (text: string, rules: UrlRules): string | undefined => {
  // The parser would drop or turn these; what a person reads must be what is called.
  const unseen = /[\s\\]|\p{Cc}/u.test(text);
  if (unseen || text.length > LENGTH_MAX || !URL.canParse(text)) return 'This is not a URL';
  const url = new URL(text);
  return shapeProblem(url) ?? placeProblem(url, rules);
};

const shapeProblem = (url: URL): string | undefined => {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Only https is called';
  if (url.username !== '' || url.password !== '') return 'A URL with credentials in it is not called';
  if (url.search !== '' || url.hash !== '') return 'This URL must end with its path: no query, no fragment';
  return undefined;
};

const placeProblem = (url: URL, { allowedHosts, allowLoopback }: UrlRules): string | undefined => {
  const host = hostOf(url);
  if (isIP(host) !== 0 && !mayCall(host, { allowLoopback: true })) {
    return 'This address belongs to no engine: link-local, metadata, unspecified, multicast and broadcast are not called';
  }
  if (isLoopbackHost(host) && !allowLoopback) return 'This machine itself is called only with /engine/allow_loopback';
  if (url.protocol === 'http:' && !isLoopbackHost(host)) return 'Only https is called: credentials travel on it';
  if (!allowedHosts.some((pattern) => matches(host, pattern))) {
    return 'This host is not called: neither is it configured, nor is it listed in /engine/allowed_hosts';
  }
  return undefined;
};

const matches = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? pattern.length > 2 && host.endsWith(pattern.slice(1)) : host === pattern;
