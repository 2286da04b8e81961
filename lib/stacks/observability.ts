import { type App, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { METRICS } from '../contract/variables.ts';
import type { ApiStack } from './api.ts';
import type { DataStack } from './data.ts';
import type { RecordsStack } from './records.ts';
import { named, type Stage } from './stage.ts';
import type { WorkflowStack } from './workflow.ts';

const period = Duration.minutes(5);
/** An hour in which nothing happens, two periods, and some. */
const SEALING_BEHIND_SECONDS = 5400;
const sum = { period, statistic: 'Sum' };

type Watched = {
  readonly workflow: WorkflowStack;
  readonly records: RecordsStack;
  readonly api: ApiStack;
  readonly data: DataStack;
};

/** What the functions write into their logs about the engine. By default the worst of each period. */
const engineMetric = (metricName: string, { table, ...how }: { table: string; statistic?: string }): IMetric =>
  new Metric({
    namespace: METRICS.namespace,
    metricName,
    dimensionsMap: { [METRICS.dimension]: table },
    period,
    statistic: 'Maximum',
    ...how,
  });

type Limit = { readonly about: string } & ({ readonly atLeast: number } | { readonly below: number });

/** What somebody should look at, told on one topic. Each alarm is about work that does not repair itself. */
export class ObservabilityStack extends Stack {
  private readonly topic: Topic;

  constructor(app: App, stage: Stage, { workflow, records, api, data }: Watched) {
    super(app, named(stage, 'observability'), { description: 'DXCP: alarms' });
    this.topic = new Topic(this, 'topic', { displayName: 'DXCP alarms', enforceSSL: true });
    const { start, observe, finish } = workflow.tasks;
    for (const [id, failing] of Object.entries({
      start,
      observe,
      finish,
      stream: workflow.streamConsumer,
      reconcile: workflow.reconcile,
      seal: records.seal,
    })) {
      const about = `The function ${id} failed five times within five minutes`;
      this.alarm(`${id}-fails`, failing.metricErrors(sum), { atLeast: 5, about });
    }
    this.alarm('machine-fails', workflow.stateMachine.metricFailed(sum), {
      atLeast: 1,
      about: 'A machine failed; reconciliation carries on with its deployment',
    });
    this.alarm(
      'events-undelivered',
      workflow.undelivered.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      { atLeast: 1, about: 'Events of the table were given up on; reconciliation carries on' },
    );
    this.alarm('reconcile-is-silent', workflow.reconcile.metricInvocations(sum), {
      below: 1,
      about: 'Reconciliation, which makes every other fault pass, has not run for five minutes',
    });
    this.alarm('repair-fails', engineMetric('RepairsFailed', { table: data.table.tableName, ...sum }), {
      atLeast: 3,
      about: 'Reconciliation cannot set the plane up, spread the kill switch or tell denials; its log says why',
    });
    this.alarm('seal-is-behind', engineMetric('SealingBehind', { table: data.table.tableName }), {
      atLeast: SEALING_BEHIND_SECONDS,
      about: 'What is on record is not sealed in time: until it is, a change of it could not be proven',
    });
    this.alarm('seal-is-silent', records.seal.metricInvocations(sum), {
      below: 1,
      about: 'The audit record was not sealed for five minutes',
    });
    this.alarm('seal-is-foreign', engineMetric('ForeignSeals', { table: data.table.tableName, ...sum }), {
      atLeast: 1,
      about: 'The archive of seals holds another seal than the chain: one of them was tampered with',
    });
    this.alarm('record-altered', engineMetric('RecordAltered', { table: data.table.tableName, ...sum }), {
      atLeast: 1,
      about: 'An audit event or a seal was changed or removed, which nothing in DXCP ever does',
    });
    this.alarm('engine-unreachable', engineMetric('EngineUnreachable', { table: data.table.tableName }), {
      atLeast: 1,
      about: 'The engine cannot be reached: nothing new is admitted until it answers again',
    });
    this.alarm('engine-unclassified', engineMetric('EngineUnclassified', { table: data.table.tableName, ...sum }), {
      atLeast: 1,
      about: 'The engine said something DXCP has no words for: a status or a failure of a kind of its own',
    });
    this.alarm('released-ends-late', engineMetric('LateEnds', { table: data.table.tableName, ...sum }), {
      atLeast: 1,
      about: 'The engine has ended what an admin had released: what runs there is not certain until the next success',
    });
    this.alarm('api-fails', api.gateway.metricServerError(sum), {
      atLeast: 5,
      about: 'Five requests within five minutes were answered with a fault',
    });
  }

  private alarm(id: string, metric: IMetric, limit: Limit): void {
    const silence = 'below' in limit;
    new Alarm(this, id, {
      metric,
      threshold: silence ? limit.below : limit.atLeast,
      comparisonOperator: silence
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: silence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: limit.about,
    }).addAlarmAction(new SnsAction(this.topic));
  }
}
