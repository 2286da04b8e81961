/** Times as people read them. Instants are ISO 8601, `now` is in milliseconds. */

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "2 hr. ago", "in 5 min."; below five seconds "now". */
export const ago = (at: string, now: number): string => {
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  if (Math.abs(seconds) < 5) return 'now';
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[3];
  return relative.format(Math.trunc(seconds / size), unit);
};

/** "2026-11-21 15:41:20 UTC" */
export const utc = (at: string): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** "12s", "6m 58s", "1h 04m" */
export const duration = (totalSeconds: number): string => {
  const seconds = Math.max(0, Math.round(totalSeconds));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${twoDigits(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
};

export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** "15:41:20" of the day, here; in UTC with a `Z`. */
export const clock = (at: string, inUtc: boolean): string => {
  const date = new Date(at);
  if (inUtc) return `${date.toISOString().slice(11, 19)}Z`;
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
};

const SPAN = /^(\d{1,5})(m|h|d)$/;
const SPAN_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads "24h", "7d", "2026-11-21" or a full instant; undefined when it is none of them. */
export const readInstant = (text: string, now: number): string | undefined => {
  const [, count, unit] = SPAN.exec(text) ?? [];
  if (unit === 'm' || unit === 'h' || unit === 'd') return new Date(now - Number(count) * SPAN_MS[unit]).toISOString();
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};
