import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AwsRequest } from '../aws/http.ts';
import { type GatewayResponse, gatewayAnswers } from '../gateway/answers.ts';
import { type Encoded, encode } from './compression.ts';
import { cachingOf, securityHeaders, typeOf } from './headers.ts';
import { referencePage } from './reference-page.ts';
import { referenceStyle } from './reference-style.ts';

export type SiteOptions = {
  /** The built UI. */
  readonly directory: string;
  /** The generated OpenAPI document. */
  readonly openApiFile: string;
  /** What `/config.json` tells the UI. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly release: string;
};

type File = { readonly path: string; readonly body: Buffer };

/** The static site as the CDN serves it: files, run-time configuration, a fallback for the UI's own paths, the API reference. */
export function createSite(options: SiteOptions): (request: AwsRequest) => Promise<GatewayResponse> {
  const encoded = new Map<string, Encoded>();

  const respond = async ({ path, body }: File, { headers }: AwsRequest): Promise<GatewayResponse> => {
    const type = typeOf(path);
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const common = { ...securityHeaders, 'cache-control': cachingOf(path), etag: tag, vary: 'Accept-Encoding' };
    if (headers['if-none-match'] === tag) return { status: 304, headers: common, body: '' };
    const key = `${tag} ${headers['accept-encoding'] ?? ''}`;
    const { encoding, body: bytes } = encoded.get(key) ?? (await encode(body, type, headers['accept-encoding']));
    if (encoded.size < 200) encoded.set(key, { encoding, body: bytes });
    return {
      status: 200,
      headers: { ...common, 'content-type': type, ...(encoding && { 'content-encoding': encoding }) },
      body: bytes,
    };
  };

  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return gatewayAnswers.notFound;
    const path = request.url.split('?')[0] ?? '/';
    // One host name for pages: sign-in returns to it, and the UI's policy names no other origin.
    const { host = '' } = request.headers;
    if (host.startsWith('localhost')) return moved(`http://${host.replace('localhost', '127.0.0.1')}${request.url}`);
    const file = (await generated(options, path)) ?? (await onDisk(options.directory, path));
    return file ? respond(file, request) : missing(path);
  };
}

async function generated(options: SiteOptions, path: string): Promise<File | undefined> {
  const json = (value: unknown) => ({ path, body: Buffer.from(JSON.stringify(value)) });
  switch (path) {
    case '/config.json':
      return json(options.configuration);
    case '/version.json':
      return json({ release: options.release });
    case '/docs/openapi.json':
      return { path, body: await readFile(options.openApiFile) };
    case '/docs/reference.css':
      return { path, body: Buffer.from(referenceStyle) };
    case '/docs':
    case '/docs/':
      return {
        path: '/docs/index.html',
        body: Buffer.from(referencePage(JSON.parse(await readFile(options.openApiFile, 'utf8')))),
      };
    default:
      return undefined;
  }
}

/** Paths without a dot are the UI's own. Names that could leave the directory match nothing. */
async function onDisk(directory: string, path: string): Promise<File | undefined> {
  const name = path.includes('.') ? path : '/index.html';
  if (!/^(\/[\w@-][\w.@-]*)+$/.test(name)) return undefined;
  const body = await readFile(join(directory, name)).catch(() => undefined);
  return body && { path: name, body };
}

const moved = (location: string): GatewayResponse => ({ status: 302, headers: { location }, body: '' });

const missing = (path: string): GatewayResponse => ({
  status: path.includes('.') ? 404 : 503,
  headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: path.includes('.') ? 'Not found' : 'The web UI is not built. See the terminal of the plane; the API works.',
});
