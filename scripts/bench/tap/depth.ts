/** Beginning and end in one order of all events; what never ended ends at infinity. */
export type Span = { readonly began: number; readonly ended: number };

/** The most spans of which each began after the one before had ended: what the latency of a request is made of. */
export const depthOf = (spans: readonly Span[]): number => {
  const depths = new Map<Span, number>();
  for (const span of [...spans].sort((a, b) => a.began - b.began)) {
    const before = spans.filter(({ ended }) => ended < span.began).map((other) => depths.get(other) ?? 0);
    depths.set(span, 1 + Math.max(0, ...before));
  }
  return Math.max(0, ...depths.values());
};
