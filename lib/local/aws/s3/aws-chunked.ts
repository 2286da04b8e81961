import { S3Error } from './error.ts';

type Headers = Readonly<Record<string, string>>;

const CRLF = '\r\n';

export const isChunked = (headers: Headers): boolean =>
  headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;

/**
 * Decodes an aws-chunked body into its bytes and its trailer headers.
 * Throws IncompleteBody when the framing is broken or the length is not the announced one.
 */
export function decodeChunked(body: Buffer, headers: Headers): { data: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const { size, start } = readChunkHead(body, position);
    if (size === 0) return { data: complete(chunks, headers), trailers: readTrailers(body.subarray(start).toString()) };
    const end = start + size;
    if (body.subarray(end, end + 2).toString() !== CRLF) throw broken();
    chunks.push(body.subarray(start, end));
    position = end + 2;
  }
}

function readChunkHead(body: Buffer, position: number): { size: number; start: number } {
  const lineEnd = body.indexOf(CRLF, position);
  const line = lineEnd < 0 ? '' : body.subarray(position, lineEnd).toString();
  if (!/^[0-9a-f]{1,8}$/i.test(line)) throw broken();
  return { size: Number.parseInt(line, 16), start: lineEnd + 2 };
}

function complete(chunks: readonly Buffer[], headers: Headers): Buffer {
  const data = Buffer.concat(chunks);
  if (headers['x-amz-decoded-content-length'] !== String(data.length)) throw broken();
  return data;
}

function readTrailers(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', value = ''] = line.split(/:(.*)/s);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
}

const broken = (): S3Error => new S3Error(400, 'IncompleteBody', 'The aws-chunked body is not complete');
