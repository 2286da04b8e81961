import { currentInstance } from './instances.ts';
import { invoked } from './invocations.ts';

/** In place of a function: runs the function that its address names, and counts. */

const name = new URL(import.meta.url).searchParams.get('name') ?? '';

type Handler = (event: unknown, context: unknown) => unknown;

const load = async (): Promise<Handler> => {
  const module: { handler?: unknown } = await import(`../../../functions/${name}.ts?${currentInstance(name)}`);
  const { handler } = module;
  if (typeof handler !== 'function') throw new TypeError(`${name} exports no handler`);
  return (event, context) => handler(event, context);
};

export const handler: Handler = async (event, context) => {
  const run = await load();
  return invoked(name, () => run(event, context));
};
