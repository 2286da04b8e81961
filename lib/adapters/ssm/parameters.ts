import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type ParameterName, type ParameterValue, parameters, variableOf } from '../../contract/configuration.ts';
import type { Clock } from '../../ports/world.ts';

const FRESH_MS = 5 * 60_000;
/** As many as SSM hands out in one call. */
const BATCH = 10;

export type ParameterReaderOptions = {
  /** Where the parameters lie in SSM, e.g. `/dxcp/config`. */
  readonly prefix: string;
  /** Overrides by the names `variableOf` gives; usually the process environment. */
  readonly overrides: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Told when stored values could not be refreshed and older ones are used instead. */
  readonly onStale: (error: unknown) => void;
  readonly client?: Pick<SSMClient, 'send'>;
};

export type ParameterReader = {
  /** The values of the named parameters, parsed by their schemas. Throws `ConfigurationFault` when one is unusable. */
  read<const Name extends ParameterName>(names: readonly Name[]): Promise<{ [N in Name]: ParameterValue<N> }>;
};

/** A parameter is missing, malformed or unreadable; the message names it and never its value. */
export class ConfigurationFault extends Error {
  override readonly name = 'ConfigurationFault';
}

type Entry = { readonly text: string | undefined; readonly readAt: number };

/** Reads deployment configuration: environment first, then SSM; kept five minutes, and longer while SSM fails. */
export function createParameterReader(options: ParameterReaderOptions): ParameterReader {
  const { overrides, clock } = options;
  const known = new Map<ParameterName, Entry>();
  const fetchTexts = fetcher(options);

  const refresh = async (names: readonly ParameterName[]): Promise<void> => {
    const now = clock.now().getTime();
    const due = names.filter((name) => now - (known.get(name)?.readAt ?? Number.NEGATIVE_INFINITY) >= FRESH_MS);
    if (due.length === 0) return;
    try {
      const texts = await fetchTexts(due);
      for (const name of due) known.set(name, { text: texts.get(name), readAt: now });
    } catch (error) {
      if (due.some((name) => !known.has(name))) {
        throw new ConfigurationFault(`The configuration under ${options.prefix} cannot be read`, { cause: error });
      }
      options.onStale(error);
    }
  };

  return {
    async read(names) {
      await refresh(names.filter((name) => overrides[variableOf(name)] === undefined));
      const values = names.map((name) => [name, parse(name, overrides[variableOf(name)] ?? known.get(name)?.text)]);
      return Object.fromEntries(values);
    },
  };
}

function parse(name: ParameterName, text: string | undefined): unknown {
  const result = parameters[name].schema.safeParse(text);
  if (result.success) return result.data;
  const what = text === undefined ? 'is missing' : 'is not valid';
  throw new ConfigurationFault(`Configuration parameter ${name} (${variableOf(name)}) ${what}`);
}

/** The client is made on first use, so that a fully overridden configuration never needs one. */
function fetcher({ prefix, client }: ParameterReaderOptions) {
  let made = client;
  return async (names: readonly ParameterName[]): Promise<ReadonlyMap<ParameterName, string>> => {
    made ??= new SSMClient({});
    const texts = new Map<ParameterName, string>();
    for (let at = 0; at < names.length; at += BATCH) {
      const batch = names.slice(at, at + BATCH);
      const command = new GetParametersCommand({ Names: batch.map((name) => prefix + name), WithDecryption: true });
      const { Parameters = [] } = await made.send(command);
      for (const { Name, Value } of Parameters) {
        const name = batch.find((candidate) => prefix + candidate === Name);
        if (name !== undefined && Value !== undefined) texts.set(name, Value);
      }
    }
    return texts;
  };
}
