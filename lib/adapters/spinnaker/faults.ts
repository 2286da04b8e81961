import { EngineFault } from '../../ports/engine.ts';
import { at, list, record, text } from './json.ts';
import { FORBIDDEN_ADDRESS } from './outbound/lookup.ts';
import { redact } from './redaction.ts';

/** Network errors that are raised before a request can have left this process. */
const NOTHING_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const BAD_CERTIFICATE = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO$)/;

/** What the engine says to a client certificate, or to none, before it reads a request. */
const REFUSED_CERTIFICATE =
  /_ALERT_(?:BAD_CERTIFICATE|CERTIFICATE_(?:REQUIRED|UNKNOWN|EXPIRED|REVOKED)|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/;

/** What a failed `fetch` (or a failed reading of its body) means. */
export function networkFault(error: unknown): EngineFault {
  if (error instanceof EngineFault) return error;
  const codes = errorCodes(error);
  if (isTimeout(error)) {
    return new EngineFault('TIMEOUT', 'The engine did not answer in time.', { ambiguous: true, cause: error });
  }
  if (codes.includes(FORBIDDEN_ADDRESS)) {
    const message = 'The configured name leads to an address that DXCP does not call.';
    return new EngineFault('MISCONFIGURED', message, { ambiguous: false, cause: error });
  }
  if (codes.length > 0 && codes.every((code) => NOTHING_SENT.has(code))) {
    return new EngineFault('UNAVAILABLE', `The engine cannot be reached (${codes[0]}).`, {
      ambiguous: false,
      cause: error,
    });
  }
  const refused = codes.find((code) => REFUSED_CERTIFICATE.test(code));
  if (refused !== undefined) {
    const message = `The engine refused DXCP's client certificate, or the lack of one (${refused}).`;
    return new EngineFault('UNAUTHORIZED', message, { ambiguous: false, cause: error });
  }
  if (codes.some((code) => BAD_CERTIFICATE.test(code))) {
    const message = `No trusted connection to the engine can be made (${codes[0]}).`;
    return new EngineFault('MISCONFIGURED', message, { ambiguous: false, cause: error });
  }
  const reason = codes[0] === undefined ? '' : ` (${codes[0]})`;
  return new EngineFault('UNAVAILABLE', `The connection to the engine broke${reason}.`, {
    ambiguous: true,
    cause: error,
  });
}

/** A redirect is never followed: it is a login page asking for a person, or a wrong address. */
export function redirectFault(location: string | null): EngineFault {
  if (location !== null && isLogin(location)) {
    const message = "The engine sent DXCP to a login page: DXCP's credentials for the engine are missing or refused.";
    // Its security filter answered before any handler could see the order.
    return new EngineFault('UNAUTHORIZED', message, { ambiguous: false });
  }
  const message = 'The engine answered with a redirect: its configured address is probably wrong.';
  return new EngineFault('MISCONFIGURED', message, { ambiguous: true });
}

const LOGIN = /login|signin|sign-in|oauth|saml|auth|sso/i;

/** By its host or the last part of its path: names of applications and pipelines stand in between. */
function isLogin(location: string): boolean {
  const url = URL.parse(location, 'http://gate.invalid');
  if (!url) return false;
  const last = url.pathname.split('/').findLast((part) => part !== '') ?? '';
  return LOGIN.test(url.hostname) || LOGIN.test(last);
}

/** A web page where data was expected: a login form, a proxy or another server at that address. */
export function webPageFault(status: number, page: string): EngineFault {
  if (status >= 500) return serverFault(status, undefined);
  if (status === 401 || status === 403 || /log ?in|sign ?in|password/i.test(page.slice(0, 8192))) {
    const message = "The engine answered with a login page: DXCP's credentials are missing or refused.";
    // 401 comes before anything is read; a form with status 200 may come from anywhere.
    return new EngineFault('UNAUTHORIZED', message, { ambiguous: status !== 401 });
  }
  const message = 'The engine answered with a web page: its configured address is probably wrong.';
  return new EngineFault('MISCONFIGURED', message, { ambiguous: true });
}

/** 5xx: the order may have been taken before it went wrong. */
export function serverFault(status: number, body: unknown): EngineFault {
  const kind = status === 504 ? 'TIMEOUT' : status === 502 || status === 503 ? 'UNAVAILABLE' : 'CALL_FAILED';
  const said = errorMessage(body);
  const message = said === undefined ? `The engine answered ${status}.` : `The engine answered ${status}: ${said}`;
  return new EngineFault(kind, message, { ambiguous: true });
}

/** 401, 403 and 429 as faults; undefined for statuses that are answers to be judged by the caller. */
export function refusalFault(status: number): EngineFault | undefined {
  if (status === 401) {
    return new EngineFault('UNAUTHORIZED', "The engine refused DXCP's credentials.", { ambiguous: false });
  }
  if (status === 429) {
    return new EngineFault('UNAVAILABLE', 'The engine refuses more calls for now.', { ambiguous: false });
  }
  return undefined;
}

/** The engine's own error text, redacted: `message`, else its list of errors, else `error`. */
export function errorMessage(body: unknown): string | undefined {
  const fields = record(body);
  const said = text(fields.message) ?? text(list(fields.errors)[0]) ?? text(fields.error);
  return said === undefined ? undefined : redact(said, 300);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

/** Codes of the error, of its causes and of the several attempts behind an AggregateError. */
function errorCodes(error: unknown): readonly string[] {
  const found: string[] = [];
  let layer: unknown = error;
  for (let depth = 0; depth < 5 && layer instanceof Error; depth += 1) {
    const inner = layer instanceof AggregateError ? layer.errors : [];
    for (const item of [layer, ...inner])
      found.push(...(text(codeOf(item)) === undefined ? [] : [String(codeOf(item))]));
    layer = layer.cause;
  }
  return found;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : at(error, 'code');
}
