import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import type { ActResult, ReleaseOrder } from '../engine/conductor.ts';
import type { Deployer } from '../services/deployer.ts';

/** The services that an engine outside the plane acts on, by HTTP. */
export type DeployerDoor = { readonly url: string; readonly close: () => Promise<void> };

const ACTS = ['prepare', 'launch', 'activate', 'discard'] as const;
type Act = (typeof ACTS)[number];
const MAX_BODY = 16 * 1024;

const name = z.string().regex(/^[a-z0-9-]{1,63}$/);
/** `id` names a directory: it is the execution's. */
const order = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  service: name,
  environment: name,
  version: z.string().min(1).max(100),
  artifactRef: z.string().regex(/^s3:\/\/[^/]+\/.+$/),
});

/**
 * Opens `POST /releases/<act>` on 127.0.0.1 for callers that show the token. A release that cannot go on is answered
 * 422 with the reason, and removed; one that was left on its way is removed when the next one comes for its place.
 */
export async function openDeployerDoor(
  deployer: Deployer,
  options: { readonly port: number; readonly token: string },
): Promise<DeployerDoor> {
  const underWay = new Map<string, string>();
  const act = async (what: Act, release: ReleaseOrder): Promise<ActResult> => {
    const place = `${release.environment}/${release.service}`;
    const left = underWay.get(place);
    if (left !== undefined && left !== release.id) await deployer.discard(left);
    underWay.set(place, release.id);
    if (what === 'discard') await deployer.discard(release.id);
    const result: ActResult = what === 'discard' ? { ok: true } : await deployer[what](release);
    if (!result.ok) await deployer.discard(release.id);
    return result;
  };
  const server = createServer((request, response) => {
    serve({ token: options.token, act }, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : options.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Guarded = { readonly token: string; readonly act: (what: Act, release: ReleaseOrder) => Promise<ActResult> };

async function serve({ token, act }: Guarded, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isKnown(request.headers.authorization, token)) return answer(response, 401, { message: 'Show the token' });
  const what = ACTS.find((known) => request.method === 'POST' && request.url === `/releases/${known}`);
  if (!what) return answer(response, 404, { message: `Send POST /releases/${ACTS.join('|')}` });
  if (Number(request.headers['content-length'] ?? Infinity) > MAX_BODY) {
    return answer(response, 413, { message: 'The order is too large' });
  }
  const parsed = order.safeParse(await json(request).catch(() => undefined));
  if (!parsed.success)
    return answer(response, 400, { message: `The order is invalid: ${z.prettifyError(parsed.error)}` });
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(parsed.data.artifactRef) ?? [];
  const result = await act(what, { ...parsed.data, bucket, key });
  return result.ok ? answer(response, 200, { ok: true }) : answer(response, 422, refusalOf(result));
}

const refusalOf = ({ reason, message }: ActResult & { ok: false }) => ({ error: reason, message });

function isKnown(authorization: string | undefined, token: string): boolean {
  const [shown, expected] = [Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`)];
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
