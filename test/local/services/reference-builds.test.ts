import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { referenceBuilds } from '../../../lib/local/services/reference-builds.ts';
import { unpackService } from '../../../lib/local/services/unpack.ts';

describe('Reference builds', () => {
  test('are the same bytes every time, with their true digests', () => {
    const [first, second] = [referenceBuilds(), referenceBuilds()];
    expect(first.map((build) => build.sha256)).toEqual(second.map((build) => build.sha256));
    for (const build of first) expect(build.sha256).toBe(createHash('sha256').update(build.bytes).digest('hex'));
    expect(new Set(first.map((build) => build.sha256)).size).toBe(first.length);
  });

  test('lie at the key of their service and version', () => {
    expect(referenceBuilds().map((build) => build.filename)).toContain('billing-api/billing-api-1.1.0.zip');
  });
});

describe('Unpacking', () => {
  test.each([
    ['a name that climbs out', { 'server.mjs': strToU8(''), '../evil.mjs': strToU8('x') }, /unsafe name/],
    ['a missing program', { 'readme.md': strToU8('x') }, /no server\.mjs/],
  ])('refuses an archive with %s and leaves nothing behind', (_what, entries, reason) => {
    const directory = mkdtempSync(join(tmpdir(), 'dxcp-unpack-'));
    expect(() => unpackService(zipSync(entries), join(directory, 'release'))).toThrow(reason);
    expect(() => unpackService(strToU8('no zip'), join(directory, 'release'))).toThrow(/zip/);
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
  });
});
