import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether an Authorization header holds the secret, as `Bearer <secret>` or as the password of `Basic`, which is what
 * an engine's own sender may be able to send. No secret at all lets nobody in. Takes the same time for every guess.
 * Files end with a line break, which is then part of the parameter, and which no header can carry.
 */
export const holdsSecret = (authorization: string | undefined, configured: string | undefined): boolean => {
  const given = secretIn(authorization ?? '');
  const secret = configured?.trim();
  return given !== undefined && secret !== undefined && secret !== '' && timingSafeEqual(digest(given), digest(secret));
};

/** Of equal length, whatever was given. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const secretIn = (authorization: string): string | undefined => {
  const [, scheme = '', credentials = ''] = /^(bearer|basic) +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme === '') return undefined;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(credentials, 'base64').toString('utf8')) ?? [];
  return password;
};
