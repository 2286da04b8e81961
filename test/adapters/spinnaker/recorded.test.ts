import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseExecution } from '../../../lib/adapters/spinnaker/execution.ts';
import { failuresOf } from '../../../lib/adapters/spinnaker/failures.ts';
import { glance } from '../../../lib/adapters/spinnaker/observation.ts';

/** Executions as a real engine left them, and what DXCP makes of each: status, category, detail or warning. */
const TOLD: Readonly<Record<string, readonly [status: string, category?: string | undefined, words?: RegExp]>> = {
  branches: ['FAILED', 'VALIDATION', /^Step "Left": The service may not be changed now$/],
  canceled: ['CANCELED', undefined, /Stopped for maintenance/],
  canceling: ['RUNNING'],
  child: ['FAILED', 'VALIDATION', /^Step "Gate": The service may not be changed now$/],
  'child-fails': ['FAILED', 'VALIDATION', /The service may not be changed now$/],
  'expression-fails': ['FAILED', 'CONFIG', /^Step "Read the settings": Failed to evaluate/],
  'judgment-refused': [
    'FAILED',
    'POLICY',
    /^Step "Approve": refused by release-manager; Not inside the release window$/,
  ],
  'judgment-waiting': ['RUNNING', undefined, /waits for an approval/],
  'nothing-began': ['FAILED', 'CONFIG', /^$/],
  paused: ['RUNNING', undefined, /paused/],
  'precondition-fails': ['FAILED', 'VALIDATION', /^Step "Gate": The service may not be changed now$/],
  queued: ['QUEUED'],
  'refused-at-startup': ['FAILED', 'CONFIG', /disabled/],
  restarted: ['RUNNING'],
  running: ['RUNNING'],
  'service-fails': ['FAILED', 'INFRASTRUCTURE', /The database does not answer/],
  'stage-timeout': ['FAILED', 'TIMEOUT', /^Step "Wait for the cluster": timed out after \d seconds$/],
  stopped: ['SUCCEEDED', undefined, /"Probe" failed and was passed over/],
  success: ['SUCCEEDED'],
  'success-then-canceled': ['SUCCEEDED'],
  superseded: ['CANCELED', undefined, /^A newer run/],
  'unknown-stage': ['FAILED', 'CONFIG', /^Step "Deploy": the engine has no steps of this type$/],
  warnings: ['SUCCEEDED', undefined, /"Probe" failed and was passed over/],
  'webhook-ends-badly': ['FAILED', 'APP', /CrashLoopBackOff/],
  'webhook-refused': ['FAILED', 'APP', /^Step "Call": Readiness probe failed/],
  'webhook-retried': ['RUNNING'],
  'webhook-unreachable': ['FAILED', 'INFRASTRUCTURE', /Failed to connect/],
};

const folder = join(import.meta.dirname, 'fixtures/recorded');
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

const recorded = (name: string) => parseExecution(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));

describe('Executions recorded of a real engine', () => {
  test('are all understood', () => {
    expect(names.sort()).toEqual(Object.keys(TOLD).sort());
  });

  test.each(Object.entries(TOLD))('%s', async (name, [status, category, words = /^$/]) => {
    const seen = recorded(name);
    if (!seen) throw new Error('no execution');
    const told = glance(seen, []);
    const failures =
      told.status === 'FAILED' ? await failuresOf(seen, { steps: [], fetch: async () => recorded('child') }) : [];
    expect(told.status).toBe(status);
    expect(failures.map((failure) => failure.category)).toEqual(category === undefined ? [] : [category]);
    expect([...told.warnings, ...failures.map(({ detail }) => detail ?? '')].join()).toMatch(words);
    expect(JSON.stringify(failures)).not.toMatch(/s3cr3t|https?:|target\.example|\.java:/);
  });
});
