import {
  block,
  json,
  type Listed,
  type Media,
  type Parameter,
  problemLinks,
  prose,
  shapeOf,
  text,
} from './reference-parts.ts';

/** One operation of the API reference: who may, what goes in, what comes out, and an example of both. */
export function operationArticle(listed: Listed): string {
  const { method, path, operation: facts } = listed;
  const id = facts.operationId ?? `${method} ${path}`;
  return `<article aria-labelledby="${text(id)}"><h3 id="${text(id)}"><code>${method.toUpperCase()} ${text(path)}</code></h3>
<p>${prose(facts.summary ?? '')}</p><p class="roles">${text(facts.description ?? '')}</p><p class="roles">Operation: <code>${text(id)}</code></p>
${parameterList(facts.parameters ?? [])}${facts.requestBody ? `<h4>Body${facts.requestBody.required ? ', required' : ', optional'}</h4>${shapeOf(facts.requestBody.content, `Schema of the body of ${id}`)}` : ''}
<h4>Example request</h4>${block(`Example request of ${id}`, curl(listed))}${answers(listed, id)}</article>`;
}

function parameterList(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  const items = parameters.map(
    (each) =>
      `<dt><code>${text(each.name)}</code> <small>${text(each.in)}${each.required ? ', required' : ''}${limitsOf(each)}</small></dt><dd>${prose(each.description ?? '')}</dd>`,
  );
  return `<h4>Parameters</h4><dl>${items.join('')}</dl>`;
}

/** What the schema of a parameter says in a few words: choices, a range, a default. */
function limitsOf({ schema = {} }: Parameter): string {
  const words = [
    ...(Array.isArray(schema.enum) ? [`one of ${schema.enum.join(', ')}`] : []),
    ...(typeof schema.minimum === 'number' && typeof schema.maximum === 'number'
      ? [`${schema.minimum} to ${schema.maximum}`]
      : []),
    ...(schema.format === 'date-time' ? ['an instant in UTC'] : []),
    ...(schema.default === undefined ? [] : [`default ${String(schema.default)}`]),
  ];
  return words.map((word) => `, ${text(word)}`).join('');
}

function answers({ operation: { responses } }: Listed, id: string): string {
  const items = Object.entries(responses).map(([status, { description = '', content }]) => {
    const isSuccess = status.startsWith('2');
    const said = isSuccess ? shapeOf(content, `Schema of the answer of ${id}`) : problemLinks(description.split(', '));
    return `<dt><code>${text(status)}</code></dt><dd>${said}${isSuccess ? exampleAnswer(content, id) : ''}</dd>`;
  });
  return `<h4>Answers</h4><dl>${items.join('')}</dl>`;
}

function exampleAnswer(content: Media | undefined, id: string): string {
  const example = Object.values(content ?? {})[0]?.example;
  return example === undefined
    ? ''
    : `<details><summary>Example answer</summary>${block(`Example answer of ${id}`, json(example))}</details>`;
}

/** The call as it is typed, with what is required of it. */
function curl({ method, path, operation: { parameters = [], requestBody, security = [] } }: Listed): string {
  const required = parameters.filter((each) => each.required);
  const exampleFor = (name: string) =>
    encodeURIComponent(String(required.find((each) => each.name === name)?.example ?? ''));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => exampleFor(name));
  const query = required.filter((each) => each.in === 'query').map(({ name }) => `${name}=${exampleFor(name)}`);
  const body = Object.values(requestBody?.content ?? {})[0]?.example;
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}"$PLANE${filled}${query.length > 0 ? `?${query.join('&')}` : ''}"`,
    ...credentials(Object.keys(security[0] ?? {})[0]),
    ...required.filter((each) => each.in === 'header').map(({ name, example }) => `-H "${name}: ${String(example)}"`),
    ...(body === undefined ? [] : [`-H "Content-Type: application/json"`, `-d '${json(body)}'`]),
  ].join(' \\\n  ');
}

const credentials = (scheme: string | undefined): string[] => {
  if (scheme === undefined) return [];
  if (scheme !== 'sigv4') return [`-H "Authorization: Bearer $TOKEN"`];
  return [
    '--aws-sigv4 "aws:amz:$AWS_REGION:execute-api" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    '-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"',
  ];
};
