import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { variables } from '../../contract/variables.ts';
import type { Grant } from './grant.ts';
import { tableStatements, usesTable } from './table-statements.ts';

/** What grants are about. The later parts exist only once the earlier stacks are made. */
export type Resources = {
  readonly table: ITableV2;
  readonly artifacts: IBucket;
  readonly configPrefix: string;
  readonly observer?: IFunction;
  readonly stateMachineArn?: string;
};

const required = <T>(part: T | undefined, grant: Grant): T => {
  if (part === undefined) throw new Error(`A function of this stack cannot be granted "${grant.kind}"`);
  return part;
};

/** The permissions of a function, and the names of what it may use as its environment. */
export type Access = {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;
};

const allow = (actions: string[], resources: string[]): PolicyStatement => new PolicyStatement({ actions, resources });

const accessOf = (stack: Stack, resources: Resources, grant: Grant): Access => {
  switch (grant.kind) {
    case 'artifacts': {
      const { artifacts } = resources;
      // Without the right to list, S3 answers 403 and not 404 for an object that is not there.
      const statements = [
        allow(['s3:ListBucket'], [artifacts.bucketArn]),
        allow(['s3:GetObject'], [artifacts.arnForObjects('*')]),
      ];
      return { statements, environment: { [variables.artifactBucket]: artifacts.bucketName } };
    }
    case 'configuration': {
      const arns = grant.names.map((name) => parameterArn(stack, resources.configPrefix + name));
      return {
        statements: [allow(['ssm:GetParameters'], arns)],
        environment: { [variables.configPrefix]: resources.configPrefix },
      };
    }
    case 'asks-observer': {
      const { functionArn } = required(resources.observer, grant);
      return {
        statements: [allow(['lambda:InvokeFunction'], [functionArn])],
        environment: { [variables.observerFunction]: functionArn },
      };
    }
    case 'begins-workflow': {
      const arn = required(resources.stateMachineArn, grant);
      return {
        statements: [allow(['states:StartExecution'], [arn])],
        environment: { [variables.stateMachineArn]: arn },
      };
    }
    case 'names-workflow':
      return {
        statements: [],
        environment: { [variables.stateMachineArn]: required(resources.stateMachineArn, grant) },
      };
    default:
      return { statements: [], environment: {} };
  }
};

const parameterArn = (stack: Stack, name: string): string =>
  stack.formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: name.replace(/^\//, ''),
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });

/** Everything a list of grants comes to. */
export const accessFor = (stack: Stack, resources: Resources, grants: readonly Grant[]): Access => {
  const parts = grants.map((grant) => accessOf(stack, resources, grant));
  const environment = Object.assign({}, ...parts.map((part) => part.environment));
  return {
    statements: [...tableStatements(resources.table, grants), ...parts.flatMap((part) => part.statements)],
    environment: usesTable(grants)
      ? { [variables.table]: resources.table.tableName, ...environment }
      : environment,
  };
};
