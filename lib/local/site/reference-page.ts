import * as z from 'zod';
import { problemCodes } from '../../contract/codes.ts';
import { problemAnchor } from '../../contract/problem-type.ts';

/** The API reference as one page without script, made from the OpenAPI document. */

const schema = z.looseObject({ $ref: z.string().optional() });
const media = z.record(z.string(), z.object({ schema: schema.optional() }));
const parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  description: z.string().optional(),
});
const operation = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  parameters: z.array(z.looseObject({})).optional(),
  requestBody: z.looseObject({ content: media }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string().optional(), content: media.optional() })),
});
const openApi = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()).optional() }).optional(),
});

type Operation = z.infer<typeof operation>;
type Listed = { readonly method: string; readonly path: string; readonly operation: Operation };

/** Throws ZodError when the document is no OpenAPI document. */
export function referencePage(document: unknown): string {
  const { info, paths, components } = openApi.parse(document);
  const listed = Object.entries(paths).flatMap(([path, methods]) => listOperations(path, methods));
  const nouns = Map.groupBy(listed, ({ operation: { operationId = '' } }) => operationId.split('.')[0] ?? '');
  const sections = [...nouns].map(
    ([noun, all]) => `<section><h2 id="${noun}">${text(noun)}</h2>${all.map(entry).join('')}</section>`,
  );
  const schemas = Object.entries(components?.schemas ?? {}).map(
    ([name, shape]) => `<details id="schema-${text(name)}"><summary>${text(name)}</summary>${pretty(shape)}</details>`,
  );
  const links = [...nouns.keys(), 'problems', 'schemas'].map((noun) => `<li><a href="#${noun}">${text(noun)}</a></li>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${text(info.title)} · API reference</title><link rel="stylesheet" href="/docs/reference.css"></head>
<body><header><h1>${text(info.title)} <small>${text(info.version)}</small></h1><p>${text(info.description ?? '')}</p>
<p><a href="/docs/openapi.json">OpenAPI document</a> · <a href="/">Web UI</a></p></header>
<nav aria-label="Operations"><ul>${links.join('')}</ul></nav>
<main>${sections.join('')}${problemSection()}<section><h2 id="schemas">schemas</h2>${schemas.join('')}</section></main></body></html>`;
}

function listOperations(path: string, methods: Record<string, unknown>): Listed[] {
  return Object.entries(methods).flatMap(([method, value]) => {
    const parsed = operation.safeParse(value);
    return parsed.success ? [{ method, path, operation: parsed.data }] : [];
  });
}

function entry({ method, path, operation: facts }: Listed): string {
  const parameters = (facts.parameters ?? []).flatMap((each) => parameter.safeParse(each).data ?? []);
  const rows = parameters.map(
    (each) =>
      `<tr><td><code>${text(each.name)}</code></td><td>${text(each.in)}${each.required ? ', required' : ''}</td><td>${text(each.description ?? '')}</td></tr>`,
  );
  const answers = Object.entries(facts.responses).map(
    ([status, answer]) =>
      `<tr><td><code>${text(status)}</code></td><td>${text(answer.description ?? '')}</td><td>${shapeOf(answer.content)}</td></tr>`,
  );
  return `<article><h3 id="${text(facts.operationId ?? '')}"><code>${method.toUpperCase()} ${text(path)}</code></h3>
<p>${text(facts.summary ?? '')}${facts.description ? ` ${text(facts.description)}` : ''}</p>
${rows.length > 0 ? `<table><caption>Parameters</caption><tbody>${rows.join('')}</tbody></table>` : ''}
${facts.requestBody ? `<p>Body: ${shapeOf(facts.requestBody.content)}</p>` : ''}
<table><caption>Answers</caption><tbody>${answers.join('')}</tbody></table></article>`;
}

/** Where the `type` of every problem leads. */
function problemSection(): string {
  const rows = Object.entries(problemCodes).map(
    ([code, { status, title }]) =>
      `<tr id="${problemAnchor(code)}"><td><code>${code}</code></td><td>${status}</td><td>${text(title)}</td></tr>`,
  );
  return `<section><h2 id="problems">problems</h2><table><tbody>${rows.join('')}</tbody></table></section>`;
}

function shapeOf(content: z.infer<typeof media> | undefined): string {
  const shape = Object.values(content ?? {})[0]?.schema;
  if (!shape) return '';
  const name = shape.$ref?.split('/').at(-1);
  if (name) return `<a href="#schema-${text(name)}">${text(name)}</a>`;
  return `<details><summary>shape</summary>${pretty(shape)}</details>`;
}

const pretty = (shape: unknown): string => `<pre>${text(JSON.stringify(shape, null, 2))}</pre>`;

const text = (raw: string): string => raw.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);

export const referenceStyle = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#5b6470;--line:#d9dde3;--ground:#fff;--tint:#f6f7f9;--link:#2457d6}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a2abb7;--line:#323941;--ground:#101317;--tint:#181c21;--link:#8ab0ff}}
body{margin:0 auto;max-width:1100px;padding:24px;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:24px}h1 small{color:var(--soft);font-weight:400}h2{margin-top:48px;border-bottom:1px solid var(--line)}
h3{font-size:16px;margin:32px 0 4px}a{color:var(--link)}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:0}
table{border-collapse:collapse;width:100%;margin:8px 0}caption{text-align:left;color:var(--soft);font-size:13px}
td{border-top:1px solid var(--line);padding:4px 12px 4px 0;vertical-align:top}
pre{overflow:auto;background:var(--tint);padding:12px;font-size:13px}code{font-size:14px}summary{cursor:pointer}
`;
