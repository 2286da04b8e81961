import type { IncomingMessage, RequestListener } from 'node:http';
import type { Respond } from './protocol.ts';

const MOST_BYTES = 16 * 1024 * 1024;

/** The listener for `http.createServer`. Requests beyond 16 MB are cut off with 413, as AWS does. */
export function httpHandler(respond: Respond): RequestListener {
  return (request, response) => {
    const answering = async (): Promise<void> => {
      const body = await bodyOf(request);
      if (body === undefined) {
        response.writeHead(413, { connection: 'close' }).end();
        return;
      }
      const headers = flat(request);
      const answer = await respond({ target: headers['x-amz-target'] ?? '', headers, body });
      response.writeHead(answer.statusCode, answer.headers).end(answer.body);
    };
    answering().catch((error) => response.destroy(error));
  };
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function flat(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}
