import type { IncomingMessage, ServerResponse } from 'node:http';
import { asText } from './json-object.ts';
import type { GateReply, GateRequest } from './routes.ts';

const MAX_BODY = 1024 * 1024;

/** The request as the routes read it; a body that is no JSON counts as none. */
export async function readRequest(incoming: IncomingMessage): Promise<GateRequest> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname.split('/').filter(Boolean).map(decodeURIComponent),
    query: url.searchParams,
    // Only what says it is JSON is read as JSON: a page in a browser cannot send that to another origin unasked.
    body: /json/.test(incoming.headers['content-type'] ?? '') ? await readJson(incoming) : undefined,
    user: asText(incoming.headers['x-spinnaker-user']) ?? 'anonymous',
  };
}

export function send(response: ServerResponse, { status, body }: GateReply): void {
  if (body === undefined) {
    response.writeHead(status, { 'content-length': 0 }).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(body));
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY) throw new Error('the request is too large');
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
