import * as z from 'zod';
import type { Caller } from '../../domain/records.ts';
import type { AwsRequest } from '../aws/http.ts';
import { type GatewayResponse, gatewayAnswers } from '../gateway/answers.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { people, personOf } from '../issuer/people.ts';
import { PUBLISHER_CREDENTIAL, REGION } from '../plane/names.ts';
import { addConfiguration } from '../seed/additions.ts';
import type { Operator } from '../seed/seed.ts';
import { securityHeaders } from '../site/headers.ts';
import { overview, type PlaneFacts } from './overview.ts';
import { overviewPage } from './overview-page.ts';

export type AdminOptions = {
  readonly facts: PlaneFacts;
  readonly issuer: Pick<Issuer, 'mint'>;
  readonly operator: Operator;
  /** Who a request's token stands for, by the plane's own authorizer. */
  readonly authenticate: (authorization: string | undefined) => Promise<Caller | undefined>;
};

const TOKEN_SECONDS = 8 * 3600;
const tokenRequest = z.object({
  user: z.string(),
  expiresInSeconds: z.int().min(1).max(86_400).default(TOKEN_SECONDS),
});

/** The helpers that only a local plane has, under `/.local`. */
export function createAdmin(options: AdminOptions): (request: AwsRequest) => Promise<GatewayResponse> {
  const { facts, operator } = options;
  return async (request) => {
    const path = (request.url.split('?')[0] ?? '').replace(/\/$/, '');
    switch (`${request.method} ${path}`) {
      case 'GET /.local':
        return showOverview(facts, operator, request);
      case 'POST /.local/token':
        return token(options, request);
      case 'GET /.local/credentials':
        return json(200, credentials(facts));
      case 'POST /.local/seed':
        return seed(options, request);
      default:
        return path.startsWith('/.local/engine/') ? forward(facts, request) : gatewayAnswers.notFound;
    }
  };
}

function showOverview(facts: PlaneFacts, operator: Operator, { headers }: AwsRequest): GatewayResponse {
  const all = overview(facts, operator.now());
  if (!headers.accept?.includes('text/html')) return json(200, all);
  return {
    status: 200,
    headers: { ...securityHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: overviewPage(all),
  };
}

function token({ issuer }: AdminOptions, request: AwsRequest): GatewayResponse {
  const parsed = tokenRequest.safeParse(parse(request.body));
  if (!parsed.success) return refusal(400, 'Send {"user": "owner"}; expiresInSeconds may follow');
  const { user, expiresInSeconds } = parsed.data;
  const person = personOf(user);
  if (!person) {
    return refusal(404, `There is no user ${user} on this plane; there are ${people.map(({ id }) => id).join(', ')}`);
  }
  const accessToken = issuer.mint(person, expiresInSeconds);
  if (request.headers.accept === 'text/plain') {
    return { status: 200, headers: { ...uncached, 'content-type': 'text/plain' }, body: accessToken };
  }
  return json(200, { accessToken, tokenType: 'Bearer', expiresIn: expiresInSeconds });
}

const credentials = ({ url }: PlaneFacts) => ({
  accessKeyId: PUBLISHER_CREDENTIAL.accessKeyId,
  secretAccessKey: PUBLISHER_CREDENTIAL.secretAccessKey,
  region: REGION,
  service: 'execute-api',
  signedBase: `${url}/v1/signed`,
});

async function seed({ operator, authenticate }: AdminOptions, request: AwsRequest): Promise<GatewayResponse> {
  const caller = await authenticate(request.headers.authorization);
  if (!caller) return gatewayAnswers.unauthorized;
  if (caller.role !== 'PLATFORM_ADMIN') return refusal(403, 'Only platform admins may add to a plane');
  const input = parse(request.body);
  if (input === undefined) return refusal(400, 'The file is not JSON');
  const result = await addConfiguration(operator, input, caller.email ?? caller.id);
  return json(result.ok ? 200 : 400, result);
}

/** The simulator's own routes, reachable at the plane's address. */
async function forward({ engineUrl }: PlaneFacts, { method, url, body }: AwsRequest): Promise<GatewayResponse> {
  const answer = await fetch(`${engineUrl}/.simulator${url.slice('/.local/engine'.length)}`, {
    method,
    ...(body.length > 0 && { body: new Uint8Array(body), headers: { 'content-type': 'application/json' } }),
  });
  const headers = { ...uncached, 'content-type': answer.headers.get('content-type') ?? 'application/json' };
  return { status: answer.status, headers, body: await answer.text() };
}

const uncached = { 'cache-control': 'no-store' };

const json = (status: number, value: unknown): GatewayResponse => ({
  status,
  headers: { ...uncached, 'content-type': 'application/json' },
  body: `${JSON.stringify(value, null, 2)}\n`,
});

const refusal = (status: number, message: string): GatewayResponse => json(status, { message });

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
