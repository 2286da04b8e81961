import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSpinnakerEvent } from '../../../lib/adapters/spinnaker/events.ts';
import { createEcho, type Echo } from '../../../lib/local/engine/echo.ts';
import { createExecutions, type Executions, pipelineNamed } from '../../../lib/local/engine/executions.ts';
import { noJournal } from '../../../lib/local/engine/journal.ts';
import { asObject, asText, type JsonObject } from '../../../lib/local/engine/json-object.ts';
import { scenarioNamed } from '../../../lib/local/engine/scenarios.ts';

const ID = '01KA0000000000000000000001';

describe('The events of the simulator', () => {
  let time: number;
  let server: Server;
  let received: {
    readonly path: string | undefined;
    readonly authorization: string | undefined;
    readonly body: JsonObject;
  }[];
  let executions: Executions;
  let echo: Echo;
  let answers: number;

  beforeEach(async () => {
    time = Date.parse('2026-11-21T12:00:00.000Z');
    received = [];
    answers = 202;
    server = createServer(async (request, response) => {
      const { url: path, headers } = request;
      received.push({ path, authorization: headers.authorization, body: JSON.parse(await text(request)) });
      response.writeHead(answers).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    executions = createExecutions({ journal: noJournal, now: () => time, speed: 1, effects: false });
    echo = open();
  });
  afterEach(async () => {
    await echo.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const open = () => {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const endpoint = { url: `http://127.0.0.1:${port}/events`, username: 'engine', password: 'secret' };
    return createEcho({ executions, now: () => time, endpoint });
  };
  const trigger = (name: string) => {
    const pipeline = pipelineNamed('dxcp-scenarios', name);
    const scenario = scenarioNamed(name);
    if (!pipeline || !scenario) throw new Error(`There is no scenario ${name}`);
    executions.trigger({ pipeline, scenario, trigger: { eventId: `dxcp-${ID}` }, user: 'owner' });
  };
  /** Runs for so long in steps of a tenth of a second. */
  const run = async (seconds: number) => {
    for (let step = 0; step <= seconds * 10; step += 1) {
      echo.tick();
      time += 100;
    }
    await expect.poll(() => echo.pending).toBe(0);
  };
  const types = () => received.map(({ body }) => String(asText(asObject(body.details).type)));
  const without = (kind: string) => types().filter((type) => !type.includes(`:${kind}:`));

  test('tell the beginning and end of the execution, of its stages and of their tasks, in order', async () => {
    trigger('success');
    await run(8);
    expect(without('task')).toEqual([
      'orca:pipeline:starting',
      ...Array.from({ length: 6 }, () => ['orca:stage:starting', 'orca:stage:complete']).flat(),
      'orca:pipeline:complete',
    ]);
    expect(types().filter((type) => type.includes(':task:'))).toHaveLength(12);
  });

  test('tell a failure as one', async () => {
    trigger('fail-app');
    await run(8);
    expect(without('task').slice(-2)).toEqual(['orca:stage:failed', 'orca:pipeline:failed']);
  });

  test('are understood by the adapter, and shown with the secret', async () => {
    trigger('success');
    await run(8);
    const executionId = executions.all()[0]?.id;
    const understood = received.flatMap(({ body }) => readSpinnakerEvent(body) ?? []);
    expect(understood).toHaveLength(without('task').length);
    expect(understood.every((event) => event.deploymentId === ID && event.executionId === executionId)).toBe(true);
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/events/']));
    const credentials = Buffer.from('engine:secret').toString('base64');
    expect(received.every(({ authorization }) => authorization === `Basic ${credentials}`)).toBe(true);
  });

  test('are silent while they are switched off, and never told later', async () => {
    trigger('success');
    echo.enable(false);
    await run(3);
    echo.enable(true);
    await run(5);
    expect(without('task')[0]).not.toBe('orca:pipeline:starting');
    expect(without('task').at(-1)).toBe('orca:pipeline:complete');
  });

  test('of what had ended before a restart are not told again', async () => {
    trigger('success');
    await run(8);
    const before = received.length;
    echo = open();
    await run(1);
    expect(received).toHaveLength(before);
  });

  test('go on when they are refused', async () => {
    answers = 500;
    trigger('success');
    await run(8);
    expect(types().at(-1)).toBe('orca:pipeline:complete');
  });
});
