const UNIT_MS: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * The interval of an EventBridge expression such as `rate(1 minute)` or `rate(5 minutes)`, in milliseconds.
 * Seconds are accepted too, for local use. Throws SyntaxError on anything else, `cron(…)` included.
 */
export function rateMs(expression: string): number {
  const [, count, unit, plural] = /^rate\(([1-9]\d*) (second|minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const unitMs = UNIT_MS[unit ?? ''];
  if (unitMs === undefined || (count === '1') !== (plural === '')) {
    throw new SyntaxError(`Not a rate expression: ${expression}`);
  }
  return Number(count) * unitMs;
}
