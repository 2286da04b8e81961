import type { IssuedToken } from './local.ts';

/** A token from elsewhere. When it is a JWT, it says itself how long it is good; only the plane verifies it. */
export const tokenGiven = (text: string): IssuedToken => {
  const token = text.trim();
  const expiresAt = expiryOf(token);
  return expiresAt === undefined ? { token } : { token, expiresAt };
};

const expiryOf = (token: string): string | undefined => {
  const [, payload] = token.split('.');
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const isDated = typeof claims === 'object' && claims !== null && 'exp' in claims && typeof claims.exp === 'number';
    return isDated ? new Date(Number(claims.exp) * 1000).toISOString() : undefined;
  } catch {
    return undefined;
  }
};
