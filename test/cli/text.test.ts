import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { paceMs } from '../../bin/cli/follow.ts';
import { paintFor } from '../../bin/cli/text/paint.ts';
import { cut, table } from '../../bin/cli/text/table.ts';
import { ago, duration, exact, readInstant } from '../../bin/cli/text/time.ts';
import { NOW } from './scripted-terminal.ts';

describe('a table', () => {
  it('aligns its columns, painted or not', () => {
    const paint = paintFor(true);
    const text = table(['A', 'LONG', 'B'], [['1234', paint('good', 'ok'), 'x']]);
    expect(stripVTControlCharacters(text).split('\n')).toEqual(['A     LONG  B', '1234  ok    x']);
  });

  it('cuts long texts to one line', () => {
    expect(cut('two\nlines that go on', 10)).toBe('two lines…');
  });
});

describe('times', () => {
  it('are relative to now', () => {
    expect(ago('2026-11-21T09:29:58Z', NOW)).toBe('now');
    expect(ago('2026-11-21T09:28:00Z', NOW)).toBe('2 min. ago');
    expect(ago('2026-11-22T09:30:00Z', NOW)).toBe('in 1 day');
  });

  it('are exact in UTC, or with the offset of this machine', () => {
    const at = '2026-11-21T09:30:00.123Z';
    expect(exact(at)).toBe('2026-11-21 09:30:00Z');
    expect(exact(at, true)).toMatch(/^2026-11-2\d \d{2}:\d{2}:00[+-]\d{2}:\d{2}$/);
    expect(readInstant(exact(at, true), NOW)).toBe('2026-11-21T09:30:00.000Z');
  });

  it('are read as days, instants and spans', () => {
    expect(readInstant('24h', NOW)).toBe('2026-11-20T09:30:00.000Z');
    expect(readInstant('2026-11-01', NOW)).toBe('2026-11-01T00:00:00.000Z');
    expect(readInstant('2026-11-01T08:00:00', NOW)).toBe('2026-11-01T08:00:00.000Z');
    expect(readInstant('2026-11-01T08:00:00+01:00', NOW)).toBe('2026-11-01T07:00:00.000Z');
    expect(readInstant('yesterday', NOW)).toBeUndefined();
  });

  it('last as long as people say', () => {
    expect([12, 62, 3700].map(duration)).toEqual(['12s', '1m 02s', '1h 01m']);
  });
});

describe('following', () => {
  it('looks every second at first and less often the longer it takes', () => {
    expect([0, 61_000, 700_000].map(paceMs)).toEqual([1000, 2000, 5000]);
  });
});
