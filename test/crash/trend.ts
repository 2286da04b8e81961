/** How a quantity moves over time, by least squares: units per minute. */
export function slopePerMinute(points: readonly { readonly seconds: number; readonly value: number }[]): number {
  const mean = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [time, value] = [mean(({ seconds }) => seconds), mean((point) => point.value)];
  const covariance = mean((point) => (point.seconds - time) * (point.value - value));
  const variance = mean(({ seconds }) => (seconds - time) ** 2);
  return variance === 0 ? 0 : (covariance / variance) * 60;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
