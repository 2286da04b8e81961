import { METRICS } from '../../contract/variables.ts';
import type { Signal, Tell } from '../../ports/world.ts';

type Metric = { readonly name: string; readonly unit: 'Count' | 'Milliseconds' | 'Seconds'; readonly value: number };

const count = (name: string, value = 1): Metric => ({ name, unit: 'Count', value });

const metricsOf = (signal: Signal): readonly Metric[] => {
  switch (signal.kind) {
    case 'engine call':
      return [
        count('EngineCalls'),
        ...(signal.requests === undefined ? [] : [count('EngineRequests', signal.requests)]),
        { name: 'EngineCallTime', unit: 'Milliseconds', value: signal.ms },
        count('EngineFaults', signal.fault === undefined ? 0 : 1),
      ];
    case 'unclassified':
      return [count('EngineUnclassified')];
    case 'breaker':
      return [count(signal.state === 'open' ? 'BreakerOpened' : 'BreakerClosed')];
    case 'strays given up':
      return [count('StraysGivenUp', signal.count)];
    case 'late end':
      return [count('LateEnds')];
    case 'sealing':
      return [{ name: 'SealingBehind', unit: 'Seconds', value: signal.behindSeconds }];
    case 'foreign seal':
      return [count('ForeignSeals')];
    case 'record altered':
      return [count('RecordAltered', signal.count)];
    case 'repair failed':
      return [count('RepairsFailed')];
    case 'engine':
      return [count('EngineUnreachable', signal.reachable ? 0 : 1)];
  }
};

/**
 * Writes signals as log lines in CloudWatch's embedded metric format, which makes metrics of them without a call. Faults
 * are counted by their kind as well.
 */
export const createMetrics = (settings: {
  /** Names the plane: several stages may share an account. */
  readonly plane: string;
  readonly now: () => number;
  readonly write: (line: string) => void;
}): Tell => {
  const { plane, now, write } = settings;
  const { namespace, dimension } = METRICS;
  return (signal) => {
    const metrics = metricsOf(signal);
    const byFault = 'fault' in signal ? [[dimension, 'fault']] : [];
    const definition = {
      Namespace: namespace,
      Dimensions: [[dimension], ...byFault],
      Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
    };
    const { kind, ...facts } = signal;
    write(
      `${JSON.stringify({
        level: 'info',
        type: 'metric',
        about: kind,
        ...facts,
        _aws: { Timestamp: now(), CloudWatchMetrics: [definition] },
        [dimension]: plane,
        ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
      })}\n`,
    );
  };
};
