import * as z from 'zod';
import type { GatewayResponse } from './answers.ts';

const structured = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** Lambda answers at most this much. */
const BYTES_MAX = 6 * 1024 * 1024;

/** A function's result as an HTTP answer; `undefined` when API Gateway could not make one of it. */
export function responseOf(result: unknown): GatewayResponse | undefined {
  if (typeof result === 'object' && result !== null && 'statusCode' in result) {
    const parsed = structured.safeParse(result);
    return parsed.success ? fromStructured(parsed.data) : undefined;
  }
  // Payload format 2.0 takes anything else for the body of a 200.
  const body = typeof result === 'string' ? result : JSON.stringify(result);
  if (body === undefined || Buffer.byteLength(body) > BYTES_MAX) return undefined;
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

function fromStructured(result: z.infer<typeof structured>): GatewayResponse | undefined {
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  if (Buffer.byteLength(body) > BYTES_MAX) return undefined;
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(named),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}
