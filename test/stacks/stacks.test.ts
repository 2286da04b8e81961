import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import validateStateMachine from 'asl-validator';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { initialParameters, parameters } from '../../lib/contract/configuration.ts';
import { operations, routes } from '../../lib/contract/routes.ts';
import { pageRouting } from '../../lib/stacks/edge.ts';
import { listDoors } from '../../scripts/build/doors.ts';
import { resourcesOf, statementsOf, synthesize } from './templates.ts';

const templates = synthesize();
const all = (type: string) => resourcesOf(templates, type);
const template = (name: string) => {
  const found = templates.get(`dxcp-test-${name}`);
  if (!found) throw new Error(`No stack ${name}`);
  return found;
};
const statements = statementsOf(templates);

/** Functions of the CDK's own that put files into the site's bucket, while a stack is deployed and never after. */
const isOwn = ({ id }: { id: string }): boolean => !id.startsWith('CustomCDKBucketDeployment');

describe('the gateway', () => {
  const apiRoutes = all('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);

  it('lets nobody in without a token or a signature, but to the health of the plane', () => {
    const open = apiRoutes.filter((route) => !['CUSTOM', 'AWS_IAM'].includes(String(route.AuthorizationType)));
    expect(open.map((route) => route.RouteKey)).toEqual(['GET /v1/health']);
  });

  it('mounts every operation once, those that CI calls a second time for signatures, and the door of events also for what is below it', () => {
    const expected = operations.flatMap((operation) => {
      const { method, path, ...route } = routes[operation];
      const open = path === '$default' ? path : `${method} ${path}`;
      return 'signedTwin' in route ? [open, `${method} ${path.replace('/v1/', '/v1/signed/')}`] : [open];
    });
    const keys = apiRoutes.map((route) => String(route.RouteKey));
    expect(keys.sort()).toEqual([...expected, 'POST /v1/engine/events/{below+}'].sort());
    // The gateway refuses to create such a route.
    expect(keys.filter((key) => key.endsWith('/'))).toEqual([]);
  });

  it('judges and serves what is below the door of events as the door itself', () => {
    const [door, underneath] = ['POST /v1/engine/events', 'POST /v1/engine/events/{below+}'].map((key) =>
      apiRoutes.find((route) => route.RouteKey === key),
    );
    expect(underneath).toEqual({ ...door, RouteKey: underneath?.RouteKey });
    expect(door?.AuthorizationType).toBe('CUSTOM');
  });

  it('takes signatures exactly where the path says so', () => {
    const signed = apiRoutes.filter((route) => route.AuthorizationType === 'AWS_IAM');
    expect(signed.every((route) => String(route.RouteKey).includes(' /v1/signed/'))).toBe(true);
    expect(signed).toHaveLength(operations.filter((operation) => 'signedTwin' in routes[operation]).length);
  });

  it('has one integration for an operation, which its signed twin shares', () => {
    expect(all('AWS::ApiGatewayV2::Integration')).toHaveLength(operations.length);
    const targetsOf = (operation: string) =>
      new Set(
        apiRoutes
          .filter((route) => String(route.RouteKey).replace('/signed', '') === operation)
          .map((route) => JSON.stringify(route.Target)),
      );
    expect(targetsOf('GET /v1/whoami').size).toBe(1);
  });

  it('asks the authorizer for each token at most every five minutes', () => {
    template('api').hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: ['$request.header.Authorization'],
    });
  });
});

describe('the functions', () => {
  const functions = all('AWS::Lambda::Function').filter(isOwn);

  it('are one for each door', () => {
    const doors = listDoors(join(import.meta.dirname, '../..')).map((door) => `dxcp-test-${door.replaceAll('/', '-')}`);
    expect(functions.map(({ properties }) => properties.FunctionName).sort()).toEqual([...doors].sort());
  });

  it('run on Node 24 and Arm, and log to a group that forgets after three months', () => {
    const others = functions.filter(
      ({ properties }) =>
        properties.Runtime !== 'nodejs24.x' || JSON.stringify(properties.Architectures) !== '["arm64"]',
    );
    expect(others).toEqual([]);
    const groups = all('AWS::Logs::LogGroup').filter(({ properties }) => properties.RetentionInDays !== 90);
    expect(groups).toEqual([]);
    expect(functions.every(({ properties }) => properties.LoggingConfig !== undefined)).toBe(true);
  });

  it('have a role each', () => {
    const roles = functions.map(({ stack, properties }) => stack + JSON.stringify(properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
  });
});

describe('the grants', () => {
  const data = /^(dynamodb|kms|s3|ssm|lambda|states):/;
  const own = statements.filter(({ policy }) => !policy.startsWith('CustomCDKBucketDeployment'));
  const granted = (action: string) =>
    own.filter(({ allows, actions }) => allows && actions.includes(action)).map(({ policy }) => policy);

  it('name their resources', () => {
    const broad = own
      .filter(({ allows, actions }) => allows && actions.some((action) => data.test(action)))
      .filter(({ resources }) => resources.includes('"*"'));
    expect(broad).toEqual([]);
  });

  it('name their actions', () => {
    expect(own.filter(({ allows, actions }) => allows && actions.some((action) => action.includes('*')))).toEqual([]);
  });

  it('reach items only by the partition keys they name', () => {
    const streamReading = [
      'dynamodb:ListStreams',
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
    ];
    const unbound = own
      .filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:')))
      .filter(
        ({ actions, leadingKeys }) => leadingKeys === undefined && !actions.every((a) => streamReading.includes(a)),
      );
    expect(unbound).toEqual([]);
  });

  it('never include a scan, and let one function delete, which only deletes environments', () => {
    const actions = new Set(own.filter(({ allows }) => allows).flatMap((statement) => statement.actions));
    for (const never of ['dynamodb:Scan', 'dynamodb:BatchWriteItem', 's3:DeleteObject']) {
      expect(actions).not.toContain(never);
    }
    const deleting = own.filter(({ allows, actions: each }) => allows && each.includes('dynamodb:DeleteItem'));
    expect(deleting.map(({ policy, leadingKeys }) => [policy.replace(/role.*$/, ''), leadingKeys])).toEqual([
      ['apienvironmentsdelete', ['ENVIRONMENT#*']],
    ]);
  });

  it('let configuration and the kill switch be written by the functions of admins only', () => {
    const ofAdmins = operations.filter((operation) => routes[operation].permission === 'admin');
    const allowed = [...ofAdmins.map((operation) => `api/${operation}`), 'schedule/reconcile'];
    const names = new Set(allowed.map((name) => name.replace(/[^a-z]/gi, '').toLowerCase()));
    const configuration =
      /^(SERVICE|ENVIRONMENT|GROUP|RECIPE|USAGE|GUARD|PLANE#(settings|publishers|killSwitch|groupRegistry))/;
    const writers = own.filter(
      ({ allows, actions, leadingKeys = [] }) =>
        allows &&
        actions.some((action) => /:(Put|Update|Delete)Item$/.test(action)) &&
        leadingKeys.some((key) => configuration.test(key)),
    );
    const policies = new Set(writers.map(({ policy }) => policy.replace(/role.*$/, '').toLowerCase()));
    expect([...policies].filter((policy) => !names.has(policy))).toEqual([]);
    expect(policies.size).toBeGreaterThan(10);
  });

  it('let a change of a delivery group say what it refers to, and change nothing of it', () => {
    const writersOf = (family: RegExp) =>
      own
        .filter(
          ({ allows, actions, leadingKeys = [] }) =>
            allows &&
            actions.some((action) => /:(Put|Update|Delete)Item$/.test(action)) &&
            leadingKeys.some((key) => family.test(key)),
        )
        .map(({ policy }) => policy.replace(/role.*$/, ''));
    const groups = ['apideliveryGroupscreate', 'apideliveryGroupsupdate'];
    expect(writersOf(/^RECIPE/).sort()).toEqual(['apirecipescreate', 'apirecipesupdate']);
    expect(writersOf(/^ENVIRONMENT/).sort()).toEqual([
      'apienvironmentscreate',
      'apienvironmentsdelete',
      'apienvironmentsupdate',
    ]);
    expect(writersOf(/^USAGE/).sort()).toEqual([...groups, 'apienvironmentsdelete'].sort());
  });

  it('let one function sign and put seals into their archive, and nobody else continue the chain', () => {
    for (const action of ['kms:Sign', 'kms:GetPublicKey', 's3:PutObject']) {
      expect(granted(action).map((policy) => policy.replace(/role.*$/, ''))).toEqual(['scheduleseal']);
    }
    const chaining = own.filter(
      ({ allows, actions, leadingKeys = [] }) =>
        allows &&
        actions.includes('dynamodb:PutItem') &&
        leadingKeys.some((key) => /^(SEAL|SEALED|PLANE#chain)/.test(key)),
    );
    expect(chaining.map(({ policy }) => policy.replace(/role.*$/, ''))).toEqual(['scheduleseal']);
    const signing = own.find(({ actions }) => actions.includes('kms:Sign'));
    expect(signing?.resources.join()).toContain('sealkey');
  });

  it('deny every function of the table to change or remove what is on record', () => {
    const users = new Set(own.filter(({ leadingKeys, allows }) => leadingKeys && allows).map(({ policy }) => policy));
    const denied = own.filter(
      ({ allows, actions, leadingKeys }) =>
        !allows &&
        ['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLUpdate', 'dynamodb:PartiQLDelete'].every((a) =>
          actions.includes(a),
        ) &&
        leadingKeys?.join() === 'AUDIT#*,SEAL#*,SEALED#*',
    );
    expect(new Set(denied.map(({ policy }) => policy))).toEqual(users);
    expect(users.size).toBeGreaterThan(30);
  });

  it('let each parameter be read by those that need it: secrets of the engine by who calls it, that of its events by their authorizer', () => {
    const granted = own
      .filter(({ actions }) => actions.includes('ssm:GetParameters'))
      .map(({ policy, resources }) => ({
        reader: policy.replace(/roleDefaultPolicy.*$/, ''),
        // Each ends with the path of a parameter, or with the one that some are below.
        paths: resources.map((resource) => /config(\/[\w/]*)(\*?)/.exec(resource)?.slice(1) ?? []),
      }));
    const readersOf = (name: string) =>
      granted
        .filter(({ paths }) => paths.some(([path = '', all]) => (all ? name.startsWith(path) : name === path)))
        .map(({ reader }) => reader)
        .sort();
    const callers = [
      'apiengineapplications',
      'apienginecheck',
      'apienginepipelines',
      'apienginestatus',
      'schedulereconcile',
      'workflowfinish',
      'workflowobserve',
      'workflowstart',
    ];
    const initial: readonly string[] = initialParameters;
    for (const name of Object.keys(parameters)) {
      if (name === '/engine/events/secret') expect(readersOf(name), name).toEqual(['authengineevents']);
      else if (name.startsWith('/engine/')) expect(readersOf(name), name).toEqual(callers);
      else if (name.startsWith('/oidc/')) expect(readersOf(name), name).toEqual(['apiconfigsanity', 'authauthorizer']);
      else if (initial.includes(name)) expect(readersOf(name), name).toEqual(['schedulereconcile']);
      else expect(readersOf(name), name).toEqual([]);
    }
  });

  it('let only who reads a deployment, stops one or hears of one ask the observer, and two functions begin machines', () => {
    const invokers = granted('lambda:InvokeFunction');
    expect(invokers.map((policy) => policy.replace(/([0-9a-f]{6})?DefaultPolicy[A-F0-9]{8}$/, '')).sort()).toEqual(
      [
        'apideploymentscancelrole',
        'apideploymentsgetrole',
        'apideploymentsrollbackrole',
        'apiengineeventsrole',
        'eventsstreamrole',
        'deploymentRole',
        'SchedulerRoleForTarget',
        'SchedulerRoleForTarget',
      ].sort(),
    );
    expect(
      granted('states:StartExecution')
        .map((policy) => policy.replace(/role.*$/, ''))
        .sort(),
    ).toEqual(['eventsstream', 'schedulereconcile']);
  });

  it('let publishers call the signed routes and nothing else', () => {
    const publisher = own.filter(({ policy }) => policy.startsWith('publisher'));
    expect(publisher.length).toBeGreaterThan(0);
    expect(new Set(publisher.flatMap(({ actions }) => actions))).toEqual(new Set(['execute-api:Invoke']));
    const targets = publisher.flatMap(({ resources }) => resources);
    expect(targets.every((target) => target.includes('/v1/signed/'))).toBe(true);
  });
});

describe('the record', () => {
  it('survives mistakes: point-in-time recovery, no deletion, kept without its stack', () => {
    template('data').hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      }),
    });
    expect(JSON.stringify(template('data').findResources('AWS::DynamoDB::GlobalTable'))).toContain('gsi7');
  });

  it('keeps artifacts, seals and site in closed, encrypted, versioned buckets', () => {
    const buckets = all('AWS::S3::Bucket');
    expect(buckets).toHaveLength(3);
    for (const { properties } of buckets) {
      expect(properties).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
    }
    const policies = JSON.stringify(all('AWS::S3::BucketPolicy'));
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(3);
  });

  it('has its seals under a lock that nobody can open, put there once and signed by a key that stays', () => {
    const locked = all('AWS::S3::Bucket').filter(({ properties }) => properties.ObjectLockEnabled);
    expect(locked.map(({ properties }) => properties.ObjectLockConfiguration)).toEqual([
      { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } } },
    ]);
    template('data').hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
    });
    const refusals = JSON.stringify(all('AWS::S3::BucketPolicy'));
    expect(refusals).toContain('"Condition":{"Null":{"s3:if-none-match":"true"}},"Effect":"Deny"');
    expect(refusals).toContain('"Action":["s3:DeleteObject","s3:DeleteObjectVersion"],"Effect":"Deny"');
  });
});

describe('the workflow', () => {
  it('runs the definition that the local plane runs, and it is a valid one', () => {
    const file = readFileSync(join(import.meta.dirname, '../../lib/workflow/deployment.asl.json'), 'utf8');
    template('workflow').hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      DefinitionString: file,
      DefinitionSubstitutions: Match.objectLike({
        StartFunctionArn: Match.anyValue(),
        ObserveFunctionArn: Match.anyValue(),
        FinishFunctionArn: Match.anyValue(),
      }),
    });
    const definition = JSON.parse(file.replace(/\$\{(\w+)\}/g, 'arn:aws:lambda:eu-central-1:111122223333:function:$1'));
    expect(validateStateMachine(definition).errors).toEqual([]);
  });

  it('hears of recorded deployments, and of what is on record only that it was altered, and gives up on an event only into a queue', () => {
    const [source] = all('AWS::Lambda::EventSourceMapping');
    expect(source?.properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
    const { Filters } = (source?.properties.FilterCriteria ?? { Filters: [] }) as {
      Filters: readonly { Pattern: string }[];
    };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      ...['AUDIT#', 'SEAL#', 'SEALED#'].map((prefix) => ({
        eventName: ['MODIFY', 'REMOVE'],
        dynamodb: { Keys: { pk: { S: [{ prefix }] } } },
      })),
      {
        eventName: ['INSERT'],
        dynamodb: { Keys: { pk: { S: [{ prefix: 'DEPLOYMENT#' }] }, sk: { S: ['RECORD'] } } },
      },
    ]);
  });

  it('is repaired every minute, and somebody is told when it is not', () => {
    for (const stack of ['workflow', 'records']) {
      template(stack).hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 minute)' });
    }
    template('observability').hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    const alarms = all('AWS::CloudWatch::Alarm');
    expect(alarms.every(({ properties }) => Array.isArray(properties.AlarmActions))).toBe(true);
  });

  it.each([
    [
      'the sealer fails',
      { MetricName: 'Errors', Threshold: 5, AlarmDescription: Match.stringLikeRegexp('function seal ') },
    ],
    ['the chain is behind', { MetricName: 'SealingBehind', Threshold: 5400 }],
    ['the archive holds another seal', { MetricName: 'ForeignSeals', Threshold: 1 }],
    ['an event or a seal was changed', { MetricName: 'RecordAltered', Threshold: 1 }],
  ])('tells somebody of the audit record when %s', (_, alarm) => {
    template('observability').hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...alarm,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [Match.anyValue()],
    });
  });
});

describe('the site', () => {
  it('sends exactly these security headers with every page', () => {
    template('site').hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        Name: 'dxcp-test-page',
        CustomHeadersConfig: {
          Items: [{ Header: 'cross-origin-opener-policy', Value: 'same-origin', Override: true }],
        },
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            Override: true,
            ContentSecurityPolicy: {
              'Fn::Join': [
                '',
                [
                  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' https://",
                  { 'Fn::Select': [2, { 'Fn::Split': ['/', Match.anyValue()] }] },
                  "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
                ],
              ],
            },
          },
          ContentTypeOptions: { Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true, Override: true },
        },
      },
    });
  });

  it('passes the API through without keeping any of it', () => {
    const [distribution] = all('AWS::CloudFront::Distribution');
    const config = distribution?.properties.DistributionConfig as Record<string, unknown>;
    expect(config.CacheBehaviors).toMatchObject([
      // The managed policies CachingDisabled and AllViewerExceptHostHeader.
      {
        PathPattern: '/v1/*',
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      },
    ]);
    expect(config.CustomErrorResponses).toBeUndefined();
  });

  it.each([
    ['/', '/index.html'],
    ['/deployments/01K', '/index.html'],
    ['/docs', '/docs/index.html'],
    ['/assets/app-1.js', '/assets/app-1.js'],
    ['/config.json', '/config.json'],
  ])('answers %s with %s', (uri, answered) => {
    const route = new Function('event', `${pageRouting}\nreturn handler(event);`);
    expect(route({ request: { uri } })).toEqual({ uri: answered });
  });

  it('lets browsers keep hashed files for good and ask for everything else again', () => {
    const controls = all('Custom::CDKBucketDeployment').map(({ properties }) => [
      properties.SystemMetadata,
      properties.Prune,
    ]);
    expect(controls).toEqual([
      [{ 'cache-control': 'public, max-age=31536000, immutable' }, false],
      [{ 'cache-control': 'no-cache' }, false],
    ]);
  });
});

describe('every stack', () => {
  it('stays far from the 500 resources that CloudFormation takes', () => {
    for (const [name, each] of templates) {
      expect(Object.keys(each.toJSON().Resources).length, name).toBeLessThanOrEqual(400);
    }
  });
});
