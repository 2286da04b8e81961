import { type Defect, defect } from './defect.ts';

/** Defects in the order of checks, in keys, in methods and in what refusals look like. */

const ENDPOINT = 'lib/http/endpoint.ts';
const OPERATION = 'lib/usecases/operation.ts';
const RULES = 'lib/domain/guardrails/rules.ts';
const PROBLEM = 'lib/http/problem.ts';
const UNKNOWN = 'lib/http/unknown-route.ts';
const VALUES = 'lib/contract/values.ts';

const KEY_IS_READ = "      const idempotencyKey = context.event.headers['idempotency-key'] ?? '';\n";
const READ_IS_PARSED = '      const parsed = parseRequest(route, context.raw);\n';

export const requestDefects: readonly Defect[] = [
  defect('GOV-ORDER-01', 'Paths that do not exist are told to anybody', {
    file: 'lib/local/gateway/routing.ts',
    from: "mountedAs(fallback, 'token')",
    to: "mountedAs(fallback, 'none')",
  }),
  defect('GOV-ORDER-02', 'The key is asked for before the role is looked at', {
    file: 'lib/http/let-in.ts',
    from: 'return barred ? refuse(barred) : answer',
    to: "return barred && (!route.mutation || context.event.headers['idempotency-key']) ? refuse(barred) : answer",
  }),
  defect('GOV-ORDER-03', 'The body is looked at before the key', {
    file: ENDPOINT,
    from: KEY_IS_READ,
    to: `      const early = parseRequest(route, context.raw);\n      if (!early.ok) return invalid(context, early.fields);\n${KEY_IS_READ}`,
  }),
  defect('GOV-ORDER-04', 'Only the first wrong field is told', {
    file: 'lib/http/parse.ts',
    from: 'fields: parsed.error.issues.map(',
    to: 'fields: parsed.error.issues.slice(0, 1).map(',
  }),
  defect('GOV-ORDER-05', 'Only the first refusal is told', {
    file: 'lib/domain/guardrails/rule.ts',
    from: 'if (verdict.ends) break;',
    to: 'break;',
  }),
  defect('GOV-ORDER-06', 'The environment is judged after the recipe', {
    file: RULES,
    from: '  environmentAllowed,\n  environmentEnabled,\n  environmentNotRetired,\n  recipeChosen,\n  recipeKnown,\n',
    to: '  recipeChosen,\n  recipeKnown,\n  environmentAllowed,\n  environmentEnabled,\n  environmentNotRetired,\n',
  }),
  defect('GOV-ORDER-07', 'The version is judged before the recipe', {
    file: RULES,
    from: '  recipeChosen,\n  recipeKnown,\n',
    to: '  versionRegistered,\n  recipeChosen,\n  recipeKnown,\n',
  }),
  defect('GOV-ORDER-08', 'Validation tells the first refusal only', {
    file: 'lib/usecases/deploy.ts',
    from: 'const refusals = [...off, ...evaluation.refusals];',
    to: 'const refusals = [...off, ...evaluation.refusals.slice(0, 1)];',
  }),
  defect('GOV-ORDER-09', 'Validation asks for a key', {
    file: ENDPOINT,
    from: READ_IS_PARSED,
    to: `      if (route.method !== 'GET' && !context.event.headers['idempotency-key']) return keyRequired(context, '');\n${READ_IS_PARSED}`,
  }),
  defect('GOV-ORDER-10', 'A body that is not JSON is a fault', {
    file: 'lib/http/parse.ts',
    from: "return { ok: false, fields: [{ path: 'body', message: 'The body is not valid JSON' }] };",
    to: "throw new TypeError('The body is not valid JSON');",
  }),
  defect('GOV-IDEM-01', 'A change may come without a key', {
    file: VALUES,
    from: '/^[A-Za-z0-9._:-]{1,128}$/',
    to: '/^[A-Za-z0-9._:-]{0,128}$/',
  }),
  defect('GOV-IDEM-02', 'Anything is a key', { file: VALUES, from: '/^[A-Za-z0-9._:-]{1,128}$/', to: '/^.+$/' }),
  defect('GOV-IDEM-03', 'A refusal uses its key up', {
    file: OPERATION,
    from: '      const [first, ...more] = decided.refusals;\n',
    to: '      await store.commit({ answer: storedAnswer(keys, request, {}, operation.status, now) });\n      const [first, ...more] = decided.refusals;\n',
  }),
  defect('GOV-IDEM-04', 'The answer to an admission is not stored with it', {
    file: OPERATION,
    from: '      answer: storedAnswer(keys, request, decided.body, operation.status, now),\n',
    to: '',
  }),
  defect('GOV-IDEM-05', 'A key is answered for another request than its first', {
    file: OPERATION,
    from: 'if (answer.fingerprint === request.fingerprint) {',
    to: 'if (answer.fingerprint.length > 0) {',
  }),
  defect('GOV-IDEM-06', 'Who loses a race is not told the answer of who won it', {
    file: OPERATION,
    from: 'export const DECISIONS_MAX = 20;',
    to: 'export const DECISIONS_MAX = 1;',
  }),
  defect('GOV-IDEM-07', 'One caller gets the answer of another who used the same key', {
    file: OPERATION,
    from: 'callerId: caller.id,',
    to: "callerId: 'anyone',",
  }),
  defect('GOV-FIXED-01', 'What may not be done is refused without saying what may', {
    file: UNKNOWN,
    from: "const headers = allowed.length > 0 ? { ...reply.headers, allow: allowed.join(', ') } : reply.headers;",
    to: 'const { headers } = reply;',
  }),
  defect('GOV-FIXED-02', 'Something can be sent to a timeline', {
    file: 'lib/contract/routes/deployments/timeline.ts',
    from: "method: 'GET',",
    to: "method: 'POST',",
  }),
  defect('GOV-FIXED-03', 'Whether a build can be written to depends on its name', {
    file: UNKNOWN,
    from: ".replace(/\\{\\w+\\}/g, '[^/]+')",
    to: ".replace(/\\{\\w+\\}/, '[^/]+')",
  }),
  defect('GOV-FIXED-04', 'The audit trail takes what is put to it', {
    file: 'lib/contract/routes/audit/list.ts',
    from: "method: 'GET',",
    to: "method: 'PUT',",
  }),
  defect('GOV-PROBLEM-01', 'Problems are sent as plain JSON', {
    file: 'lib/http/reply.ts',
    from: "'content-type': 'application/problem+json',",
    to: "'content-type': 'application/json',",
  }),
  defect('GOV-PROBLEM-02', 'Problems do not say which request they are about', {
    file: PROBLEM,
    from: '    ...about,\n',
    to: "    instance: '/v1', requestId: about.requestId,\n",
  }),
  defect('GOV-PROBLEM-03', 'Every answer carries the same id', {
    file: 'lib/http/context.ts',
    from: 'requestId: event.requestContext.requestId,',
    to: "requestId: 'the-request',",
  }),
  defect('GOV-PROBLEM-04', 'A refusal does not say what to do', {
    file: 'lib/domain/guardrails/rule.ts',
    from: '  hint: verdict.hint,',
    to: "  hint: '',",
  }),
  defect('GOV-PROBLEM-05', 'A cursor that is made up is a fault', {
    file: 'lib/http/faults.ts',
    from: 'if (fault instanceof InvalidCursor) {',
    to: 'if (fault instanceof InvalidCursor && fault.message === undefined) {',
  }),
  defect('GOV-PROBLEM-06', 'Refusals show where in the sources they were made', {
    file: PROBLEM,
    from: '    detail,\n',
    to: '    detail: detail + new Error().stack,\n',
  }),
  defect('GOV-PROBLEM-07', 'What does not exist is refused as if it were somebody else’s', {
    file: 'lib/usecases/reading/deployments.ts',
    from: 'if (!record) return notFound(',
    to: 'if (!record) return outOfScope(',
  }),
  defect('GOV-IDEM-08', 'Only what deployments are answered with is kept under its key', {
    file: OPERATION,
    from: '      answer: storedAnswer(keys, request, decided.body, operation.status, now),\n',
    to: "      ...(request.operation.startsWith('deployments.') && { answer: storedAnswer(keys, request, decided.body, operation.status, now) }),\n",
  }),
  defect('GOV-IDEM-09', 'What is said in the query does not tell requests apart', {
    file: 'lib/http/fingerprint.ts',
    from: '[raw.params, sorted(raw.query), canonical(raw.body)]',
    to: '[raw.params, canonical(raw.body)]',
  }),
];
