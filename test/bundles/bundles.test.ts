import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { storedParameters } from '../../lib/adapters/spinnaker/auth/stored.ts';
import { variableOf } from '../../lib/contract/configuration.ts';
import { operations, routes } from '../../lib/contract/routes.ts';
import { variables } from '../../lib/contract/variables.ts';
import { bundleOf, listDoors } from '../../scripts/build/doors.ts';
import { buildStaleFunctions } from '../../scripts/build/functions.ts';
import { openRefusingAws } from './aws-that-refuses.ts';
import { backgroundEvents, gatewayEvent } from './events.ts';

/** Every function as it is deployed: its bundle, in a process of its own, with an event as AWS sends it. */

const root = join(import.meta.dirname, '../..');
const STUCK_MS = 20_000;
const PARALLEL = 2;

type Report = {
  readonly answer?: { readonly statusCode?: number; readonly headers?: Record<string, string>; readonly body?: string };
  readonly fault?: { readonly name: string; readonly message: string };
};

const isReport = (message: unknown): message is Report => typeof message === 'object' && message !== null;

const environment = (aws: string) => ({
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  AWS_ENDPOINT_URL: aws,
  [variables.table]: 'dxcp-test',
  [variables.artifactBucket]: 'dxcp-test',
  [variables.stateMachineArn]: 'arn:aws:states:eu-central-1:111122223333:stateMachine:dxcp-test',
  [variables.observerFunction]: 'dxcp-test-observe',
  [variables.sealKey]: 'arn:aws:kms:eu-central-1:111122223333:key/dxcp-test',
  [variables.sealBucket]: 'dxcp-test',
  // Empty is absent: nothing of the engine's is asked of Parameter Store.
  ...Object.fromEntries(storedParameters.map((name) => [variableOf(name), ''])),
  DXCP_ENGINE_TYPE: 'spinnaker',
  DXCP_ENGINE_URL: aws,
  DXCP_ENGINE_UI_URL: aws,
  DXCP_ENGINE_ALLOW_LOOPBACK: 'true',
  DXCP_ENGINE_AUTH_KIND: 'none',
});

const run = async (door: string, event: unknown, aws: string): Promise<Report> => {
  const child = fork(join(import.meta.dirname, 'run-bundle.mjs'), {
    env: environment(aws),
    execArgv: [],
    silent: true,
    timeout: STUCK_MS,
  });
  child.send({ bundle: pathToFileURL(bundleOf(root, door)).href, event });
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  return isReport(message) ? message : { fault: { name: 'Exit', message: `The process ended: ${message}` } };
};

const doorOf = (operation: string): string => `api/${operation.replace('.', '/')}`;
const events: ReadonlyMap<string, unknown> = new Map([
  ...operations.map((operation) => [doorOf(operation), gatewayEvent(routes[operation])] as const),
  ...Object.entries(backgroundEvents),
]);

const reports = new Map<string, Report>();
const reportOf = (door: string): Report => reports.get(door) ?? {};

beforeAll(async () => {
  await buildStaleFunctions(root);
  await using aws = await openRefusingAws();
  const waiting = [...events];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [door, event] = next;
      reports.set(door, await run(door, event, aws.url));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}, 120_000);

describe('the bundles', () => {
  it('are all called', () => {
    expect([...events.keys()].sort()).toEqual([...listDoors(root)].sort());
  });

  it.each(operations.map((operation) => [operation]))('answer a real event: %s', (operation) => {
    const { answer, fault } = reportOf(doorOf(operation));
    expect(fault).toBeUndefined();
    expect(answer?.headers?.['x-request-id']).toBe('request-1');
    const { status } = { status: 500, ...expected[operation] };
    expect(answer?.statusCode, answer?.body).toBe(status);
    if (status >= 400) {
      expect(answer?.headers?.['content-type']).toContain('application/problem+json');
      expect(JSON.parse(answer?.body ?? '')).toMatchObject({ status, requestId: 'request-1' });
    }
  });

  it('reach the engine over the HTTP of their own', () => {
    const { answer } = reportOf('api/engine/check');
    const { steps } = JSON.parse(answer?.body ?? '{}') as { steps?: readonly { name: string; ok: boolean }[] };
    expect(steps?.map(({ name, ok }) => [name, ok])).toEqual([
      ['address', true],
      ['connection', true],
      ['authentication', true],
      ['catalog', false],
    ]);
  });

  it.each(['auth/authorizer', 'auth/engine-events'])(
    'refuse what is no token or secret, or cannot be judged: %s',
    (door) => {
      const { fault } = reportOf(door);
      expect(fault?.message).toMatch(/^Unauthorized$|configuration under \/dxcp\/config cannot be read/);
    },
  );

  it.each([
    'workflow/start',
    'workflow/observe',
    'workflow/finish',
    'events/stream',
    'schedule/reconcile',
    'schedule/seal',
  ])('reach AWS and pass its refusal on: %s', (door) => {
    expect(reportOf(door).fault).toMatchObject({ name: 'AccessDeniedException', message: 'Refused by the test' });
  });
});

/** What does not end in the table's refusal, which is a fault of ours: 500. */
const expected: Readonly<Record<string, { readonly status: number }>> = {
  'engine.events': { status: 202 },
  'health.get': { status: 200 },
  'config.sanity': { status: 200 },
  'engine.check': { status: 200 },
  'engine.applications': { status: 502 },
  'engine.pipelines': { status: 502 },
  'routes.unknown': { status: 404 },
};
