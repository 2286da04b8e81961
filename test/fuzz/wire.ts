import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** A request just as it goes over the wire: nothing of it is made right on the way. */
export type WireRequest = {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

export type WireAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Answers to HEAD have no body. */
  readonly isWhole: boolean;
  readonly milliseconds: number;
};

/** Nothing takes longer than a gateway waits. */
const PATIENCE_MS = 30_000;

export type Wire = { readonly send: (sent: WireRequest) => Promise<WireAnswer>; readonly close: () => void };

export function openWire(origin: string, maxSockets = 8): Wire {
  const agent = new Agent({ keepAlive: true, maxSockets });
  const { hostname, port } = new URL(origin);
  return {
    close: () => agent.destroy(),
    send: ({ method, target, headers, body }) =>
      new Promise((resolve, reject) => {
        const begun = performance.now();
        const outgoing = request(
          { agent, hostname, port, method, path: target, headers, timeout: PATIENCE_MS },
          (answer) => {
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('end', () =>
              resolve({
                status: answer.statusCode ?? 0,
                headers: answer.headers,
                text: Buffer.concat(chunks).toString(),
                isWhole: method !== 'HEAD',
                milliseconds: performance.now() - begun,
              }),
            );
            answer.on('error', reject);
          },
        );
        outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer in ${PATIENCE_MS} ms`)));
        outgoing.on('error', reject);
        outgoing.end(body);
      }),
  };
}
