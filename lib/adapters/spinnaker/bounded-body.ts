import { EngineFault } from '../../ports/engine.ts';

/** The body as text; stops reading and throws once it is larger than `maxBytes`. */
export async function readBounded(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let size = 0;
  let body = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return body + decoder.decode();
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw new OversizedAnswer(maxBytes);
    }
    body += decoder.decode(value, { stream: true });
  }
}

/** Told apart from other faults because an observation can do without the large answer. */
export class OversizedAnswer extends EngineFault {
  constructor(maxBytes: number) {
    super('CALL_FAILED', `The engine's answer is larger than ${maxBytes} bytes.`, { ambiguous: true });
  }
}
