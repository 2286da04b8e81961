import { Readable } from 'node:stream';
import type { Respond } from './protocol.ts';

/** An SDK client's `requestHandler`, as far as the DynamoDB client uses it. */
export type InProcessHandler = {
  metadata: { handlerProtocol: string };
  handle(
    request: { headers: Record<string, string>; body?: unknown },
    options?: { abortSignal?: unknown },
  ): Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Readable } }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
};

/** Makes an SDK client work in this process, without a socket. */
export function inProcessHandler(respond: Respond): InProcessHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options) {
      const named = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
      const headers: Record<string, string> = Object.fromEntries(named);
      const target = headers['x-amz-target'] ?? '';
      const answering = respond({ target, headers, body: textOf(request.body) });
      const { statusCode, headers: answered, body } = await unlessAborted(answering, options?.abortSignal);
      return { response: { statusCode, headers: answered, body: Readable.from([Buffer.from(body)]) } };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

// The SDK's bytes pretend to be text too and warn when they are used so; a decoder takes them as bytes.
function textOf(body: unknown): string {
  if (body === undefined) return '';
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
}

// An aborted request is left alone, not undone: as on a real network, its write may still happen.
function unlessAborted<T>(answering: Promise<T>, signal: unknown): Promise<T> {
  if (!(signal instanceof AbortSignal)) return answering;
  const aborted = new Promise<never>((_, reject) => {
    const refuse = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
  return Promise.race([answering, aborted]);
}
