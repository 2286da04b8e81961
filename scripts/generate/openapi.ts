import * as z from 'zod';
import { permissions } from '../../lib/contract/actor.ts';
import { type ProblemCode, problemCodes } from '../../lib/contract/codes.ts';
import { LINES, NEXT_CURSOR } from '../../lib/contract/lines.ts';
import { problem } from '../../lib/contract/problem.ts';
import type { Route } from '../../lib/contract/route.ts';
import { routes } from '../../lib/contract/routes.ts';
import { exampleOf, exampleProblem, type JsonSchema, type Shapes } from './examples.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document, from the route table and its schemas. */
export const renderOpenApi = (): string => {
  const paths: Record<string, Json> = {};
  const shapes = componentSchemas();
  for (const route of Object.values<Route>(routes)) {
    if (route.path === '$default') continue;
    addOperation(paths, route, { path: route.path, signed: false, shapes });
    if (route.signedTwin)
      addOperation(paths, route, { path: route.path.replace('/v1/', '/v1/signed/'), signed: true, shapes });
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'DXCP',
      version: '1',
      description:
        'State what should run where; DXCP decides, records, hands over to the deployment engine and explains. Every change needs an Idempotency-Key. Refusals list every reason with what to do. Answers to a caller say in `RateLimit` and `RateLimit-Policy` how many requests are left this minute, of reads about so many.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values<Route>(routes).map(nounOf))].sort().map((name) => ({ name })),
    paths,
    components: { schemas: shapes, examples: problemExamples(), securitySchemes },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'OIDC access token' },
  engineBearer: { type: 'http', scheme: 'bearer', description: 'The secret for events of the engine' },
  engineBasic: { type: 'http', scheme: 'basic', description: 'The same secret as password, with any user' },
  sigv4: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'AWS Signature Version 4, service `execute-api`, by an allowlisted CI role',
  },
};

const nounOf = ({ operation }: Route): string => operation.split('.')[0] ?? operation;

type Mount = { readonly path: string; readonly signed: boolean; readonly shapes: Shapes };

const addOperation = (paths: Record<string, Json>, route: Route, { path, signed, shapes }: Mount): void => {
  const body = route.body ? { requestBody: requestBody(route.body, shapes) } : {};
  paths[path] = {
    ...paths[path],
    [route.method.toLowerCase()]: {
      operationId: signed ? `${route.operation}.signed` : route.operation,
      tags: [nounOf(route)],
      summary: route.summary,
      description: whoMay(route),
      security: securityOf(route, signed),
      parameters: [
        ...parameters('path', route.params, shapes),
        ...parameters('query', route.query, shapes),
        ...keyParameter(route),
      ],
      ...body,
      responses: {
        [route.status]: {
          description: 'Done',
          ...(route.inLines ? { headers: nextCursorHeader } : {}),
          content: {
            ...answerContent(route, shapes),
          },
        },
        ...problemResponses(route),
      },
    },
  };
};

/** An answer in lines is described by what its lines are. */
const answerContent = ({ response, inLines }: Route, shapes: Shapes): Json => {
  const answer = schemaOf(response, 'output');
  const example = exampleOf(answer, { shapes, extent: 'required fields' });
  return { [inLines ? LINES : 'application/json']: { schema: answer, example } };
};

const nextCursorHeader = {
  [NEXT_CURSOR]: { description: 'Where the next page begins, while there is more', schema: { type: 'string' } },
};

const whoMay = ({ permission }: Route): string => {
  if (permission === 'engine') return 'The deployment engine, by a secret of its own';
  return permissions[permission].length > 0 ? `Roles: ${permissions[permission].join(', ')}` : 'Public';
};

const securityOf = ({ permission }: Route, signed: boolean): Json[] => {
  if (permission === 'public') return [];
  if (permission === 'engine') return [{ engineBearer: [] }, { engineBasic: [] }];
  return [signed ? { sigv4: [] } : { token: [] }];
};

const requestBody = (body: z.ZodType, shapes: Shapes) => {
  const schema = schemaOf(body instanceof z.ZodOptional ? (body.unwrap() as z.ZodType) : body, 'input');
  return {
    required: !body.safeParse(undefined).success,
    content: { 'application/json': { schema, example: exampleOf(schema, { shapes, extent: 'every field' }) } },
  };
};

const parameters = (place: 'path' | 'query', shape: z.ZodObject | undefined, shapes: Shapes): Json[] =>
  Object.entries(shape?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = schemaOf(schema as z.ZodType, 'input');
    const required = place === 'path' || !(schema as z.ZodType).safeParse(undefined).success;
    const example = exampleOf(rest, { shapes, extent: 'every field' }, name);
    return { name, in: place, required, ...(description === undefined ? {} : { description }), schema: rest, example };
  });

const keyParameter = ({ mutation }: Route): Json[] =>
  mutation
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          description: 'One key per intent; the first accepted answer is repeated for 24 hours',
          schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,128}$' },
          example: 'run-4711',
        },
      ]
    : [];

const common = (route: Route): ProblemCode[] => [
  ...(permissions[route.permission].length === 0 ? [] : (['AUTHZ_ROLE_REQUIRED', 'ROLE_FORBIDDEN'] as const)),
  ...(route.mutation ? (['IDMP_KEY_REQUIRED', 'IDEMPOTENCY_CONFLICT', 'CONTENTION'] as const) : []),
  ...(route.mutation && !route.exemptFromKillSwitch ? (['MUTATIONS_DISABLED'] as const) : []),
  ...(route.params || route.query || route.body ? (['INVALID_REQUEST'] as const) : []),
  'INTERNAL_ERROR',
];

const problemResponses = (route: Route): Json => {
  const codes = [...new Set([...route.problems, ...common(route)])];
  const byStatus = Map.groupBy(codes, (code) => problemCodes[code].status);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, those]) => [
        status,
        {
          description: those.join(', '),
          content: {
            'application/problem+json': { schema: schemaOf(problem, 'output'), examples: referencesTo(those) },
          },
        },
      ]),
  );
};

const referencesTo = (codes: readonly ProblemCode[]): Json =>
  Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));

const problemExamples = (): Json =>
  Object.fromEntries(
    (Object.keys(problemCodes) as ProblemCode[]).map((code) => [code, { value: exampleProblem(code) }]),
  );

const reference = (id: string): string => `#/components/schemas/${id}`;

/** A schema in place: named ones become references. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json & JsonSchema => {
  const name = z.globalRegistry.get(schema)?.id;
  if (name !== undefined) return { $ref: reference(name) };
  const { $schema: _, $defs: __, ...json } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return rewrite(json) as Json & JsonSchema;
};

const componentSchemas = (): Shapes => {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { target: 'draft-2020-12', io: 'output', uri: reference });
  return Object.fromEntries(
    Object.entries(schemas)
      .filter(([name]) => name !== '__shared')
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, { $schema: _, $id: __, id: ___, ...schema }]) => [name, rewrite(schema) as JsonSchema]),
  );
};

/** References inside a schema made in place point at the components. */
const rewrite = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(rewrite);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '#/components/schemas/') : rewrite(inner),
    ]),
  );
};
