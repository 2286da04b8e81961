import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createSite } from '../../../lib/local/site/site.ts';

const directory = mkdtempSync(join(tmpdir(), 'dxcp-site-'));
const script = `console.log('${'x'.repeat(4000)}')`;
mkdirSync(join(directory, 'assets'));
writeFileSync(join(directory, 'index.html'), '<!doctype html><title>DXCP</title>');
writeFileSync(join(directory, 'assets', 'app-a1b2.js'), script);
afterAll(() => rmSync(directory, { recursive: true }));

const site = createSite({
  directory,
  openApiFile: join(import.meta.dirname, '../../../docs/openapi.json'),
  configuration: { issuer: 'http://127.0.0.1:4700/.local/issuer' },
  release: 'r1',
});
const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  site({ method, url, headers: { host: '127.0.0.1:4700', ...headers }, body: Buffer.alloc(0) });

describe('the site', () => {
  it('lets browsers keep files whose name carries their hash, and ask for everything else', async () => {
    expect((await get('/assets/app-a1b2.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    for (const path of ['/', '/index.html', '/config.json', '/version.json']) {
      expect((await get(path)).headers['cache-control']).toBe('no-cache');
    }
    const { headers } = await get('/');
    expect(await get('/', { 'if-none-match': String(headers.etag) })).toMatchObject({ status: 304, body: '' });
  });

  it('answers the UI’s own paths with the page, and missing files with 404', async () => {
    expect(String((await get('/deployments/01ABC?tab=timeline')).body)).toContain('<title>DXCP');
    expect((await get('/assets/gone-c3d4.js')).status).toBe(404);
    expect((await get('/deployments', {}, 'POST')).status).toBe(404);
  });

  it('compresses by what the browser takes', async () => {
    const br = await get('/assets/app-a1b2.js', { 'accept-encoding': 'gzip, br' });
    expect(br.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(br.body).toString()).toBe(script);
    const gz = await get('/assets/app-a1b2.js', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(gz.body).toString()).toBe(script);
    expect((await get('/assets/app-a1b2.js')).headers).not.toHaveProperty('content-encoding');
  });

  it('has one host name, the one that sign-in returns to', async () => {
    const moved = await get('/deployments?x=1', { host: 'localhost:4700' });
    expect(moved).toMatchObject({ status: 302, headers: { location: 'http://127.0.0.1:4700/deployments?x=1' } });
  });

  it('shows every operation of the API reference', async () => {
    const page = String((await get('/docs')).body);
    for (const operation of ['deployments.create', 'health.get', 'builds.register']) expect(page).toContain(operation);
    expect(page).not.toContain('<script');
    expect((await get('/docs/openapi.json')).status).toBe(200);
  });
});
