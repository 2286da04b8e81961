import { existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const CHROMIUM = '/usr/bin/chromium';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Chosen once and handed on to the workers, which read this file again. */
const once = async (name: string, make: () => Promise<string> | string): Promise<string> => {
  process.env[name] ??= await make();
  return process.env[name];
};

/** A plane that runs already, or one of our own on fresh data. */
const running = process.env.DXCP_E2E_URL;
const port = running ? '' : await once('DXCP_E2E_PORT', async () => String(await freePort()));
const data = running ? '' : await once('DXCP_E2E_DATA', () => mkdtempSync(join(tmpdir(), 'dxcp-e2e-')));
const origin = running ?? `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    baseURL: origin,
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(existsSync(CHROMIUM) ? { executablePath: CHROMIUM } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  ...(running
    ? {}
    : {
        webServer: {
          command: `"${process.execPath}" scripts/start.ts --port ${port} --data "${data}" --speed 4`,
          url: `${origin}/v1/health`,
          timeout: 120_000,
          stdout: 'ignore' as const,
          gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 5000 },
        },
      }),
});
