/** What leaves the gateway. Header names are lower-case; a list becomes several header lines. */
export type GatewayResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
};

const own = (status: number, message: string): GatewayResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/** The answers that API Gateway gives in its own words, before or instead of a function's. */
export const gatewayAnswers = {
  badRequest: own(400, 'Bad Request'),
  unauthorized: own(401, 'Unauthorized'),
  forbidden: own(403, 'Forbidden'),
  notFound: own(404, 'Not Found'),
  tooLarge: own(413, 'Request Entity Too Large'),
  internal: own(500, 'Internal Server Error'),
  unavailable: own(503, 'Service Unavailable'),
} as const;
