import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { archiveService } from '../../../lib/local/services/service-archive.ts';
import { unpackService } from '../../../lib/local/services/unpack.ts';

test('a service ends with the plane, even when the plane is killed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'dxcp-orphan-'));
  unpackService(archiveService({ service: 's', version: '1.0.0', health: 'good' }), join(directory, 'release'));
  const module = new URL('../../../lib/local/services/service-process.ts', import.meta.url).href;
  const script = `
    const { startService } = await import(${JSON.stringify(module)});
    const { port } = await startService(${JSON.stringify(join(directory, 'release'))}, 'sandbox');
    process.stdout.write(String(port) + '\\n');
    setInterval(() => {}, 1000);`;
  const plane = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = await once(plane.stdout, 'data');
  const url = `http://127.0.0.1:${Number(String(chunk))}/`;
  expect(await (await fetch(url)).json()).toEqual({ service: 's', version: '1.0.0', environment: 'sandbox' });

  plane.kill('SIGKILL');
  await once(plane, 'exit');
  await expect
    .poll(
      () =>
        fetch(url).then(
          () => 'serves',
          () => 'gone',
        ),
      { timeout: 5000 },
    )
    .toBe('gone');
  rmSync(directory, { recursive: true });
});
