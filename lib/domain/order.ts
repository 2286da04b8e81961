import type { DeploymentRecord } from './records.ts';

const bucketAndKey = (ref: string): { s3Bucket?: string; s3Key?: string } =>
  /^s3:\/\/(?<s3Bucket>[^/]+)\/(?<s3Key>.+)/.exec(ref)?.groups ?? {};

/** The order that the engine gets. Its ids follow from the deployment's and never change. */
export const orderOf = (record: DeploymentRecord) => ({
  deploymentId: record.id,
  correlationId: `dxcp:${record.id}`,
  eventId: `dxcp-${record.id}`,
  application: record.order.application,
  definition: record.order.definition,
  requestedBy: record.createdBy.email ?? record.createdBy.id,
  requestedAt: record.handOver.firstRequestAt ?? record.createdAt,
  steps: record.order.steps,
  parameters: {
    deploymentId: record.id,
    service: record.service,
    environment: record.environment,
    version: record.version,
    artifactRef: record.order.artifactRef,
    ...bucketAndKey(record.order.artifactRef),
    changeSummary: record.changeSummary,
    ...(record.order.targetVersion === undefined ? {} : { targetVersion: record.order.targetVersion }),
  },
});
