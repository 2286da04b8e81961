import { beforeEach, describe, expect, test } from 'vitest';
import { readSpinnakerEvent } from '../../lib/adapters/spinnaker/events.ts';
import { engineEvents } from '../../lib/contract/routes/engine/events.ts';
import { hookEndpoint } from '../../lib/http/hook.ts';
import type { HeardEvent } from '../../lib/ports/engine.ts';
import { passOn } from '../../lib/usecases/hear-event.ts';
import { call } from './gateway.ts';
import { keepRequestLog } from './request-log.ts';

const id = '01KA0000000000000000000001';
const at = '2026-11-21T12:00:00.000Z';
const event = (deploymentId: string) => ({
  details: { type: 'orca:pipeline:complete' },
  content: { execution: { id: '01EXECUTION', trigger: { eventId: `dxcp-${deploymentId}` } } },
});

describe('The door for events', () => {
  const log = keepRequestLog();
  let heard: HeardEvent[];
  let broken: boolean;
  beforeEach(() => {
    heard = [];
    broken = false;
  });
  const observer = {
    ask: async () => undefined,
    hear: async (one: HeardEvent) => {
      if (broken) throw new Error('The observer cannot be asked');
      heard.push(one);
    },
  };
  const clock = { now: () => new Date(at) };
  const door = hookEndpoint(engineEvents, async (body) => {
    await passOn({ observer, clock, readers: [() => undefined, readSpinnakerEvent] }, body);
    return { taken: true as const };
  });
  const send = (body: unknown, more: object = {}) =>
    call(door, { method: 'POST', path: '/v1/engine/events', caller: 'nobody', body, ...more });

  test('passes on of which deployment something was heard, and when', async () => {
    expect(await send(event(id))).toMatchObject({ status: 202, body: { taken: true } });
    expect(heard).toEqual([{ deploymentId: id, executionId: '01EXECUTION', heardAt: at }]);
  });

  test('answers alike whatever the event is about, so that nothing can be learned from it', async () => {
    const answers = [];
    for (const body of [event(id), event('somebody-elses'), { details: { type: 'build' } }, {}]) {
      const { status, text, headers } = await send(body);
      answers.push({ status, text, names: Object.keys(headers).sort() });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(heard).toHaveLength(1);
  });

  test('needs no Idempotency-Key and no caller, and takes bodies in base64', async () => {
    expect(await send(event(id), { base64: true, headers: {} })).toMatchObject({ status: 202 });
    expect(heard).toHaveLength(1);
  });

  test.each([
    ['is no JSON', '{"details":'],
    ['is a list', '[]'],
    ['is a text', '"orca"'],
    ['is missing', undefined],
    ['is larger than anything an engine sends', `{"details":"${'x'.repeat(4 * 1024 * 1024)}"}`],
  ])('refuses a body that %s by a problem', async (_, body) => {
    const { status, headers, body: problem } = await send(body);
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(problem).toMatchObject({ code: 'INVALID_REQUEST', fields: [{ path: 'body' }] });
    expect(heard).toEqual([]);
  });

  test('fails when what was heard is lost, so that the engine can send it again', async () => {
    broken = true;
    expect((await send(event(id))).status).toBe(500);
  });

  test('leaves a line in the log and no word of the event in it', async () => {
    await send({ ...event(id), content: { ...event(id).content, context: { password: 'hunter2' } } });
    expect(log.lines()).toMatchObject([{ operation: 'engine.events', status: 202 }]);
    expect(log.text()).not.toContain('hunter2');
  });
});
