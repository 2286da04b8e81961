import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type ArmedFaults, createArmedFaults, type FaultKind } from '../../lib/local/engine/faults.ts';
import { misbehave } from '../../lib/local/engine/misbehaviour.ts';
import { type GateReply, type GateRequest, matchRoute } from '../../lib/local/engine/routes.ts';
import { readRequest, send } from '../../lib/local/engine/wire.ts';

/** Stands in front of a real engine and breaks its answers as the simulator breaks its own. */
export type FaultProxy = {
  readonly url: string;
  readonly faults: ArmedFaults;
  readonly close: () => Promise<void>;
};

/** How many calls reach the engine before the fault: none, unless said here. */
const FORWARDED: Partial<Readonly<Record<FaultKind, number>>> = {
  latency: 1,
  'silence-after': 1,
  'reset-after': 1,
  'http-500-after': 1,
  'http-504-after': 1,
  'empty-200-after': 1,
  truncated: 1,
  'refused-after': 1,
  'duplicate-late': 1,
  // Both at once: the engine starts two when two equal orders meet.
  'duplicate-accept': 2,
};

export async function openFaultProxy(engineUrl: string): Promise<FaultProxy> {
  const faults = createArmedFaults();
  const server = createServer((incoming, response) => {
    answer({ engineUrl, faults }, incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    faults,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Behind = { readonly engineUrl: string; readonly faults: ArmedFaults };

async function answer({ engineUrl, faults }: Behind, incoming: IncomingMessage, response: ServerResponse) {
  const request = await readRequest(incoming);
  const matched = matchRoute(request);
  const fault = matched?.point && faults.take(matched.point);
  const forward = () => passOn(engineUrl + (incoming.url ?? '/'), request);
  if (!fault) return send(response, await forward());
  const forwarding = Array.from({ length: FORWARDED[fault.kind] ?? 0 }, forward);
  const [reply = { status: 200 }] = await Promise.all(forwarding);
  if (fault.kind === 'latency') await pause(fault.ms ?? 1000);
  const isList = matched?.route.lists === true;
  misbehave({
    fault,
    perform: () => reply,
    again: () => undefined,
    deferred: { later: (ms) => void setTimeout(forward, ms).unref(), catchUp: () => undefined },
    isList,
    incoming,
    response,
    now: Date.now(),
  });
}

async function passOn(url: string, { method, body, user }: GateRequest): Promise<GateReply> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json', 'x-spinnaker-user': user };
  const response = await fetch(url, { method, headers, ...text });
  const answered = await response.text();
  return answered === '' ? { status: response.status } : { status: response.status, body: JSON.parse(answered) };
}
