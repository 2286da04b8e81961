/** The plane may ask everybody to poll less often: `Poll-After`, in seconds. */
let asked = 0;

export const notePace = (response: Response): void => {
  const seconds = Number(response.headers.get('poll-after'));
  if (Number.isFinite(seconds)) asked = seconds;
};

export const slowestOf = (seconds: number): number => Math.max(seconds, asked);
