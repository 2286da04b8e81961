import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Deferred } from './deferred.ts';
import type { Fault, FaultKind } from './faults.ts';
import { errorReply, type GateReply } from './routes.ts';
import { send } from './wire.ts';

export type Misbehaviour = {
  readonly fault: Fault;
  /** Does what the call asks for and gives its proper answer; a read as it was so many milliseconds ago. */
  readonly perform: (ago?: number) => GateReply;
  /** Does it a second time, as if two calls had met. */
  readonly again: (first: GateReply) => void;
  readonly deferred: Deferred;
  /** Whether the call lists things: such calls leave out what they do not know. */
  readonly isList: boolean;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly now: number;
};

/** When faults that take effect later do so, unless they say. */
const LATER_MS = 30_000;
const HUGE = 64;
const LOGIN_PAGE = '<!doctype html><html><body><form>Please log in <input type="password"></form></body></html>';

const KINDS: Readonly<Record<FaultKind, (call: Misbehaviour) => void>> = {
  latency: ({ perform, response }) => send(response, perform()),
  silence: () => undefined,
  'silence-after': ({ perform }) => void perform(),
  'silence-late': ({ perform, fault, deferred }) => deferred.later(fault.ms ?? LATER_MS, perform),
  'reset-before': ({ incoming }) => incoming.socket.destroy(),
  'reset-after': ({ perform, incoming }) => {
    perform();
    incoming.socket.destroy();
  },
  'http-500': (call) => send(call.response, upstreamError(500, 'Internal Server Error', call.now)),
  'http-502': (call) => send(call.response, upstreamError(502, 'Bad Gateway', call.now)),
  'http-503': (call) => send(call.response, upstreamError(503, 'Service Unavailable', call.now)),
  'http-504': ({ response }) => sendProxyPage(response),
  'http-500-after': (call) => {
    call.perform();
    send(call.response, upstreamError(500, 'Internal Server Error', call.now));
  },
  'http-504-after': ({ perform, response }) => {
    perform();
    sendProxyPage(response);
  },
  'empty-200': ({ response }) => send(response, { status: 200 }),
  'empty-200-after': ({ perform, response }) => {
    perform();
    send(response, { status: 200 });
  },
  truncated: ({ perform, incoming, response }) => {
    const body = JSON.stringify(perform().body ?? {});
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length + 1 });
    response.write(body.slice(0, body.length / 2), () => incoming.socket.destroy());
  },
  'not-found': ({ response, isList, now }) =>
    send(response, isList ? { status: 200, body: [] } : errorReply(404, 'Not Found', 'Not found', now)),
  'redirect-login': ({ response }) => {
    response.writeHead(302, { location: 'http://127.0.0.1:9/login?state=1' }).end();
  },
  html: ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html;charset=UTF-8' }).end(LOGIN_PAGE);
  },
  'not-json': ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('OK, more or less');
  },
  'huge-body': ({ response }) => sendHuge(response),
  unauthorized: ({ response, now }) => send(response, errorReply(401, 'Unauthorized', 'Unauthorized', now)),
  forbidden: ({ response, now }) => send(response, errorReply(403, 'Forbidden', 'Access is denied', now)),
  'too-many': ({ response, now }) => send(response, errorReply(429, 'Too Many Requests', 'Slow down', now)),
  'refused-after': (call) => {
    call.perform();
    send(call.response, refusal(call.now));
  },
  'refused-late': ({ fault, perform, deferred, response, now }) => {
    deferred.later(fault.ms ?? LATER_MS, perform);
    send(response, refusal(now));
  },
  stale: ({ fault, perform, response }) => send(response, perform(fault.ms ?? LATER_MS)),
  'duplicate-late': ({ fault, perform, again, deferred, response }) => {
    const first = perform();
    deferred.later(fault.ms ?? LATER_MS, () => again(first));
    send(response, first);
  },
  'duplicate-reset': ({ perform, again, incoming }) => {
    again(perform());
    incoming.socket.destroy();
  },
  'duplicate-accept': ({ perform, again, response }) => {
    const first = perform();
    again(first);
    send(response, first);
  },
};

export function misbehave(call: Misbehaviour): void {
  KINDS[call.fault.kind](call);
}

function upstreamError(status: number, error: string, now: number): GateReply {
  const message = 'Status: 500, Method: POST, URL: http://orca.engine.svc:8083/orchestrate, Message: upstream trouble';
  return errorReply(status, error, message, now);
}

function refusal(now: number): GateReply {
  return errorReply(400, 'Bad Request', 'Unable to trigger pipeline. Error: Unmatched expected artifact', now);
}

/** What a proxy says when it has waited long enough for the engine behind it. */
function sendProxyPage(response: ServerResponse): void {
  response.writeHead(504, { 'content-type': 'text/html' }).end('<html><h1>504 Gateway Time-out</h1></html>');
}

/** One MiB at a time, as fast as the reader takes it, until it is through or the reader has had enough. */
function sendHuge(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const block = Buffer.alloc(1024 * 1024, ' ');
  let left = HUGE;
  const write = () => {
    while (left > 0) {
      left -= 1;
      if (!response.write(block)) {
        response.once('drain', write);
        return;
      }
    }
    response.end('{}');
  };
  write();
}
