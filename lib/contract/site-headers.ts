/** The headers of every page and file of the site: the CDN and the local plane send the same. */

/** `connect`: origins that pages call besides their own, such as the token issuer. */
export const contentSecurityPolicy = (...connect: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // No text becomes markup or script, and no policy may be made that would turn it into such.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/** Beside the policy. */
export const siteHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Only where there is TLS. */
export const strictTransportSecurity = { maxAgeSeconds: 2 * 365 * 86_400, includeSubdomains: true } as const;

export const siteCaching = {
  /** Files that carry their hash in their name. */
  hashed: 'public, max-age=31536000, immutable',
  other: 'no-cache',
} as const;

/** What the UI asks the token issuer for. */
export const SIGN_IN_SCOPE = 'openid profile email';
