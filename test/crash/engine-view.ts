import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const parameters = z.record(z.string(), z.object({ value: z.string() }));
const execution = z.object({
  id: z.string(),
  status: z.string(),
  trigger: z.object({ parameters: z.object({ deploymentId: z.string() }) }),
});

export type EngineExecution = { readonly id: string; readonly status: string; readonly deploymentId: string };

const PAGE = 500;

/** Every execution of a plane's engine, asked of the engine itself with what the plane shows it. */
export async function executionsOf(data: string): Promise<readonly EngineExecution[]> {
  const kept = parameters.parse(JSON.parse(readFileSync(join(data, 'ssm', 'parameters.json'), 'utf8')));
  const parameter = (name: string): string => kept[`/dxcp/config${name}`]?.value ?? '';
  const found: EngineExecution[] = [];
  for (;;) {
    const url = `${parameter('/engine/url')}/applications/*/executions/search?size=${PAGE}&startIndex=${found.length}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${parameter('/engine/auth/secret')}` } });
    const page = z.array(execution).parse(await response.json());
    found.push(
      ...page.map(({ id, status, trigger }) => ({ id, status, deploymentId: trigger.parameters.deploymentId })),
    );
    if (page.length < PAGE) return found;
  }
}
