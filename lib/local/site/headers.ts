import { contentSecurityPolicy, siteCaching, siteHeaders } from '../../contract/site-headers.ts';

/** The headers of every page and file of the site, as the CDN sends them; HSTS is left out, this is plain HTTP. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy(),
  ...siteHeaders,
};

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
};

export const typeOf = (path: string): string => TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';

const HASHED = /^\/assets\//;

/** Files under /assets carry their hash in their name; everything else is asked for again each time. */
export const cachingOf = (path: string): string => (HASHED.test(path) ? siteCaching.hashed : siteCaching.other);
