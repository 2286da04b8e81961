/** Dates of HTTP are whole seconds and travel for some; what is told is worth an operator's time. */
const WORTH_TELLING_MS = 60_000;

/**
 * What to do about an engine whose `Date` differs from this clock (both in epoch milliseconds); `undefined` when they
 * agree, or when the engine does not tell.
 */
export function clockHint(date: string | undefined, now: number): string | undefined {
  const ahead = Date.parse(date ?? '') - now;
  if (!(Math.abs(ahead) >= WORTH_TELLING_MS)) return undefined;
  const direction = ahead > 0 ? 'ahead of' : 'behind';
  return `The engine's clock is ${spanOf(Math.abs(ahead))} ${direction} DXCP's: let both follow a time server. Times that the engine tells are off by that much, and more than a day behind it may do an order twice.`;
}

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}
