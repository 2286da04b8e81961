/**
 * How DXCP proves itself to Gate: a function that gives the headers of one call. Another way to authenticate
 * (minted tokens, API tokens) is one more function of this type; client certificates belong to the injected `http`.
 */
export type Authorize = () => Promise<Readonly<Record<string, string>>>;

export const noAuth: Authorize = async () => ({});

/** A static bearer token. */
export function bearerAuth(token: string): Authorize {
  return async () => ({ authorization: `Bearer ${token}` });
}

export function basicAuth(user: string, password: string): Authorize {
  const credentials = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
  return async () => ({ authorization: `Basic ${credentials}` });
}
