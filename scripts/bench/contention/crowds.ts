import * as z from 'zod';

/** How a crowd that wants to deploy at once fares. */
export const crowd = z.object({
  weather: z.string(),
  limit: z.number(),
  admitted: z.number(),
  /** How many were answered so, by code. */
  answers: z.record(z.string(), z.number()),
  faults: z.number(),
  milliseconds: z.array(z.number()),
  /** Requests to the table, repeated ones included. */
  requests: z.number(),
});
export type Crowd = z.infer<typeof crowd>;
