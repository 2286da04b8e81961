/** One wide line per request, as JSON on standard output: everything an operator searches by, no bodies, no tokens. */
export type RequestLine = {
  readonly requestId: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly actorId?: string | undefined;
  readonly actorRole?: string | undefined;
  readonly code?: string | undefined;
  readonly replayed?: boolean | undefined;
  readonly fault?: { readonly name: string; readonly message: string; readonly stack?: string | undefined } | undefined;
};

export const writeLine = (line: RequestLine): void => {
  const level = line.status >= 500 ? 'error' : line.fault ? 'warn' : 'info';
  process.stdout.write(`${JSON.stringify({ level, type: 'request', ...line })}\n`);
};
