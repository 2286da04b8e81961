import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { planeOfStubs } from './templates.ts';

type Report = {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
};

/** What cdk-nag's AwsSolutions find, as `rule at construct`, and why it stays. */
const accepted: readonly { readonly finding: RegExp; readonly because: string }[] = [
  {
    finding: /^AwsSolutions-IAM5\[Resource::\S+artifacts\w+\.?\w*\/\*\] at dxcp-test-api-(builds|deployments)\//,
    because: 'Artifacts are objects of one bucket whose keys are made by pipelines',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:\S+:parameter\/dxcp\/config\/(oidc|engine|engine\/events)\/\*\] at /,
    because: 'The parameters of one sub-path are read together and belong together',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::\*\] at dxcp-test-workflow\/deployment\/Role\//,
    because: 'Log delivery of Step Functions cannot be narrowed to a resource',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::<schedule(reconcile|seal)\w+\.Arn>:\*\] at /,
    because: 'The versions of the one function that the schedule runs',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::\S+seals\w+\/seals\/\*\] at dxcp-test-records\/schedule-seal-role\//,
    because: 'Each seal is an object of its own, named by its number',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:\S+:execute-api:\S+\/v1\/signed\/\S*\] at dxcp-test-publishers\//,
    because: 'A signed route under every stage of the one API, with any service in its path',
  },
  {
    finding: /^AwsSolutions-(IAM[45]\S*|L1) at dxcp-test-site\/Custom::CDKBucketDeployment/,
    because:
      'The function of the CDK that puts the files of the site into its bucket; it runs while the stack is deployed',
  },
  {
    finding: /^AwsSolutions-S1 at /,
    because: 'Artifacts are read by functions that log, the site only through the CDN',
  },
  {
    finding: /^AwsSolutions-SF1 at /,
    because: 'The record has the timeline of every deployment; the log of the machine is for its failures',
  },
  {
    finding: /^AwsSolutions-SF2 at /,
    because: 'Requests are followed by their ids in the logs; tracing would add a bill',
  },
  { finding: /^AwsSolutions-SQS3 at dxcp-test-workflow\/undelivered\//, because: 'It is the dead-letter queue itself' },
  {
    finding: /^AwsSolutions-APIG4 at dxcp-test-api-plane\/health.get-route\//,
    because: 'Health is public, says nothing but that it answers, and reads nothing',
  },
  { finding: /^AwsSolutions-CFR[12] at /, because: 'Geography and a firewall are decisions of whoever runs the plane' },
  {
    finding: /^AwsSolutions-CFR3 at /,
    because: 'Pages are static; every request that does something is in the API log',
  },
  { finding: /^AwsSolutions-CFR4 at /, because: 'The certificate of CloudFront itself allows no stricter choice' },
];

const findings = (): readonly string[] => {
  const { app, directory } = planeOfStubs();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const exitCode = process.exitCode;
  // The CDK refuses any finding; here the list decides.
  expect(() => app.synth()).toThrow();
  process.exitCode = exitCode;
  const report: Report = JSON.parse(readFileSync(join(directory, 'out/validation-report.json'), 'utf8'));
  rmSync(directory, { recursive: true, force: true });
  return report.pluginReports
    .flatMap(({ violations }) => violations)
    .flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
};

describe('cdk-nag', () => {
  const found = findings();

  it('finds nothing that has no written reason', () => {
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((each) => !accepted.some(({ finding }) => finding.test(each)))).toEqual([]);
  });

  it('still finds everything that has one', () => {
    expect(accepted.filter(({ finding }) => !found.some((each) => finding.test(each)))).toEqual([]);
  });
});
