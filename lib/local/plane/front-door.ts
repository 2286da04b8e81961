import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AwsRequest } from '../aws/http.ts';
import { type GatewayResponse, gatewayAnswers } from '../gateway/answers.ts';
import { BODY_BYTES_MAX } from '../gateway/gateway.ts';
import { ISSUER_PATH } from '../issuer/issuer.ts';
import { PlaneProblem } from './problem.ts';

export type Serve = (request: AwsRequest) => Promise<GatewayResponse>;

export type Rooms = {
  /** `/v1/…` */
  readonly gateway: Serve;
  /** `/.local/issuer/…`; streams by itself. */
  readonly issuer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** `/.local/…` */
  readonly admin: Serve;
  /** Everything else: the UI. */
  readonly site: Serve;
};

export type FrontDoor = {
  readonly url: string;
  /** Opens the rooms; requests until then wait. */
  readonly open: (rooms: Rooms) => void;
  readonly close: () => Promise<void>;
};

/**
 * The one port of a plane that people use. It is taken before anything else happens, so that a taken port is told at
 * once, and the issuer's address is known while the rest is set up.
 */
export async function takePort(port: number): Promise<FrontDoor> {
  let open: (rooms: Rooms) => void = () => undefined;
  const rooms = new Promise<Rooms>((resolve) => {
    open = resolve;
  });
  const server = createServer((message, response) => {
    rooms.then((opened) => answer(opened, message, response)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => explained(error, port).then(reject, reject));
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Answers under way get a moment; nothing keeps the plane from stopping.
        setTimeout(() => server.closeAllConnections(), 300).unref();
      }),
  };
}

async function explained(error: NodeJS.ErrnoException, port: number): Promise<Error> {
  if (error.code === 'EADDRINUSE') {
    const url = `http://127.0.0.1:${port}`;
    const other = port + 10;
    return (await isPlane(url))
      ? new PlaneProblem(
          `Port ${port} is taken: a plane already runs at ${url}.`,
          `Open it, stop it with Ctrl-C in its terminal, or start a second one beside it, with data of its own:\n  npm start -- --port ${other} --data .dxcp-${other}`,
        )
      : new PlaneProblem(
          `Port ${port} is taken.`,
          `No plane answers there. Choose another port: npm start -- --port ${other}`,
        );
  }
  if (error.code === 'EACCES') {
    return new PlaneProblem(`Port ${port} is not open to you.`, 'Choose one from 1024 on: npm start -- --port 4700');
  }
  return error;
}

/** Whether a plane that is up answers there. */
const isPlane = (url: string): Promise<boolean> =>
  fetch(`${url}/v1/health`, { signal: AbortSignal.timeout(1500) }).then(
    (response) => response.ok && response.headers.get('content-type')?.includes('json') === true,
    () => false,
  );

async function answer(rooms: Rooms, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (message.url ?? '/').split('?')[0] ?? '/';
  const isLocal = path === '/.local' || path.startsWith('/.local/');
  if (isLocal && !isLoopback(message)) return send(response, gatewayAnswers.forbidden, message.method);
  if (path.startsWith(`${ISSUER_PATH}/`)) return rooms.issuer(message, response);
  const body = await readBody(message);
  if (!body) return send(response, { ...gatewayAnswers.tooLarge, headers: closing }, message.method);
  const serve = isLocal ? rooms.admin : path === '/v1' || path.startsWith('/v1/') ? rooms.gateway : rooms.site;
  const request = { method: message.method ?? 'GET', url: message.url ?? '/', headers: flat(message), body };
  send(response, await serve(request), message.method);
}

const closing = { 'content-type': 'application/json', connection: 'close' };

/** A page from elsewhere must not reach the local helpers by a name that resolves to this machine. */
function isLoopback({ headers }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const isHere = host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
  return isHere && headers['sec-fetch-site'] !== 'cross-site';
}

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_BYTES_MAX) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

function flat(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values !== undefined) headers[name] = values.join(name === 'cookie' ? '; ' : ',');
  }
  return headers;
}

function send(response: ServerResponse, { status, headers, body }: GatewayResponse, method: string | undefined): void {
  const lines = Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]);
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...Object.fromEntries(lines), ...length });
  response.end(method === 'HEAD' || status === 204 || status === 304 ? undefined : body);
}
