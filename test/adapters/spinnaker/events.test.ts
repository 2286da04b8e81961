import { describe, expect, test } from 'vitest';
import { readSpinnakerEvent } from '../../../lib/adapters/spinnaker/events.ts';

const id = '01KA0000000000000000000001';
const execution = (trigger: object) => ({
  id: '01KAEXECUTION0000000000001',
  application: 'demo',
  status: 'RUNNING',
  trigger: { type: 'manual', ...trigger },
});
const ordered = execution({ eventId: `dxcp-${id}`, correlationId: `dxcp:${id}`, parameters: { deploymentId: id } });

const event = (type: string, content: object = { execution: ordered, executionId: ordered.id }) => ({
  details: { type, source: 'orca', application: 'demo', created: '1795262400000' },
  content,
});

describe('An event of Spinnaker', () => {
  test.each([
    'orca:pipeline:starting',
    'orca:pipeline:complete',
    'orca:pipeline:failed',
    'orca:PIPELINE:complete',
    'orca:stage:starting',
    'orca:stage:complete',
    'orca:stage:failed',
    'orca:stage:skipped',
  ])('is understood when it is of an execution or a stage: %s', (type) => {
    expect(readSpinnakerEvent(event(type))).toEqual({ deploymentId: id, executionId: ordered.id });
  });

  test.each([
    ['by the event id', { eventId: `dxcp-${id}` }],
    ['by the correlation id', { correlationId: `dxcp:${id}` }],
    ['by the parameter', { parameters: { deploymentId: id } }],
    [
      'by the event id before the parameter',
      { eventId: `dxcp-${id}`, parameters: { deploymentId: id.replace('K', 'J') } },
    ],
  ])('names the deployment %s', (_, trigger) => {
    const content = { execution: execution(trigger) };
    expect(readSpinnakerEvent(event('orca:pipeline:complete', content))).toMatchObject({ deploymentId: id });
  });

  test('is understood in each of the forms that its sender can be told to use', () => {
    const plain = event('orca:pipeline:complete');
    const flattened = { details: JSON.stringify(plain.details), content: JSON.stringify(plain.content) };
    for (const sent of [
      plain,
      flattened,
      { eventName: 'spinnaker_events', payload: plain },
      { eventName: 'x', anything: plain },
      { eventName: 'x', payload: flattened },
    ]) {
      expect(readSpinnakerEvent(sent)).toEqual({ deploymentId: id, executionId: ordered.id });
    }
  });

  test('tells no more than which deployment and execution it is about', () => {
    const content = { execution: { ...ordered, status: 'TERMINAL', stages: [{ status: 'TERMINAL' }] } };
    expect(Object.keys(readSpinnakerEvent(event('orca:pipeline:failed', content)) ?? {})).toEqual([
      'deploymentId',
      'executionId',
    ]);
  });

  test.each<[string, unknown]>([
    ['a task', event('orca:task:complete')],
    ['an ad-hoc operation', event('orca:orchestration:complete')],
    ['a build', event('build')],
    ['a pipeline that DXCP did not order', event('orca:pipeline:complete', { execution: execution({}) })],
    [
      'a pipeline that carries ids of another form',
      event('orca:pipeline:complete', {
        execution: execution({
          eventId: `dxcp-${id}x`,
          correlationId: id.toLowerCase(),
          parameters: { deploymentId: 7 },
        }),
      }),
    ],
    ['content that is no JSON', { details: { type: 'orca:pipeline:complete' }, content: '{"execution":' }],
    ['no content', event('orca:pipeline:complete', {})],
    ['nothing', undefined],
    ['a text', 'orca:pipeline:complete'],
    ['a list', [event('orca:pipeline:complete')]],
    ['an object of nothing', { details: null, content: null }],
  ])('is about nothing of ours when it is of %s', (_, body) => {
    expect(readSpinnakerEvent(body)).toBeUndefined();
  });
});
