/**
 * List prices in US dollars, us-east-1, on demand, without free tiers and discounts, as of `date`. To be checked against
 * the price pages before anybody budgets with them.
 */
export const prices = {
  date: '2026-11',
  /** HTTP API, one request. */
  apiRequest: 1 / 1e6,
  /** Lambda on ARM: one invocation, and one gigabyte for a second. */
  invocation: 0.2 / 1e6,
  gigabyteSecond: 0.000_013_333_4,
  /** DynamoDB on demand, Standard table class. Reads of a stream by Lambda are free. */
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
  /** A gigabyte for a month, and the same again for point-in-time recovery. */
  tableGigabyteMonth: 0.25 + 0.2,
  /** Step Functions Standard. */
  transition: 0.025 / 1000,
  /** Parameter Store, standard parameters at standard throughput. */
  parameterRead: 0,
  /** Reading an encrypted parameter asks KMS. */
  decryption: 0.03 / 10_000,
  objectRead: 0.4 / 1e6,
  objectWrite: 5 / 1e6,
  /** EventBridge Scheduler, one invocation. */
  scheduled: 1 / 1e6,
  logGigabyte: 0.5,
  /** Each a month. */
  alarm: 0.1,
  customMetric: 0.3,
} as const;
