import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addPlane } from '../../lib/stacks/plane.ts';
import { listDoors } from '../../scripts/build/doors.ts';

/** Every stack of a stage, synthesized from empty functions and a site of one page: the templates are those of a deploy. */

export type Statement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

/** The app of a whole plane, to be synthesized into `directory/out`. */
export const planeOfStubs = () => {
  const directory = mkdtempSync(join(tmpdir(), 'dxcp-stacks-'));
  for (const door of listDoors(join(import.meta.dirname, '../..'))) {
    write(join(directory, 'functions', door, 'index.mjs'), 'export const handler = async () => ({});');
  }
  write(join(directory, 'site/index.html'), '<!doctype html>');
  write(join(directory, 'site/assets/app.js'), '');
  const app = new App({ outdir: join(directory, 'out') });
  addPlane(app, {
    name: 'test',
    functions: join(directory, 'functions'),
    site: join(directory, 'site'),
    release: '1',
    configPrefix: '/dxcp/config',
    publisherAccounts: ['111122223333'],
    corsOrigins: [],
  });
  return { app, directory };
};

export const synthesize = () => {
  const { app, directory } = planeOfStubs();
  const { stacks } = app.synth();
  const templates = new Map(stacks.map((stack) => [stack.stackName, Template.fromJSON(stack.template)]));
  rmSync(directory, { recursive: true, force: true });
  return templates;
};

/** All resources of a type, by stack and logical id. */
export const resourcesOf = (templates: ReadonlyMap<string, Template>, type: string) =>
  [...templates].flatMap(([stack, template]) =>
    Object.entries(template.findResources(type)).map(([id, resource]) => ({
      stack,
      id,
      properties: resource.Properties as Readonly<Record<string, unknown>>,
    })),
  );

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Every statement of every role, with the policy it is in. */
export const statementsOf = (templates: ReadonlyMap<string, Template>) =>
  resourcesOf(templates, 'AWS::IAM::Policy').flatMap(({ id, properties }) => {
    const { Statement } = properties.PolicyDocument as { Statement: readonly Statement[] };
    return Statement.map((statement) => ({
      policy: id,
      allows: statement.Effect === 'Allow',
      actions: listOf(statement.Action),
      resources: listOf(statement.Resource).map((resource) => JSON.stringify(resource)),
      leadingKeys: leadingKeysOf(statement),
    }));
  });

/** The partition keys that a statement is about; `undefined` when it is about all. */
const leadingKeysOf = ({ Effect, Condition = {} }: Statement): readonly string[] | undefined => {
  const operator = Effect === 'Allow' ? 'ForAllValues:StringLike' : 'ForAnyValue:StringLike';
  const keys = Condition[operator]?.['dynamodb:LeadingKeys'];
  if (!Array.isArray(keys)) return undefined;
  // Without this, ForAllValues would hold for a request that names no key at all.
  return Effect === 'Deny' || Condition.Null?.['dynamodb:LeadingKeys'] === 'false' ? keys : undefined;
};
