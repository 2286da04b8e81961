/** Times as people read them. Instants are ISO 8601, `now` is in milliseconds. */

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "2 hr. ago", "in 5 min."; below five seconds "now". Only ever beside the exact time. */
export const ago = (at: string, now: number): string => {
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  if (Math.abs(seconds) < 5) return 'now';
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[3];
  return relative.format(Math.trunc(seconds / size), unit);
};

/** "2026-11-21 15:41:20Z"; in local time "2026-11-21 16:41:20+01:00". */
export const exact = (at: string, inLocalTime = false): string => {
  const date = new Date(at);
  if (!inLocalTime) return `${wallClock(date)}Z`;
  const ahead = -date.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
  const offset = `${ahead < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes)}`;
  return `${wallClock(new Date(date.getTime() + ahead * 60_000))}${offset}`;
};

const wallClock = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');

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

const SPAN = /^(\d{1,5})(m|h|d)$/;
const SPAN_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const ZONE = /(?:[zZ]|[+-]\d{2}:?\d{2})$/;

/** Reads "24h", "7d", "2026-11-21" or an instant, in UTC unless it names a zone; undefined when it is none of them. */
export const readInstant = (text: string, now: number): string | undefined => {
  const [, count, unit] = SPAN.exec(text) ?? [];
  if (unit === 'm' || unit === 'h' || unit === 'd') return new Date(now - Number(count) * SPAN_MS[unit]).toISOString();
  const isWhole = /^\d{4}-\d{2}-\d{2}$/.test(text) || ZONE.test(text);
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(isWhole ? text : `${text}Z`) : Number.NaN;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};
