import { type App, Tags } from 'aws-cdk-lib';
import { ApiStack } from './api.ts';
import { DataStack, resourcesOf } from './data.ts';
import { addEndpoints } from './endpoints.ts';
import { ObservabilityStack } from './observability.ts';
import { PublisherStack } from './publishers.ts';
import { RecordsStack } from './records.ts';
import { SiteStack } from './site.ts';
import type { Stage } from './stage.ts';
import { WorkflowStack } from './workflow.ts';

/** Every stack of one stage. */
export const addPlane = (app: App, stage: Stage) => {
  const data = new DataStack(app, stage);
  const workflow = new WorkflowStack(app, stage, data);
  const records = new RecordsStack(app, stage, data);
  const api = new ApiStack(app, stage, data);
  const { observe } = workflow.tasks;
  const endpoints = addEndpoints(app, stage, {
    api,
    resources: {
      ...resourcesOf(stage, data),
      stateMachineArn: workflow.stateMachine.stateMachineArn,
      observer: { name: observe.functionName, arn: observe.functionArn },
    },
  });
  const site = new SiteStack(app, stage, api);
  const observability = new ObservabilityStack(app, stage, { workflow, records, api, data });
  const signedRoutes = endpoints.flatMap((chapter) => chapter.signedRoutes);
  const publishers = stage.publisherAccounts.length > 0 ? [new PublisherStack(app, stage, signedRoutes)] : [];
  Tags.of(app).add('dxcp:stage', stage.name);
  return { data, workflow, records, api, endpoints, site, observability, publishers };
};
