import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';
import { afterEach } from 'vitest';

export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Whose certificate the client showed. */
  readonly certificateOf?: string | undefined;
};

export type Answer = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
};

export const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(close));
});
const close = (server: Server) => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => server.close(() => resolve()));
};

/** A server on this machine that lives as long as the test; `tls` makes it an https one. */
export const serve = async (answer: (seen: Seen) => Answer | Promise<Answer>, tls?: ServerOptions) => {
  const seen: Seen[] = [];
  let connections = 0;
  const listener: RequestListener = async (request, response) => {
    const body = await text(request);
    const { method = '', url = '', headers } = request;
    const { socket } = request;
    const certificateOf = socket instanceof TLSSocket ? socket.getPeerCertificate()?.subject?.CN : undefined;
    const all = { method, path: url, headers, body, certificateOf: [certificateOf].flat().join() };
    seen.push(all);
    send(response, await answer(all));
  };
  const server: Server = tls ? createSecureServer(tls, listener) : createServer(listener);
  server.on(tls ? 'secureConnection' : 'connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The server has no port');
  return {
    port: address.port,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    seen,
    connections: () => connections,
    stop: () => close(server),
  };
};

const send = (response: ServerResponse, { status, headers = {}, body = '' }: Answer) => {
  response.writeHead(status, headers);
  response.end(body);
};

/** A Gate that lets in only whom `admits` knows; everybody may ask for its health, and whom it takes them for. */
export const gateThat = (admits: (seen: Seen) => boolean, refusal: Answer = json(401, { status: 401 })) => {
  return (seen: Seen): Answer => {
    const path = seen.path.replace(/\?.*$/, '');
    if (path === '/health') return json(200, { status: 'UP' });
    if (path === '/auth/user') return json(200, admits(seen) ? { username: 'dxcp' } : {});
    if (!admits(seen)) return refusal;
    if (path === '/applications') return json(200, [{ name: 'demo' }, { name: 'payments' }]);
    if (path === '/executions') return json(200, []);
    if (seen.method === 'POST') return json(202, { ref: '/pipelines/01JT0000000000000000000001' });
    return json(404, { status: 404 });
  };
};

/** A TLS server that refuses certificates with an alert, as Java's do; Node's own hangs up without a word. */
export const serveAlerting = async (options: readonly string[]) => {
  const server = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', '-www', ...options]);
  const { promise: port, resolve, reject } = Promise.withResolvers<string>();
  server.stdout.on('data', (text: Buffer) => {
    const found = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(text.toString())?.[1];
    if (found) resolve(found);
  });
  server.once('exit', () => reject(new Error('openssl ended')));
  return {
    url: `https://127.0.0.1:${await port}`,
    [Symbol.dispose]: () => void server.kill(),
  };
};
