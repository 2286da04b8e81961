import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { damagedFile } from '../plane/damaged-file.ts';
import type { AwsHandler } from './http.ts';
import { AwsError, jsonEndpoint, operation } from './http-json.ts';
import { writeDurably } from './s3/durable-file.ts';

export type SsmOptions = {
  /** The JSON file that holds every parameter; readable by its owner only. */
  readonly file: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

const typeSchema = z.enum(['String', 'StringList', 'SecureString']);
const parameterSchema = z.object({ value: z.string(), type: typeSchema, version: z.number(), modifiedAt: z.number() });
const fileSchema = z.record(z.string(), parameterSchema);

type Parameter = z.infer<typeof parameterSchema>;

const name = z.string().regex(/^[\w./-]{1,1011}$/);
const flag = z.boolean().default(false);
const MOST_PER_PAGE = 10;

const put = z.object({
  Name: name,
  Value: z.string().min(1).max(4096),
  Type: typeSchema.optional(),
  Overwrite: flag,
});
const get = z.object({ Name: name, WithDecryption: flag });
const getMany = z.object({ Names: z.array(name).min(1).max(10), WithDecryption: flag });
const byPath = z.object({
  Path: z.string().startsWith('/'),
  Recursive: flag,
  WithDecryption: flag,
  MaxResults: z.number().int().min(1).max(MOST_PER_PAGE).default(MOST_PER_PAGE),
  NextToken: z.string().optional(),
});

/** Parameter Store on disk. A SecureString comes back as an opaque text unless flag is asked for, as in AWS. */
export async function openSsm({ file, now }: SsmOptions): Promise<AwsHandler> {
  const parameters = await load(file);
  let saving: Promise<void> = Promise.resolve();
  const save = () => {
    const text = JSON.stringify(Object.fromEntries(parameters), null, 2);
    saving = saving.catch(() => undefined).then(() => writeDurably(file, text, 0o600));
    return saving;
  };

  return jsonEndpoint('1.1', {
    PutParameter: operation(put, async ({ Name, Value, Type, Overwrite }) => {
      const old = parameters.get(Name);
      if (old !== undefined && !Overwrite) throw new AwsError('ParameterAlreadyExists', 'The parameter already exists');
      const version = (old?.version ?? 0) + 1;
      parameters.set(Name, { value: Value, type: Type ?? old?.type ?? 'String', version, modifiedAt: now() });
      await save();
      return { Version: version, Tier: 'Standard' };
    }),
    GetParameter: operation(get, ({ Name, WithDecryption }) => {
      const parameter = parameters.get(Name);
      if (parameter === undefined) throw notFound(Name);
      return { Parameter: shown(Name, parameter, WithDecryption) };
    }),
    GetParameters: operation(getMany, ({ Names, WithDecryption }) => ({
      Parameters: Names.flatMap((each) => {
        const parameter = parameters.get(each);
        return parameter === undefined ? [] : [shown(each, parameter, WithDecryption)];
      }),
      InvalidParameters: Names.filter((each) => !parameters.has(each)),
    })),
    GetParametersByPath: operation(byPath, (input) => pageByPath(parameters, input)),
    DeleteParameter: operation(z.object({ Name: name }), async ({ Name }) => {
      if (!parameters.delete(Name)) throw notFound(Name);
      await save();
      return {};
    }),
  });
}

async function load(file: string): Promise<Map<string, Parameter>> {
  await mkdir(dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(text))));
  } catch (error) {
    const without = 'what the plane needs is written with every start; what else was set in it is gone.';
    throw damagedFile(file, error, without);
  }
}

function pageByPath(parameters: ReadonlyMap<string, Parameter>, input: z.infer<typeof byPath>): object {
  const prefix = input.Path.endsWith('/') ? input.Path : `${input.Path}/`;
  const after = Buffer.from(input.NextToken ?? '', 'base64url').toString();
  const names = [...parameters.keys()]
    .filter((each) => each.startsWith(prefix) && (input.Recursive || !each.slice(prefix.length).includes('/')))
    .filter((each) => each > after)
    .sort();
  const page = names.slice(0, input.MaxResults);
  const last = page.at(-1);
  return {
    Parameters: page.flatMap((each) => {
      const parameter = parameters.get(each);
      return parameter === undefined ? [] : [shown(each, parameter, input.WithDecryption)];
    }),
    ...(names.length > page.length && last && { NextToken: Buffer.from(last).toString('base64url') }),
  };
}

function shown(Name: string, parameter: Parameter, decrypted: boolean): object {
  const open = parameter.type !== 'SecureString' || decrypted;
  return {
    Name,
    Type: parameter.type,
    Value: open ? parameter.value : `encrypted:${parameter.version}`,
    Version: parameter.version,
    LastModifiedDate: parameter.modifiedAt / 1000,
    ARN: `arn:aws:ssm:us-east-1:000000000000:parameter${Name.startsWith('/') ? '' : '/'}${Name}`,
    DataType: 'text',
  };
}

const notFound = (parameter: string): AwsError => new AwsError('ParameterNotFound', `Parameter ${parameter} not found`);
