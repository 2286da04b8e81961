import { type App, Duration, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { type DataStack, resourcesOf } from './data.ts';
import { addDoor } from './door.ts';
import { backgroundGrants } from './grants.ts';
import { named, type Stage } from './stage.ts';

/** Long enough to make up for hours in which it could not run; what is left over the next minute does. */
const SEAL_TIMEOUT = Duration.minutes(2);

/** Keeps the audit record provable: whoever seals it, and nobody else, may sign. */
export class RecordsStack extends Stack {
  readonly seal: LambdaFunction;

  constructor(app: App, stage: Stage, data: DataStack) {
    super(app, named(stage, 'records'), { description: 'DXCP: seals the audit record' });
    this.seal = addDoor(this, stage, {
      path: 'schedule/seal',
      access: backgroundGrants['schedule/seal'],
      resources: resourcesOf(stage, data),
      timeout: SEAL_TIMEOUT,
    });
    new Schedule(this, 'every-minute', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(this.seal, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
      description: 'Seals the periods that are over; a missed minute is made up by the next',
    });
  }
}
