import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { takeDirectory } from '../../../lib/local/plane/directory.ts';

const base = mkdtempSync(join(tmpdir(), 'dxcp-directory-'));
afterAll(() => rmSync(base, { recursive: true }));

const url = 'http://127.0.0.1:1';

it('is emptied on request when it is a plane’s own', async () => {
  const path = join(base, 'own');
  const first = await takeDirectory({ path, url, fresh: false });
  writeFileSync(first.at('deep', 'file'), 'data');
  first.release();
  const kept = await takeDirectory({ path, url, fresh: false });
  expect(existsSync(join(path, 'deep', 'file'))).toBe(true);
  kept.release();
  await takeDirectory({ path, url, fresh: true });
  expect(existsSync(join(path, 'deep'))).toBe(false);
});

it('may hold what test lanes have fetched, which is never deleted', async () => {
  const path = join(base, 'beside');
  mkdirSync(join(path, 'dynamodb-local'), { recursive: true });
  const taken = await takeDirectory({ path, url, fresh: true });
  taken.release();
  await takeDirectory({ path, url, fresh: true });
  expect(existsSync(join(path, 'dynamodb-local'))).toBe(true);
});

it('is left alone when it holds anything else', async () => {
  const path = join(base, 'photos');
  mkdirSync(path);
  writeFileSync(join(path, 'photo.jpg'), '');
  await expect(takeDirectory({ path, url, fresh: true })).rejects.toThrow('holds things that are not a local plane');
  expect(existsSync(join(path, 'photo.jpg'))).toBe(true);
});

it('is not taken from a plane that still starts, nor kept by a process that is no plane', async () => {
  const silent = await listen(() => undefined);
  const path = join(base, 'starting');
  mkdirSync(path);
  const claim = (address: string) =>
    writeFileSync(join(path, 'running.json'), JSON.stringify({ pid: process.ppid, url: address }));
  writeFileSync(join(path, '.dxcp-plane'), '');
  claim(silent.url);
  await expect(takeDirectory({ path, url, fresh: true })).rejects.toThrow('A plane already runs');
  const other = await listen((server) => server.on('request', (_, response) => response.writeHead(404).end()));
  claim(other.url);
  await expect(takeDirectory({ path, url, fresh: false })).resolves.toMatchObject({ path });
  for (const { server } of [silent, other]) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(set: (server: Server) => void): Promise<{ server: Server; url: string }> {
  const server = createServer();
  set(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}
