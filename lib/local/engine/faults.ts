import { asText, isObject } from './json-object.ts';

/** Calls that can be made to misbehave. */
export const FAULT_POINTS = ['start', 'find', 'observe', 'observeMany', 'cancel', 'catalog', 'health', 'any'] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** How a call misbehaves. `ms` is real time for latency, and time of the simulator's clock for all others. */
export const FAULT_KINDS = {
  latency: 'Answers, but `ms` later',
  silence: 'Never answers and has no effect',
  'silence-after': 'Has its effect and never answers',
  'silence-late': 'Never answers, and has its effect `ms` later',
  'reset-before': 'Breaks the connection before the call has an effect',
  'reset-after': 'Breaks the connection after the call had its effect',
  'http-500': 'Answers 500 without any effect',
  'http-502': 'Answers 502 without any effect',
  'http-503': 'Answers 503 without any effect',
  'http-504': 'Answers 504 without any effect',
  'http-500-after': 'Has its effect, then answers 500',
  'http-504-after': 'Has its effect, then answers 504 as a proxy does',
  'empty-200': 'Answers 200 without a body and without any effect',
  'empty-200-after': 'Has its effect, then answers 200 without a body',
  truncated: 'Has its effect, then breaks the connection in the middle of the answer',
  'not-found': 'Answers as if the thing did not exist: 404, or a list without it',
  'redirect-login': 'Redirects to a login page',
  html: 'Answers 200 with a web page',
  'not-json': 'Answers 200 with plain text',
  'huge-body': 'Answers 200 with a body of 64 MiB',
  unauthorized: 'Answers 401',
  forbidden: 'Answers 403 as Gate does',
  'too-many': 'Answers 429',
  'refused-after': 'Has its effect, then answers 400',
  'refused-late': 'Answers 400, and has its effect `ms` later',
  'duplicate-accept': 'Accepts the order twice, as concurrent triggers can',
  'duplicate-reset': 'Accepts the order twice, then breaks the connection',
  'duplicate-late': 'Accepts the order, and once more `ms` later',
  stale: 'Answers as it would have `ms` ago',
} as const;
export type FaultKind = keyof typeof FAULT_KINDS;

export type Fault = { readonly on: FaultPoint; readonly kind: FaultKind; readonly times: number; readonly ms?: number };

/** Faults that wait for their calls; each is used up after `times` of them. */
export type ArmedFaults = {
  list(): readonly Fault[];
  arm(faults: readonly Fault[]): void;
  clear(): void;
  /** The fault for a call of this point, now used up by one. */
  take(point: FaultPoint): Fault | undefined;
};

export function createArmedFaults(): ArmedFaults {
  let armed: readonly Fault[] = [];
  return {
    list: () => armed,
    arm: (faults) => {
      armed = [...armed, ...faults];
    },
    clear: () => {
      armed = [];
    },
    take: (point) => {
      const found = armed.find((fault) => fault.on === point || fault.on === 'any');
      armed = armed
        .map((fault) => (fault === found ? { ...fault, times: fault.times - 1 } : fault))
        .filter((fault) => fault.times > 0);
      return found;
    },
  };
}

/** Faults of a request body; throws a sentence about the first that is none. */
export function parseFaults(value: unknown): readonly Fault[] {
  if (!Array.isArray(value)) throw new Error('expected a list of faults');
  return value.map((item: unknown) => {
    const fault = parseFault(item);
    if (!fault) throw new Error(`not a fault: ${JSON.stringify(item)}`);
    return fault;
  });
}

/** A fault for one request: `kind` or `kind:ms`. */
export function faultOfHeader(header: unknown): Fault | undefined {
  const [kind, ms] = (asText(header) ?? '').split(':');
  return parseFault({ on: 'any', kind, times: 1, ...(ms !== undefined && { ms: Number(ms) }) });
}

function parseFault(value: unknown): Fault | undefined {
  if (!isObject(value)) return undefined;
  const on = FAULT_POINTS.find((point) => point === value.on);
  const kind = asText(value.kind);
  const times = value.times ?? 1;
  if (on === undefined || kind === undefined || !isKind(kind)) return undefined;
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1) return undefined;
  return { on, kind, times, ...(typeof value.ms === 'number' && value.ms >= 0 && { ms: value.ms }) };
}

function isKind(kind: string): kind is FaultKind {
  return Object.hasOwn(FAULT_KINDS, kind);
}
