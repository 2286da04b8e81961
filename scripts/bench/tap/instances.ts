/** Which copy of the project's modules a module belongs to; each function has its own, and a new one after a cold start. */

const INSTANCE = /\?(instance=.*)$/;

export const instanceOf = (url: string): string | undefined => INSTANCE.exec(url)?.[1];

const generations = new Map<string, number>();

/** The function's next run begins with nothing loaded and nothing remembered. */
export const chill = (name: string): void => void generations.set(name, (generations.get(name) ?? 0) + 1);

export const currentInstance = (name: string): string =>
  `instance=${encodeURIComponent(name)}.${generations.get(name) ?? 0}`;
