import { describe, expect, it } from 'vitest';
import { compareVersions, isNewer } from '../../ui/src/api/versions.ts';
import { absolute, ago, clock, duration } from '../../ui/src/kit/time.ts';

describe('times as people read them', () => {
  const now = Date.parse('2026-01-02T12:00:00Z');

  it('says how long ago in the largest unit that fits', () => {
    expect(ago('2026-01-02T11:59:58Z', now)).toBe('just now');
    expect(ago('2026-01-02T11:58:30Z', now)).toBe('1m ago');
    expect(ago('2026-01-02T09:00:00Z', now)).toBe('3h ago');
    expect(ago('2026-01-01T11:00:00Z', now)).toBe('yesterday');
    expect(ago('2026-01-02T12:30:00Z', now)).toBe('in 30m');
  });

  it('tells durations without false precision', () => {
    expect([5_400, 65_000, 3_840_000].map(duration)).toEqual(['5s', '1m 05s', '1h 04m']);
  });

  it('shows UTC, whatever the zone of the reader', () => {
    expect(clock('2026-01-02T23:59:59Z')).toBe('23:59:59');
    expect(absolute('2026-01-02T23:59:59Z')).toContain('2 Jan 2026, 23:59:59 UTC');
  });
});

describe('versions', () => {
  it('are compared by number, a pre-release before its release', () => {
    const sorted = ['1.10.0', '1.9.0', '1.10.0-rc.2', '1.10.0-rc.10', '2.0.0'].sort(compareVersions);
    expect(sorted).toEqual(['1.9.0', '1.10.0-rc.2', '1.10.0-rc.10', '1.10.0', '2.0.0']);
  });

  it('are not newer than nothing', () => {
    expect(isNewer('1.0.0', undefined)).toBe(false);
    expect(isNewer('1.0.1', '1.0.0')).toBe(true);
  });
});
