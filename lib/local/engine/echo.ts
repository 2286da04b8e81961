import { eventsSince, type Told } from './echo-events.ts';
import { type Executions, isComplete } from './executions.ts';
import type { JsonObject } from './json-object.ts';

/** Where events are posted, as `rest.endpoints` of a real engine would say; a slash is put behind the address, as there. */
export type EventEndpoint = { readonly url: string; readonly username: string; readonly password: string };

export type Echo = {
  /** Tells what has happened since the last tick. */
  tick(): void;
  /** Silent until it is switched on again; what happens meanwhile is never told. */
  enable(enabled: boolean): void;
  readonly enabled: boolean;
  /** How many events are still to be sent, or on their way. */
  readonly pending: number;
  /** Resolves when everything that was to be told has arrived, or was given up. */
  close(): Promise<void>;
};

const TIMEOUT_MS = 5000;
/** Beyond so many the newest are dropped: who listens must live with that. */
const WAITING_MAX = 1000;

/** Sends events of what executions do, in order and once each; one that does not arrive is not sent again. */
export function createEcho(settings: {
  readonly executions: Executions;
  readonly now: () => number;
  readonly endpoint: EventEndpoint;
}): Echo {
  const { executions, now, endpoint } = settings;
  const ended = new Set(executions.all().flatMap((record) => (isComplete(record, now()) ? record.id : [])));
  const told = new Map<string, Told>();
  const outbox: JsonObject[] = [];
  let enabled = true;
  let sending: Promise<void> | undefined;

  const send = async () => {
    for (let event = outbox[0]; event; event = outbox[0]) {
      await post(endpoint, event, now()).catch(() => undefined);
      outbox.shift();
    }
    sending = undefined;
  };

  return {
    tick() {
      for (const record of executions.all()) {
        if (ended.has(record.id)) continue;
        const since = eventsSince(record, now(), told.get(record.id));
        told.set(record.id, since.told);
        if (since.hasEnded) ended.add(record.id);
        if (enabled) outbox.push(...since.events.slice(0, Math.max(0, WAITING_MAX - outbox.length)));
      }
      if (outbox.length > 0) sending ??= send();
    },
    enable(value) {
      enabled = value;
    },
    get enabled() {
      return enabled;
    },
    get pending() {
      return outbox.length;
    },
    close: async () => {
      outbox.length = 0;
      await sending;
    },
  };
}

async function post({ url, username, password }: EventEndpoint, event: JsonObject, now: number): Promise<void> {
  const details = typeof event.details === 'object' ? { ...event.details, created: String(now) } : {};
  const response = await fetch(`${url}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    },
    body: JSON.stringify({ ...event, details }),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
}
