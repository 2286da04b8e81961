import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * What the bundles get instead of `@aws-sdk/credential-provider-node`. A Lambda function always has its credentials
 * in the environment; the SDK's default chain would add 130 KB of SSO, STS and profile readers to every function
 * and several milliseconds to every cold start. The exports are those the SDK's clients import.
 */
export const defaultProvider = fromEnv;

const EXPIRY_MARGIN_MS = 5 * 60 * 1000;
type Expiring = { readonly expiration?: Date };

export const credentialsWillNeedRefresh = (credentials: Expiring): boolean => credentials.expiration !== undefined;

export const credentialsTreatedAsExpired = (credentials: Expiring): boolean =>
  credentials.expiration !== undefined && credentials.expiration.getTime() - Date.now() < EXPIRY_MARGIN_MS;
