import type { Route } from '../../lib/contract/route.ts';

/** What the gateway, the table's stream, the schedule and the machine send. */

const caller = {
  id: 'person-1',
  email: 'ada@example.com',
  role: 'PLATFORM_ADMIN',
  groups: [],
  identity: { kind: 'token', issuer: 'https://issuer.example', audience: 'dxcp' },
};

const values: Readonly<Record<string, string>> = {
  id: '01KA0000000000000000000000',
  service: 'demo-service',
  environment: 'sandbox',
  version: '1.0.0',
  groupId: 'demo',
  recipeId: 'default',
};

const intent = {
  service: values.service,
  environment: values.environment,
  version: values.version,
  changeSummary: 'Try the bundle',
};

const proposal = {
  environment: { name: values.environment, displayName: 'Sandbox', type: 'non_prod', lifecycle: 'active' },
};

const emptyBodied = /^\/v1\/(?:deployments\/\{id\}|admin\/engine\/check$)/;

export const gatewayEvent = ({ method, path, permission }: Route) => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const role = permission === 'ci' ? 'CI_PUBLISHER' : caller.role;
  const rawPath = path === '$default' ? '/v1/nowhere' : path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? 'x');
  return {
    version: '2.0',
    routeKey: path === '$default' ? path : `${method} ${path}`,
    rawPath,
    rawQueryString: 'environment=sandbox&service=demo-service',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'bundle-1', host: 'api.example' },
    queryStringParameters: queryOf(path),
    ...(names.length > 0 && { pathParameters: Object.fromEntries(names.map((name) => [name, values[name] ?? 'x'])) }),
    requestContext: {
      accountId: '111122223333',
      apiId: 'api',
      domainName: 'api.example',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request-1',
      stage: '$default',
      time: '21/Nov/2026:09:30:00 +0000',
      timeEpoch: 1_795_253_400_000,
      ...(permission !== 'public' && { authorizer: { lambda: { caller: JSON.stringify({ ...caller, role }) } } }),
    },
    ...(method === 'POST' && { body: bodyOf(path) }),
    isBase64Encoded: false,
  };
};

const bodyOf = (path: string): string => {
  if (emptyBodied.test(path)) return '{}';
  return JSON.stringify(path.endsWith('/guardrails/preview') ? proposal : intent);
};

/** The queries that need something. */
const queryOf = (path: string): Record<string, string> => {
  if (path === '/v1/builds') return { service: 'demo-service' };
  return path.endsWith('/delivery-status') || path.endsWith('/running') ? environmentQuery(path) : {};
};
const environmentQuery = (path: string): Record<string, string> =>
  path === '/v1/running' ? {} : { environment: 'sandbox' };

export const backgroundEvents: Readonly<Record<string, unknown>> = {
  'auth/authorizer': {
    version: '2.0',
    type: 'REQUEST',
    routeArn: 'arn:aws:execute-api:eu-central-1:111122223333:api/$default/GET/v1/whoami',
    identitySource: ['Bearer not-a-token'],
    headers: { authorization: 'Bearer not-a-token' },
  },
  'auth/engine-events': {
    version: '2.0',
    type: 'REQUEST',
    routeArn: 'arn:aws:execute-api:eu-central-1:111122223333:api/$default/POST/v1/engine/events',
    identitySource: ['Bearer not-the-secret'],
    headers: { authorization: 'Bearer not-the-secret' },
  },
  'workflow/start': { id: values.id },
  'workflow/observe': { id: values.id },
  'workflow/finish': { id: values.id },
  'events/stream': {
    Records: [
      {
        eventName: 'INSERT',
        dynamodb: { Keys: { pk: { S: `DEPLOYMENT#${values.id}` }, sk: { S: 'RECORD' } } },
      },
    ],
  },
  'schedule/seal': { version: '0', 'detail-type': 'Scheduled Event', source: 'aws.scheduler', detail: '{}' },
  'schedule/reconcile': { version: '0', 'detail-type': 'Scheduled Event', source: 'aws.scheduler', detail: '{}' },
};
