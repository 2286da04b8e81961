import {
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpHandler } from '../../../lib/local/aws/dynamodb/http-handler.ts';
import { speakProtocol } from '../../../lib/local/aws/dynamodb/protocol.ts';
import { type AwsHandler, type AwsServer, byPath, byTarget, serveAws } from '../../../lib/local/aws/http.ts';
import { machineArn } from '../../../lib/local/aws/states/endpoint.ts';
import type { AccessDenied } from '../../../lib/local/iam/access-denied.ts';
import { type Iam, openIam } from '../../../lib/local/iam/iam.ts';
import { ARTIFACT_BUCKET, PLANE_CREDENTIAL, STATE_MACHINE, TABLE } from '../../../lib/local/plane/names.ts';
import { listen, type OwnServer } from './listen.ts';

/** Services that let everything through which comes past their door. */
const willing =
  (body: string): AwsHandler =>
  async () => ({ status: 200, headers: { 'content-type': 'application/json' }, body });

let denied: AccessDenied[] = [];
let iam: Iam;
let aws: AwsServer;
let dynamo: OwnServer;

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

const clients = (credentials: Credentials = PLANE_CREDENTIAL) => {
  const common = { region: 'us-east-1', credentials, maxAttempts: 1 };
  const elsewhere = { ...common, endpoint: aws.url };
  return {
    dynamodb: new DynamoDBClient({ ...common, endpoint: dynamo.url }),
    ssm: new SSMClient(elsewhere),
    states: new SFNClient(elsewhere),
    lambda: new LambdaClient(elsewhere),
    s3: new S3Client({ ...elsewhere, forcePathStyle: true }),
  };
};

beforeAll(async () => {
  iam = openIam({ report: (error) => void denied.push(error) });
  dynamo = await listen(httpHandler(speakProtocol(async () => ({}), iam.authorizeDynamo)));
  aws = await serveAws({
    port: 0,
    mounts: [
      { matches: byTarget('AmazonSSM'), serve: iam.guard('ssm', willing('{}')), maxBodyBytes: 1e6 },
      { matches: byTarget('AWSStepFunctions'), serve: iam.guard('states', willing('{}')), maxBodyBytes: 1e6 },
      { matches: byPath('/2015-03-31/functions/'), serve: iam.guard('lambda', willing('null')), maxBodyBytes: 1e6 },
      { matches: () => true, serve: iam.guard('s3', willing('')), maxBodyBytes: 1e6 },
    ],
  });
});
afterAll(async () => {
  iam.close();
  await aws.close();
  await dynamo.close();
});
beforeEach(() => {
  denied = [];
});

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'RECORD' } });
const get = (pk: string) => new GetItemCommand({ TableName: TABLE, Key: key(pk) });
const query = (partition: string, IndexName?: string) =>
  new QueryCommand({
    TableName: TABLE,
    ...(IndexName && { IndexName }),
    KeyConditionExpression: '#sort > :from AND #partition = :partition',
    ExpressionAttributeNames: { '#partition': IndexName ? 'g1' : 'pk', '#sort': IndexName ? 'gk' : 'sk' },
    ExpressionAttributeValues: { ':partition': { S: partition }, ':from': { S: '0' } },
  });
const put = (...partitions: string[]) =>
  new TransactWriteItemsCommand({
    TransactItems: partitions.map((pk) => ({ Put: { TableName: TABLE, Item: key(pk) } })),
  });
const check = (pk: string) =>
  new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName: TABLE, Item: key('AUDIT#x') } },
      { ConditionCheck: { TableName: TABLE, Key: key(pk), ConditionExpression: 'attribute_exists(pk)' } },
    ],
  });
const parameters = (...Names: string[]) => new GetParametersCommand({ Names });
const invoke = (FunctionName: string) => new InvokeCommand({ FunctionName });
const begin = (name: string) => new StartExecutionCommand({ stateMachineArn: machineArn(name) });
const read = (Bucket: string) => new GetObjectCommand({ Bucket, Key: 'demo-service/a.zip' });

type Clients = ReturnType<typeof clients>;
type Try = (of: Clients) => Promise<unknown>;

describe('A function', () => {
  it.each<[string, string, Try]>([
    ['reads', 'api/services/get', ({ dynamodb }) => dynamodb.send(get('SERVICE#a'))],
    ['lists', 'api/services/list', ({ dynamodb }) => dynamodb.send(query('SERVICE#ALL', 'gsi1'))],
    ['queries', 'api/builds/list', ({ dynamodb }) => dynamodb.send(query('BUILD#a'))],
    ['writes', 'api/services/get', ({ dynamodb }) => dynamodb.send(put('AUDIT#a', 'AUDIT#b'))],
    ['checks', 'api/deployments/create', ({ dynamodb }) => dynamodb.send(check('GUARD#a'))],
    ['reads parameters', 'auth/authorizer', ({ ssm }) => ssm.send(parameters('/dxcp/config/oidc/issuer'))],
    ['invokes', 'api/deployments/get', ({ lambda }) => lambda.send(invoke('dxcp-workflow-observe'))],
    ['begins executions', 'events/stream', ({ states }) => states.send(begin(STATE_MACHINE))],
    ['reads artifacts', 'api/builds/register', ({ s3 }) => s3.send(read(ARTIFACT_BUCKET))],
  ])('%s what it was granted', async (_, path, attempt) => {
    await iam.runAs(path, () => attempt(clients()));
    expect(denied).toEqual([]);
  });

  it.each<[string, string, Try, string, number, string]>([
    [
      'another item',
      'api/services/get',
      ({ dynamodb }) => dynamodb.send(get('PLANE#killSwitch')),
      'AccessDeniedException',
      400,
      'dynamodb:GetItem',
    ],
    [
      'one item too many',
      'api/services/get',
      ({ dynamodb }) => dynamodb.send(put('AUDIT#a', 'SERVICE#a')),
      'AccessDeniedException',
      400,
      'dynamodb:PutItem',
    ],
    [
      'another index',
      'api/services/list',
      ({ dynamodb }) => dynamodb.send(query('SERVICE#ALL', 'gsi2')),
      'AccessDeniedException',
      400,
      'dynamodb:Query',
    ],
    [
      'another partition of the index',
      'api/services/list',
      ({ dynamodb }) => dynamodb.send(query('DEPLOYMENT#ALL', 'gsi1')),
      'AccessDeniedException',
      400,
      'dynamodb:Query',
    ],
    [
      'the table without its index',
      'api/services/list',
      ({ dynamodb }) => dynamodb.send(query('SERVICE#ALL')),
      'AccessDeniedException',
      400,
      'dynamodb:Query',
    ],
    [
      'everything',
      'api/services/list',
      ({ dynamodb }) => dynamodb.send(new ScanCommand({ TableName: TABLE })),
      'AccessDeniedException',
      400,
      'dynamodb:Scan',
    ],
    [
      'a check of something else',
      'api/deployments/create',
      ({ dynamodb }) => dynamodb.send(check('GROUP#a')),
      'AccessDeniedException',
      400,
      'dynamodb:ConditionCheckItem',
    ],
    [
      'other parameters',
      'auth/authorizer',
      ({ ssm }) => ssm.send(parameters('/dxcp/config/oidc/issuer', '/dxcp/config/engine/auth/secret')),
      'AccessDeniedException',
      400,
      'ssm:GetParameters',
    ],
    [
      'the secret of events to a caller of the engine',
      'workflow/start',
      ({ ssm }) => ssm.send(parameters('/dxcp/config/engine/url', '/dxcp/config/engine/events/secret')),
      'AccessDeniedException',
      400,
      'ssm:GetParameters',
    ],
    [
      'to write parameters',
      'auth/authorizer',
      ({ ssm }) => ssm.send(new PutParameterCommand({ Name: '/dxcp/config/oidc/issuer', Value: 'x' })),
      'AccessDeniedException',
      400,
      'ssm:PutParameter',
    ],
    [
      'another function',
      'api/deployments/get',
      ({ lambda }) => lambda.send(invoke('dxcp-workflow-finish')),
      'AccessDeniedException',
      403,
      'lambda:InvokeFunction',
    ],
    [
      'another machine',
      'events/stream',
      ({ states }) => states.send(begin('another')),
      'AccessDeniedException',
      400,
      'states:StartExecution',
    ],
    [
      'another bucket',
      'api/builds/register',
      ({ s3 }) => s3.send(read('another-bucket')),
      'AccessDenied',
      403,
      's3:GetObject',
    ],
    [
      'to write an artifact',
      'api/builds/register',
      ({ s3 }) => s3.send(new PutObjectCommand({ Bucket: ARTIFACT_BUCKET, Key: 'a', Body: 'b' })),
      'AccessDenied',
      403,
      's3:PutObject',
    ],
    [
      'the names of artifacts',
      'api/services/get',
      ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: ARTIFACT_BUCKET })),
      'AccessDenied',
      403,
      's3:ListBucket',
    ],
  ])('is refused %s as AWS would', async (_, path, attempt, name, httpStatusCode, action) => {
    const refused = iam.runAs(path, () => attempt(clients()));
    await expect(refused).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    await expect(refused).rejects.toThrow(
      `assumed-role/dxcp-local-${path.replaceAll('/', '-')}/local is not authorized to perform: ${action} on resource: arn:aws:`,
    );
    expect(denied.map((error) => [error.path, error.ask.action])).toEqual([[path, action]]);
  });

  it('is not mistaken for another that works at the same time, with the same clients', async () => {
    const shared = clients();
    const attempts = ['api/services/get', 'api/recipes/get', 'api/environments/get'].flatMap((path) =>
      ['SERVICE#a', 'RECIPE#a', 'ENVIRONMENT#a'].map(async (pk) => {
        const answered = await iam
          .runAs(path, () => shared.dynamodb.send(get(pk)))
          .then(
            () => true,
            () => false,
          );
        return [path, pk, answered];
      }),
    );
    expect((await Promise.all(attempts)).filter(([, , answered]) => answered)).toEqual([
      ['api/services/get', 'SERVICE#a', true],
      ['api/recipes/get', 'RECIPE#a', true],
      ['api/environments/get', 'ENVIRONMENT#a', true],
    ]);
  });

  it('without a role may not run', () => {
    expect(() => iam.runAs('api/nobody/knows', () => undefined)).toThrow('has no role');
  });
});

describe('A caller that nobody knows', () => {
  const stranger = { accessKeyId: 'AKIANOBODYKNOWSTHIS0', secretAccessKey: 'x' };
  const impostor = { ...PLANE_CREDENTIAL, secretAccessKey: 'not-the-secret' };

  it.each([
    ['by its key', stranger],
    ['by its signature', impostor],
  ])('%s gets in nowhere', async (_, credentials) => {
    const { dynamodb, ssm, states, lambda } = clients(credentials);
    const unknown = { name: 'UnrecognizedClientException' };
    await expect(dynamodb.send(get('SERVICE#a'))).rejects.toMatchObject(unknown);
    await expect(ssm.send(parameters('/dxcp/config/oidc/issuer'))).rejects.toMatchObject(unknown);
    await expect(states.send(begin(STATE_MACHINE))).rejects.toMatchObject(unknown);
    await expect(lambda.send(invoke('dxcp-workflow-observe'))).rejects.toMatchObject(unknown);
  });

  it('but the plane itself may do anything', async () => {
    const { dynamodb, ssm } = clients();
    await dynamodb.send(new ScanCommand({ TableName: TABLE }));
    await ssm.send(new PutParameterCommand({ Name: '/dxcp/config/oidc/issuer', Value: 'x' }));
    expect(denied).toEqual([]);
  });
});
