import { atLeastOneRead } from './capacity.ts';
import type { Core } from './core.ts';
import { parseRequest, runAction } from './engine.ts';
import { throttled } from './errors.ts';
import { strikes } from './faults.ts';
import { type Body, isRecord } from './wire.ts';

/** GetItem, Query or Scan. */
export async function read(core: Core, action: 'GetItem' | 'Query' | 'Scan', body: Body): Promise<Body> {
  const request = parseRequest(action, body, core.store);
  const response = await runAction(action, core.view, request);
  return atLeastOneRead(response, request.ConsistentRead === true);
}

/** BatchGetItem. Throttled keys come back unprocessed. */
export async function readBatch(core: Core, body: Body): Promise<Body> {
  const request = parseRequest('BatchGetItem', body, core.store);
  const tables = isRecord(request.RequestItems) ? request.RequestItems : {};
  const left: Body = {};
  const kept: Body = {};
  for (const [name, asked] of Object.entries(tables)) {
    if (!isRecord(asked) || !Array.isArray(asked.Keys)) continue;
    const split = Map.groupBy(asked.Keys, () => strikes(core.faults, 'throttleRate'));
    if (split.has(true)) left[name] = { ...original(body, name), Keys: split.get(true) };
    if (split.has(false)) kept[name] = { ...asked, Keys: split.get(false) };
  }
  if (Object.keys(kept).length === 0) throw throttled();
  const response = await runAction('BatchGetItem', core.view, { ...request, RequestItems: kept });
  const unprocessed = isRecord(response.UnprocessedKeys) ? response.UnprocessedKeys : {};
  return { ...response, UnprocessedKeys: { ...unprocessed, ...left } };
}

// What goes back is what was sent, without the fields that parsing adds.
function original(body: Body, table: string): Body {
  const tables = body.RequestItems;
  const asked = isRecord(tables) ? tables[table] : undefined;
  return isRecord(asked) ? asked : {};
}
