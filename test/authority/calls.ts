import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { LINES } from '../../lib/contract/lines.ts';
import { isTokenFault, type SignatureFault, type TokenFault } from '../../scripts/generate/authority-faults.ts';
import type { CallerName, Cell, Mount } from '../../scripts/generate/authority-matrix.ts';
import type { Sent } from './requests.ts';
import type { RunningPlane } from './running-plane.ts';
import { faultySignatures, signHeaders, type ToSign } from './signing.ts';

/** Adds what the caller shows of itself to the headers of a request. */
type Identify = (request: ToSign) => Promise<Record<string, string>> | Record<string, string>;

const withToken =
  (authorization: string): Identify =>
  ({ headers }) => ({ ...headers, authorization });

/** How each caller of the matrix identifies itself. */
export async function identities({ mint, secret }: RunningPlane): Promise<Readonly<Record<CallerName, Identify>>> {
  const bearer = (person: string, claims = {}) => withToken(`Bearer ${mint.good(person, claims)}`);
  return {
    nobody: ({ headers }) => ({ ...headers }),
    roleless: bearer('observer', { sub: 'roleless', 'https://dxcp.dev/claims/roles': ['somebody-elsewhere'] }),
    observer: bearer('observer'),
    owner: bearer('owner'),
    stranger: bearer('owner2'),
    ci: bearer('ci'),
    unlisted: bearer('ci', { sub: 'another-pipeline' }),
    admin: bearer('admin'),
    engine: withToken(`Bearer ${await secret('/engine/events/secret')}`),
    signed: (request) => signHeaders(request),
  };
}

/** How each bad credential is shown. */
export const badIdentity = ({ mint }: RunningPlane, fault: TokenFault | SignatureFault): Identify =>
  isTokenFault(fault) ? withToken(mint.faulty[fault]) : faultySignatures[fault];

const problemBody = z.object({ code: z.string() });
const gatewayBody = z.strictObject({ message: z.string() });
const verdictBody = z.object({ refusals: z.array(z.object({ code: z.string() })) });

/** What came, in the terms of the matrix; a refusal that is neither a problem nor the gateway's has the code `?`. */
export type Received = { readonly status: number; readonly code?: string; readonly refusal?: string };

export async function call(
  plane: RunningPlane,
  mount: Mount,
  { sent, identify }: { sent: Sent; identify: Identify },
): Promise<Received> {
  const { method, mutation } = mount.route;
  const url = urlOf(plane.url, mount, sent);
  const body = sent.body === undefined ? undefined : JSON.stringify(sent.body);
  const plain = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(mutation && { 'idempotency-key': randomUUID() }),
  };
  const headers = await identify({ method, url, headers: plain, ...(body !== undefined && { body }) });
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const isInLines = response.headers.get('content-type') === LINES;
  return received(response.status, isInLines ? undefined : await response.json());
}

const urlOf = (base: string, { path }: Mount, { params = {}, query = {} }: Sent): string => {
  if (path === '$default') return `${base}/v1/nothing-here`;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return base + filled + (search === '' ? '' : `?${search}`);
};

const received = (status: number, body: unknown): Received => {
  if (status < 300) {
    const refusal = verdictBody.safeParse(body).data?.refusals[0]?.code;
    return { status, ...(refusal === 'DELIVERY_GROUP_SCOPE_REQUIRED' && { refusal }) };
  }
  const code = problemBody.safeParse(body).data?.code ?? (gatewayBody.safeParse(body).success ? undefined : '?');
  return { status, ...(code !== undefined && { code }) };
};

/** Whether the cell stands for a call that is let through. */
export const succeeds = ({ status, refusal }: Cell): boolean => status < 300 && refusal === undefined;
