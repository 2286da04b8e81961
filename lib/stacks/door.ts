import { join } from 'node:path';
import { Arn, ArnFormat, type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { variables } from '../contract/variables.ts';
import type { Access } from './access.ts';
import { named, type Stage } from './stage.ts';
import { needed, type Resources, statementsOf } from './statements.ts';

export type Door = {
  /** Path below `functions`, for example `api/deployments/create`. */
  readonly path: string;
  readonly access: Access;
  readonly resources: Resources;
  readonly timeout: Duration;
  readonly memoryMb?: number;
};

export const nameOf = (stage: Stage, path: string): string => named(stage, ...path.split('/'));

/** One function from its bundle, with a log group and a role of its own that may do what is granted and log. */
export const addDoor = (scope: Construct, stage: Stage, door: Door): LambdaFunction => {
  const { path, access, resources } = door;
  const id = path.replaceAll('/', '-');
  const logGroup = new LogGroup(scope, `${id}-log`, {
    logGroupName: `/dxcp/${stage.name}/${path}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, `${id}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  for (const statement of statementsOf(access, { ...resources, parametersArn: parametersArn(scope, resources) })) {
    role.addToPolicy(PolicyStatement.fromJson(statement));
  }
  return new LambdaFunction(scope, id, {
    functionName: nameOf(stage, path),
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(join(stage.functions, path), { exclude: ['*.map'] }),
    handler: 'index.handler',
    // More memory is more processor: a cold start takes half the time of 256 MB for the same price.
    memorySize: door.memoryMb ?? 512,
    timeout: door.timeout,
    environment: environmentOf(access, resources, stage),
    role,
    logGroup,
  });
};

const parametersArn = (scope: Construct, { configPrefix }: Resources): string =>
  Arn.format(
    {
      service: 'ssm',
      resource: 'parameter',
      resourceName: configPrefix.replace(/^\//, ''),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    },
    Stack.of(scope),
  );

/** Only the names that the function's grants give a meaning to. */
const environmentOf = (access: Access, resources: Resources, stage: Stage): Record<string, string> => {
  const { reads, queries, lists, puts, artifacts, parameters, workflow, observes, signs, archives, tells } = access;
  return {
    [variables.release]: stage.release,
    ...(reads || queries || lists || puts || tells ? { [variables.table]: resources.tableName } : {}),
    ...(artifacts ? { [variables.artifactBucket]: resources.artifactBucketName } : {}),
    ...(parameters ? { [variables.configPrefix]: resources.configPrefix } : {}),
    ...(workflow ? { [variables.stateMachineArn]: needed(resources.stateMachineArn, 'the state machine') } : {}),
    ...(signs ? { [variables.sealKey]: resources.sealKeyArn } : {}),
    ...(archives ? { [variables.sealBucket]: resources.sealBucketName } : {}),
    ...(observes ? { [variables.observerFunction]: needed(resources.observer, 'the observer').name } : {}),
  };
};
