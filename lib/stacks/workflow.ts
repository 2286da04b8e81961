import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { deploymentKey, keyPrefixes, lastingPrefixes } from '../adapters/dynamodb/keys.ts';
import { type DataStack, resourcesOf } from './data.ts';
import { addDoor } from './door.ts';
import { type BackgroundDoor, backgroundGrants } from './grants.ts';
import { named, type Stage } from './stage.ts';
import type { Resources } from './statements.ts';

/** The file that the local plane interprets, too. */
const DEFINITION = join(import.meta.dirname, '../workflow/deployment.asl.json');

/** Longer than the engine's slowest answer, which the functions give up on by themselves. */
const TASK_TIMEOUT = Duration.seconds(60);
/** Who is asked looks after everything until a pass of the schedule has come. */
const OBSERVE_TIMEOUT = Duration.seconds(90);
const RECONCILE_TIMEOUT = Duration.minutes(5);

/** Follows every deployment to its end: the machine, what starts it, and what repairs. */
export class WorkflowStack extends Stack {
  readonly stateMachine: StateMachine;
  readonly tasks: Readonly<Record<'start' | 'observe' | 'finish', LambdaFunction>>;
  readonly streamConsumer: LambdaFunction;
  readonly undelivered: Queue;
  readonly reconcile: LambdaFunction;
  private readonly stage: Stage;
  private resources: Resources;

  constructor(app: App, stage: Stage, data: DataStack) {
    super(app, named(stage, 'workflow'), { description: 'DXCP: follows deployments to their end' });
    this.stage = stage;
    this.resources = resourcesOf(stage, data);
    this.tasks = {
      start: this.addTask('workflow/start'),
      observe: this.addTask('workflow/observe', OBSERVE_TIMEOUT),
      finish: this.addTask('workflow/finish'),
    };
    this.stateMachine = this.addMachine();
    const { functionName: name, functionArn: arn } = this.tasks.observe;
    this.resources = {
      ...this.resources,
      stateMachineArn: this.stateMachine.stateMachineArn,
      observer: { name, arn },
    };
    this.undelivered = this.addQueue();
    this.streamConsumer = this.addStream(data);
    this.reconcile = this.addSchedule();
  }

  private addTask(path: BackgroundDoor, timeout = TASK_TIMEOUT): LambdaFunction {
    return addDoor(this, this.stage, { path, access: backgroundGrants[path], resources: this.resources, timeout });
  }

  private addMachine(): StateMachine {
    const { start, observe, finish } = this.tasks;
    const machine = new StateMachine(this, 'deployment', {
      stateMachineName: named(this.stage, 'deployment'),
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(readFileSync(DEFINITION, 'utf8')),
      definitionSubstitutions: {
        StartFunctionArn: start.functionArn,
        ObserveFunctionArn: observe.functionArn,
        FinishFunctionArn: finish.functionArn,
      },
      logs: {
        level: LogLevel.ERROR,
        destination: new LogGroup(this, 'deployment-log', {
          logGroupName: `/aws/vendedlogs/states/${named(this.stage, 'deployment')}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    machine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [start, observe, finish].map(({ functionArn }) => functionArn),
      }),
    );
    return machine;
  }

  private addQueue(): Queue {
    return new Queue(this, 'undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }

  /** Every recorded deployment gets its machine. What cannot be delivered for a day is left to the schedule, and told. */
  private addStream(data: DataStack): LambdaFunction {
    const consumer = this.addTask('events/stream');
    consumer.addEventSource(
      new DynamoEventSource(data.table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 25,
        bisectBatchOnError: true,
        retryAttempts: 10,
        maxRecordAge: Duration.days(1),
        parallelizationFactor: 2,
        onFailure: new SqsDlq(this.undelivered),
        filters: [
          ...lastingPrefixes.map((prefix) =>
            FilterCriteria.filter({
              eventName: FilterRule.or('MODIFY', 'REMOVE'),
              dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(prefix) } } },
            }),
          ),
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: {
              Keys: {
                pk: { S: FilterRule.beginsWith(keyPrefixes.deployment) },
                sk: { S: FilterRule.isEqual(deploymentKey('').sk) },
              },
            },
          }),
        ],
      }),
    );
    return consumer;
  }

  private addSchedule(): LambdaFunction {
    const reconcile = this.addTask('schedule/reconcile', RECONCILE_TIMEOUT);
    new Schedule(this, 'every-minute', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(reconcile, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
      description: 'Repairs what crashed; a missed minute is made up by the next',
    });
    return reconcile;
  }
}
