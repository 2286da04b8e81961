import { problemCodes } from '../../contract/codes.ts';
import { problemAdvice } from '../../contract/problem-advice.ts';
import { problemAnchor } from '../../contract/problem-type.ts';
import { operationArticle } from './reference-operation.ts';
import { block, json, type Listed, openApi, operation, prose, text } from './reference-parts.ts';

/** The API reference as one page without script, made from the OpenAPI document. Throws ZodError when it is none. */
export function referencePage(document: unknown): string {
  const { info, paths, components } = openApi.parse(document);
  const listed = Object.entries(paths).flatMap(([path, methods]) => listOperations(path, methods));
  const nouns = Map.groupBy(listed, ({ operation: { operationId = '' } }) => operationId.split('.')[0] ?? '');
  const sections = [...nouns].map(
    ([noun, all]) => `<section><h2 id="${noun}">${text(noun)}</h2>${all.map(operationArticle).join('')}</section>`,
  );
  const schemas = Object.entries(components?.schemas ?? {}).map(
    ([name, shape]) =>
      // Browsers open the details around what a link leads to, not those it leads to itself.
      `<details><summary>${text(name)}</summary><div id="schema-${text(name)}">${block(`Schema ${name}`, json(shape))}</div></details>`,
  );
  const links = [...nouns.keys(), 'problems', 'schemas'].map((noun) => `<li><a href="#${noun}">${text(noun)}</a></li>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${text(info.title)} · API reference</title><link rel="icon" href="${ICON}"><link rel="stylesheet" href="/docs/reference.css"></head>
<body><a class="skip" href="#content">Skip to the operations</a>
<header><h1>${text(info.title)} API <small>${text(info.version)}</small></h1><p>${text(info.description ?? '')}</p>
<p>In the examples <code>$PLANE</code> is the address of a plane and <code>$TOKEN</code> an access token of its issuer.</p>
<p><a href="/docs/openapi.json">OpenAPI document</a> · <a href="/">Web UI</a></p></header>
<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>
<main id="content" tabindex="-1">${sections.join('')}${problemSection(components?.examples?.NOT_FOUND?.value)}<section><h2 id="schemas">schemas</h2>${schemas.join('')}</section></main></body></html>`;
}

function listOperations(path: string, methods: Record<string, unknown>): Listed[] {
  return Object.entries(methods).flatMap(([method, value]) => {
    const parsed = operation.safeParse(value);
    return parsed.success ? [{ method, path, operation: parsed.data }] : [];
  });
}

/** Where the `type` of every problem leads: what it means, and what to do. */
function problemSection(example: unknown): string {
  const items = (Object.keys(problemCodes) as (keyof typeof problemCodes)[]).map((code) => {
    const { status, title } = problemCodes[code];
    return `<dt id="${problemAnchor(code)}"><code>${code}</code> <small>${status}, ${text(title)}</small></dt><dd>${prose(problemAdvice[code])}</dd>`;
  });
  return `<section><h2 id="problems">problems</h2>
<p>Every answer that is not success is one of these (RFC 9457, <code>application/problem+json</code>), or the gateway's own 401, 403, 413, 429 and 503, which have a <code>message</code> only. A refused change lists every reason in <code>refusals</code>.</p>
<details><summary>Example problem</summary>${block('Example problem', json(example))}</details><dl>${items.join('')}</dl></section>`;
}

/** The product's mark, in the page itself: it needs no further request. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' rx='6' fill='%231b1d23'/%3E%3Cpath d='M7 6.5h4.5a5.5 5.5 0 0 1 0 11H7M7 12h6.5' fill='none' stroke='%23fff' stroke-width='1.7'/%3E%3C/svg%3E";
