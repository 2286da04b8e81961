/** Times as people read them. All take ISO 8601 instants. */

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "2 h ago", "in 5 min"; below five seconds "just now". `now` in milliseconds. */
export const ago = (at: string, now: number): string => {
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  if (Math.abs(seconds) < 5) return 'just now';
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[3];
  return relative.format(Math.trunc(seconds / size), unit);
};

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const inZone = (timeZone: string, withDate: boolean) =>
  new Intl.DateTimeFormat('en-GB', {
    ...(withDate ? { day: 'numeric', month: 'short', year: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
  });
const utcFull = inZone('UTC', true);
const localFull = inZone(zone, true);
const utcClock = inZone('UTC', false);
const utcDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const utcMinute = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
const localMinute = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const isUtc = zone === 'UTC' || zone === 'Etc/UTC';

/** UTC first, as everywhere; then the reader's own clock, where it is another. */
const both = (utc: Intl.DateTimeFormat, local: Intl.DateTimeFormat, at: string): string => {
  const date = new Date(at);
  return `${utc.format(date)} UTC${isUtc ? '' : ` (${local.format(date)} your time)`}`;
};

/** "21 Nov 2026, 15:41:20 UTC (21 Nov 2026, 16:41:20 your time)". */
export const absolute = (at: string): string => both(utcFull, localFull, at);

/** "15:41:20", UTC. */
export const clock = (at: string): string => utcClock.format(new Date(at));

/** "21 Nov 2026", the day in UTC. */
export const day = (at: string): string => utcDay.format(new Date(at));

/** To the minute: "21 Nov, 00:00 UTC (Sat 01:00 your time)". */
export const moment = (at: string): string => both(utcMinute, localMinute, at);

/** When in the reader's own time, to the minute: "Sun 01:00"; with "UTC" where that is the reader's. */
export const soon = (at: string): string => `${localMinute.format(new Date(at))}${isUtc ? ' UTC' : ''}`;

/** "6m 58s", "12s", "1h 04m". */
export const duration = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
};

export const between = (from: string, to: string): number => Date.parse(to) - Date.parse(from);
