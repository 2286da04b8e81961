/** Headers by which one call identifies DXCP. */
export type CredentialHeaders = Readonly<Record<string, string>>;

/** How DXCP identifies itself to Gate. A client certificate is no header: it belongs to the connection. */
export type Credentials = {
  /** For one call. Throws an unambiguous `EngineFault` when there are none to be had. */
  readonly headers: () => Promise<CredentialHeaders>;
  /**
   * Told which headers the engine refused, so that the next ones are new, unless new ones were had only just now; absent where
   * there are no others.
   */
  readonly forget?: (refused: CredentialHeaders) => void;
};

const always = (headers: CredentialHeaders): Credentials => ({ headers: async () => headers });

export const noAuth: Credentials = always({});

/** A bearer token that somebody else renews. */
export const bearerAuth = (token: string): Credentials => always({ authorization: `Bearer ${token}` });

/** A token that Gate itself has issued. */
export const apiTokenAuth = (token: string): Credentials => always({ 'x-spinnaker-token': token });

export const basicAuth = (user: string, password: string): Credentials =>
  always({ authorization: `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}` });
