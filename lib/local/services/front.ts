import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';

/** Where a service of an environment is served at the moment; undefined when nothing was deployed. */
export type Upstream = (environment: string, service: string) => { readonly port: number } | undefined;

const PATH = /^\/services\/([a-z0-9-]+)\/([a-z0-9-]+)(\/.*)?$/;

export type Front = { listen(port: number): Promise<string>; close(): Promise<void> };

/** One loopback server with a stable path per environment and service, whatever version stands behind it. */
export function createFront(upstream: Upstream): Front {
  const server = createServer((request, response) => route(upstream, request, response));
  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          const address = server.address();
          const bound = typeof address === 'object' && address !== null ? address.port : port;
          resolve(`http://127.0.0.1:${bound}`);
        });
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function route(upstream: Upstream, request: IncomingMessage, response: ServerResponse): void {
  const [, environment, service, rest] = PATH.exec(request.url ?? '') ?? [];
  if (environment === undefined || service === undefined) {
    refuse(response, 404, 'no such service');
    return;
  }
  const target = upstream(environment, service);
  if (target) pass(request, response, { port: target.port, path: rest ?? '/', service });
  else refuse(response, 404, `${service} is not deployed to ${environment}`);
}

type Destination = { readonly port: number; readonly path: string; readonly service: string };

function pass(request: IncomingMessage, response: ServerResponse, { port, path, service }: Destination): void {
  const onward = forward({ host: '127.0.0.1', port, method: request.method, path }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'access-control-allow-origin': '*' });
    answer.pipe(response);
  });
  onward.on('error', () => {
    if (response.headersSent) response.destroy();
    else refuse(response, 503, `${service} does not answer`);
  });
  request.pipe(onward);
}

function refuse(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}
