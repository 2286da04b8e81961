import fc from 'fast-check';
import { hostileValue, objectOf } from './hostile.ts';
import type { Draft } from './requests.ts';

/** Events nearly as the engine sends them: every part may be something else, or text that holds JSON. */
export const eventDraft = (ids: readonly string[]): fc.Arbitrary<Draft> => {
  const id = fc.oneof(fc.constantFrom(...ids), fc.constantFrom(...ids.map((one) => `dxcp-${one}`)), hostileValue);
  const either = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
    fc.oneof(
      { weight: 5, arbitrary: good },
      { weight: 1, arbitrary: good.map((it) => JSON.stringify(it) ?? '') },
      { weight: 1, arbitrary: hostileValue },
    );
  const trigger = either(
    fc.record({ eventId: id, correlationId: id, parameters: either(fc.record({ deploymentId: id })) }),
  );
  const execution = either(fc.record({ id, trigger, stages: either(fc.constant([])) }));
  const type = either(
    fc.constantFrom('orca:pipeline:starting', 'orca:pipeline:complete', 'orca:stage:failed', 'orca:task:complete'),
  );
  const event = fc.record({
    details: either(fc.record({ source: hostileValue, type })),
    content: either(fc.record({ executionId: id, execution })),
  });
  const wrapped = fc.oneof(
    event,
    fc.tuple(fc.constantFrom('payload', '__proto__', 'details'), event).map((pair) => objectOf([pair])),
  );
  return wrapped.map((body) => ({
    method: 'POST',
    target: '/v1/engine/events',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }));
};
