import { setTimeout as pause } from 'node:timers/promises';

/** An execution as the engine tells it; only what is read here has a type. */
export type RawExecution = {
  readonly id: string;
  readonly status: string;
  readonly stages: readonly {
    readonly id: string;
    readonly type: string;
    readonly status: string;
    readonly context: Readonly<Record<string, unknown>>;
  }[];
};

export const CONTRACT = 'dxcp-contract';

/** Calls of the engine that an operator makes and DXCP does not. */
export type Orca = ReturnType<typeof callOrca>;

export function callOrca(url: string) {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', 'x-spinnaker-user': 'release-manager' };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url + path, { method, headers, ...text });
    const answer = await response.text();
    return answer === '' ? undefined : JSON.parse(answer);
  };
  const read = async (id: string): Promise<RawExecution> => {
    const found: unknown = await call('GET', `/pipelines/${id}`);
    if (isExecution(found)) return found;
    throw new Error(`no execution: ${JSON.stringify(found)}`);
  };
  return {
    read,
    /** The id of the new execution, or undefined when it is refused. */
    trigger: async (definition: string, trigger: object): Promise<string | undefined> => {
      const answer = await call('POST', `/pipelines/${CONTRACT}/${definition}`, { type: 'manual', ...trigger });
      return /^\/pipelines\/(.+)$/.exec(String(at(answer, 'ref')))?.[1];
    },
    withEvent: async (eventId: string): Promise<readonly RawExecution[]> => {
      const found = await call('GET', `/applications/${CONTRACT}/executions/search?eventId=${eventId}&expand=true`);
      return Array.isArray(found) ? found.filter(isExecution) : [];
    },
    cancel: (id: string, reason: string) => call('PUT', `/pipelines/${id}/cancel?reason=${encodeURIComponent(reason)}`),
    pause: (id: string) => call('PUT', `/pipelines/${id}/pause`),
    restart: (id: string, stageId: string) => call('PUT', `/pipelines/${id}/stages/${stageId}/restart`, {}),
    judge: (id: string, stageId: string, judgmentStatus: 'continue' | 'stop', judgmentInput: string) =>
      call('PATCH', `/pipelines/${id}/stages/${stageId}`, { judgmentStatus, judgmentInput }),
    /** Looks until the execution is as wanted; throws after thirty seconds. */
    until: async (id: string, isWanted: (execution: RawExecution) => boolean): Promise<RawExecution> => {
      for (let look = 0; look < 300; look += 1) {
        const found = await read(id);
        if (isWanted(found)) return found;
        await pause(100);
      }
      throw new Error(`${id} does not become what was wanted: ${JSON.stringify(await read(id))}`);
    },
  };
}

/** A judgment that waits for somebody. */
export const openJudgment = ({ stages }: RawExecution) =>
  stages.find(({ type, status }) => type === 'manualJudgment' && status === 'RUNNING');

export const isOver = ({ status }: RawExecution): boolean => ['SUCCEEDED', 'TERMINAL', 'CANCELED'].includes(status);

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const isExecution = (value: unknown): value is RawExecution =>
  typeof at(value, 'id') === 'string' && typeof at(value, 'status') === 'string' && Array.isArray(at(value, 'stages'));
