import { connect } from 'node:net';

/** Bytes that are hardly HTTP, and what may come back: a status, or nothing but the end of the connection. */

const CRLF = '\r\n';
const lines = (...each: string[]): string => each.join(CRLF) + CRLF + CRLF;

export const rawRequests = (token: string): Readonly<Record<string, string | Uint8Array>> => {
  const known = `Authorization: Bearer ${token}`;
  const post = (...headers: string[]) => [
    'POST /v1/deployments HTTP/1.1',
    'Host: a',
    known,
    'Content-Type: application/json',
    ...headers,
  ];
  return {
    'no host': lines('GET /v1/health HTTP/1.1'),
    'two hosts': lines('GET /v1/health HTTP/1.1', 'Host: a', 'Host: b'),
    'two lengths': `${lines(...post('Content-Length: 2', 'Content-Length: 3'))}{}x`,
    'a negative length': lines(...post('Content-Length: -2')),
    'a length and chunks': `${lines(...post('Content-Length: 3', 'Transfer-Encoding: chunked'))}0\r\n\r\n`,
    'chunks that are none': `${lines(...post('Transfer-Encoding: chunked'))}zz\r\n{}\r\n0\r\n\r\n`,
    'a body that ends early': `${lines(...post('Content-Length: 100'))}{}`,
    'an unknown transfer coding': lines(...post('Transfer-Encoding: gzip, identity')),
    'a control character in a header': lines('GET /v1/whoami HTTP/1.1', 'Host: a', known, 'X-A: a\u0000b'),
    'a folded header': lines('GET /v1/whoami HTTP/1.1', 'Host: a', 'Authorization: Bearer', ` ${token}`),
    'two tokens': lines('GET /v1/whoami HTTP/1.1', 'Host: a', known, 'Authorization: Bearer x.y.z'),
    'a header of 20 KB': lines('GET /v1/whoami HTTP/1.1', 'Host: a', known, `X-A: ${'x'.repeat(20_000)}`),
    'three thousand headers': lines(
      'GET /v1/whoami HTTP/1.1',
      'Host: a',
      ...Array.from({ length: 3000 }, (_, at) => `X-${at}: 1`),
    ),
    'a path of 20 KB': lines(`GET /v1/${'x'.repeat(20_000)} HTTP/1.1`, 'Host: a', known),
    'an absolute address': lines('GET http://elsewhere.example.com/v1/whoami HTTP/1.1', 'Host: a', known),
    'an address of another scheme': lines('GET file:///etc/passwd HTTP/1.1', 'Host: a', known),
    'the server as a whole': lines('OPTIONS * HTTP/1.1', 'Host: a', known),
    'a path without a slash': lines('GET v1/whoami HTTP/1.1', 'Host: a', known),
    'two slashes': lines('GET //v1/whoami HTTP/1.1', 'Host: a', known),
    'a way up': lines('GET /v1/../../etc/passwd HTTP/1.1', 'Host: a', known),
    'a fragment': lines('GET /v1/whoami#/v1/health HTTP/1.1', 'Host: a', known),
    'a tunnel': lines('CONNECT 127.0.0.1:22 HTTP/1.1', 'Host: a'),
    'an upgrade': lines(
      'GET /v1/whoami HTTP/1.1',
      'Host: a',
      known,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Key: eA==',
      'Sec-WebSocket-Version: 13',
    ),
    'an expectation nobody has': `${lines(...post('Expect: the-unexpected', 'Content-Length: 2'))}{}`,
    'a method nobody knows': lines('FROBNICATE /v1/health HTTP/1.1', 'Host: a'),
    'an old version': lines('GET /v1/health HTTP/0.9'),
    'a newer version': lines('PRI * HTTP/2.0', '', 'SM'),
    'a request inside a request':
      lines(...post('Content-Length: 0')) + lines('GET /v1/audit/events HTTP/1.1', 'Host: a'),
    'no HTTP at all': new Uint8Array([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
    nothing: '',
  };
};

/** A connection that stays silent this long has said all. */
const SILENCE_MS = 250;

/** All that comes back for the bytes. */
export const exchange = (origin: string, bytes: string | Uint8Array): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const end = () => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString());
    };
    socket.setTimeout(SILENCE_MS, end);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', end);
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? end() : reject(error)));
    socket.write(bytes);
  });

/** The statuses of the answers in what came back. */
export const statusesIn = (text: string): readonly number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
