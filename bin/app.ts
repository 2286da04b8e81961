import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { CONFIG_PREFIX_DEFAULT } from '../lib/contract/variables.ts';
import { addPlane } from '../lib/stacks/plane.ts';
import { stageName } from '../lib/stacks/stage.ts';

/**
 * The CDK app: a stage in, its stacks out. Context (`-c name=value`): `stage`, `release`, `configPrefix`,
 * `publisherAccounts` and `corsOrigins` (both comma-separated).
 */
const app = new App();
const root = join(import.meta.dirname, '..');

const text = (name: string, otherwise: string): string => {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === 'string' ? value : otherwise;
};
const list = (name: string): readonly string[] =>
  text(name, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

addPlane(app, {
  name: stageName(app.node.tryGetContext('stage') ?? 'dev'),
  functions: join(root, 'dist/functions'),
  site: join(root, 'dist/site'),
  release: text('release', 'unreleased'),
  configPrefix: text('configPrefix', CONFIG_PREFIX_DEFAULT),
  publisherAccounts: list('publisherAccounts'),
  corsOrigins: list('corsOrigins'),
});
app.synth();
