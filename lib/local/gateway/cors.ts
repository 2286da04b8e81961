import { cors } from '../../contract/cors.ts';
import type { AwsRequest } from '../aws/http.ts';
import type { GatewayResponse } from './answers.ts';

/** The gateway's CORS by an allowlist of origins; without one, requests and answers stay as they are. */
export function createCors(origins: readonly string[]) {
  const allowed = ({ headers }: AwsRequest): string | undefined =>
    headers.origin !== undefined && origins.includes(headers.origin) ? headers.origin : undefined;
  return {
    /** The answer to a preflight, which the gateway gives without asking anybody. */
    preflight(request: AwsRequest): GatewayResponse | undefined {
      if (origins.length === 0 || request.method !== 'OPTIONS') return undefined;
      const origin = allowed(request);
      const grants = origin && {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': cors.methods.join(','),
        'access-control-allow-headers': cors.requestHeaders.join(','),
        'access-control-max-age': String(cors.maxAgeSeconds),
        vary: 'Origin',
      };
      return { status: 204, headers: grants ? grants : {}, body: '' };
    },
    headersFor(request: AwsRequest): Record<string, string> {
      const origin = allowed(request);
      if (!origin) return {};
      return {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': cors.responseHeaders.join(','),
      };
    },
  };
}
