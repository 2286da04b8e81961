import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One HTTP request as an embedded AWS endpoint sees it: raw path and query, lower-case header names, the whole body. */
export type AwsRequest = {
  readonly method: string;
  /** Path and query exactly as sent, e.g. `/bucket/key?list-type=2`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type AwsResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
};

export type AwsHandler = (request: AwsRequest) => Promise<AwsResponse>;

/** An endpoint behind the shared port: the first whose `matches` says yes gets the request. */
export type Mount = {
  readonly matches: (head: Pick<AwsRequest, 'method' | 'url' | 'headers'>) => boolean;
  readonly serve: AwsHandler;
  /** Larger bodies are answered 413 without being read further. */
  readonly maxBodyBytes: number;
};

export type AwsServer = { readonly port: number; readonly url: string; readonly close: () => Promise<void> };

/** Matches the JSON protocols by their target header, e.g. `AmazonSSM` for `x-amz-target: AmazonSSM.GetParameter`. */
export const byTarget =
  (service: string): Mount['matches'] =>
  ({ headers }) =>
    headers['x-amz-target']?.startsWith(`${service}.`) ?? false;

/** Matches requests whose path begins with `prefix`. */
export const byPath =
  (prefix: string): Mount['matches'] =>
  ({ url }) =>
    url.startsWith(prefix);

/** Serves the mounted endpoints on loopback; `port` 0 picks a free one. `close` also ends idle and running connections. */
export async function serveAws(options: { mounts: readonly Mount[]; port: number }): Promise<AwsServer> {
  const server = createServer((message, response) => void answer(options.mounts, message, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = portOf(server.address());
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server is not listening on a TCP port');
  return address;
}

async function answer(mounts: readonly Mount[], message: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await respond(mounts, message).catch(internalFailure);
  // HEAD answers carry the length of the body they do not send.
  const length = headers['content-length'] ?? String(Buffer.byteLength(body));
  response.writeHead(status, { 'x-amzn-requestid': randomUUID(), ...headers, 'content-length': length });
  response.end(body);
}

async function respond(mounts: readonly Mount[], message: IncomingMessage): Promise<AwsResponse> {
  const head = { method: message.method ?? 'GET', url: message.url ?? '/', headers: flatten(message) };
  const mount = mounts.find(({ matches }) => matches(head));
  if (mount === undefined) return plain(404, 'No embedded endpoint answers this request');
  const body = await readBody(message, mount.maxBodyBytes);
  if (body === undefined) return { ...plain(413, 'The body is too large'), headers: { connection: 'close' } };
  return mount.serve({ ...head, body });
}

function flatten(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values !== undefined) headers[name] = values.join(',');
  }
  return headers;
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

const plain = (status: number, body: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
});

const internalFailure = (error: unknown): AwsResponse =>
  plain(500, error instanceof Error ? `${error.name}: ${error.message}` : 'InternalFailure');
