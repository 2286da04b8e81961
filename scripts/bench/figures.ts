/** The value below which this part of the figures lies; 0 of none. */
export const quantile = (figures: readonly number[], part: number): number => {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? sorted[0] ?? 0;
};

/** Of instants in milliseconds, how many fall into the fullest minute. */
export const mostInAMinute = (instants: readonly number[]): number => {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  sorted.forEach((instant, index) => {
    while (instant - (sorted[first] ?? instant) >= 60_000) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
};
