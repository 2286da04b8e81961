import type { Node } from 'constructs';
import { CONFIG_PREFIX_DEFAULT } from '../contract/variables.ts';

/** What differs between two planes of one release. */
export type PlaneOptions = {
  /** Names the stacks: `dxcp-<stage>-…`. */
  readonly stage: string;
  readonly release: string;
  /** Directory of the bundles, one folder per function. */
  readonly bundles: string;
  /** Directory of the built web site. */
  readonly site: string;
  /** Where deployment configuration lies in Parameter Store. */
  readonly configPrefix: string;
  /** Origins besides the plane's own that may call the API from a browser. */
  readonly corsOrigins: readonly string[];
  /** Origins besides the issuer's that the pages talk to, for example a token endpoint on another host. */
  readonly connectOrigins: readonly string[];
  /** AWS accounts whose pipelines may assume the publisher role. */
  readonly publisherAccounts: readonly string[];
};

type Given = Pick<PlaneOptions, 'release' | 'bundles' | 'site'>;

const STAGE = /^[a-z][a-z0-9-]{0,19}$/;

/** Reads the options from the CDK context: `-c stage=dev -c corsOrigins=https://a.example,https://b.example`. */
export const optionsFrom = (node: Node, given: Given): PlaneOptions => {
  const text = (name: string, fallback: string): string => {
    const value: unknown = node.tryGetContext(name);
    return typeof value === 'string' && value !== '' ? value : fallback;
  };
  const list = (name: string): readonly string[] =>
    text(name, '')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  const stage = text('stage', 'dev');
  if (!STAGE.test(stage)) throw new Error(`Not a stage name: ${stage}. Lower-case letters, digits and hyphens.`);
  return {
    ...given,
    stage,
    configPrefix: text('configPrefix', CONFIG_PREFIX_DEFAULT),
    corsOrigins: list('corsOrigins'),
    connectOrigins: list('connectOrigins'),
    publisherAccounts: list('publisherAccounts'),
  };
};
