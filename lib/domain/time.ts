/** Arithmetic on instants. Days are UTC days, written `2026-11-21`. */

export const iso = (at: Date): string => at.toISOString();

export const plusSeconds = (at: Date | string, seconds: number): Date =>
  new Date(new Date(at).getTime() + seconds * 1000);

export const secondsBetween = (from: string, to: Date | string): number =>
  (new Date(to).getTime() - new Date(from).getTime()) / 1000;

export const utcDay = (at: Date): string => at.toISOString().slice(0, 10);

/** The instant at which the daily quotas start again. */
export const nextUtcMidnight = (at: Date): string => iso(new Date(Date.parse(`${utcDay(at)}T00:00:00Z`) + 86_400_000));
