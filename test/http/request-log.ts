import { afterEach, beforeEach, vi } from 'vitest';

export type RequestLog = {
  /** What was written, as text. */
  text(): string;
  /** The lines of requests, as objects. */
  lines(): readonly Readonly<Record<string, unknown>>[];
};

/** Keeps what handlers write to standard output, instead of the terminal of whoever runs the tests. */
export const keepRequestLog = (): RequestLog => {
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return {
    text: () => written.join(''),
    lines: () => written.filter((text) => text.includes('"type":"request"')).map((text) => JSON.parse(text)),
  };
};
