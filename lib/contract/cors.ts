import { NEXT_CURSOR } from './lines.ts';

/** What scripts of other origins may send and see, where origins are configured: the same on every plane. */
export const cors = {
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
  requestHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
  responseHeaders: [
    'date',
    'etag',
    'idempotency-replayed',
    NEXT_CURSOR,
    'poll-after',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'x-request-id',
  ],
  maxAgeSeconds: 3600,
} as const;
