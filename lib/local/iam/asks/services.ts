import { isRecord } from '../../aws/dynamodb/wire.ts';
import type { AwsRequest } from '../../aws/http.ts';
import { keyArn } from '../../aws/kms.ts';
import { functionNameOf } from '../../aws/lambda.ts';
import { ACCOUNT_ID } from '../../gateway/event.ts';
import { REGION } from '../../plane/names.ts';
import type { Ask } from '../evaluate.ts';

/** What requests to the other services ask for. */

const bodyOf = ({ body }: AwsRequest): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(body.toString() || '{}');
    return isRecord(parsed) ? parsed : {};
  } catch {
    // The endpoint itself refuses what is no JSON.
    return {};
  }
};

const operationOf = ({ headers }: AwsRequest): string => headers['x-amz-target']?.split('.')[1] ?? '';
const ask = (action: string, resource: string): Ask => ({ action, resource, context: {} });

export const parametersArn = `arn:aws:ssm:${REGION}:${ACCOUNT_ID}:parameter`;

/** Names begin with a slash, of which the ARN has one. */
const parameterArn = (name: unknown): string => `${parametersArn}/${String(name).replace(/^\//, '')}`;

export function asksOfSsm(request: AwsRequest): readonly Ask[] {
  const { Names, Name, Path } = bodyOf(request);
  const wanted = Array.isArray(Names) ? Names : [Name ?? Path];
  return wanted.map((name) => ask(`ssm:${operationOf(request)}`, parameterArn(name)));
}

export function asksOfKms(request: AwsRequest): readonly Ask[] {
  const id = String(bodyOf(request).KeyId);
  return [ask(`kms:${operationOf(request)}`, id.startsWith('arn:') ? id : keyArn(id))];
}

export function asksOfStates(request: AwsRequest): readonly Ask[] {
  const { stateMachineArn, executionArn } = bodyOf(request);
  return [ask(`states:${operationOf(request)}`, String(stateMachineArn ?? executionArn))];
}

export const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;

const INVOCATION = /^\/2015-03-31\/functions\/([^/?]+)\/invocations/;

export function asksOfLambda({ url }: AwsRequest): readonly Ask[] {
  const name = functionNameOf(decodeURIComponent(INVOCATION.exec(url)?.[1] ?? ''));
  return [ask('lambda:InvokeFunction', functionArn(name))];
}

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;

const objectActions: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};
const bucketActions: Readonly<Record<string, string>> = {
  GET: 's3:ListBucket',
  HEAD: 's3:ListBucket',
  PUT: 's3:CreateBucket',
};

/** Path style only, as the endpoint is. */
export function asksOfS3({ method, url }: AwsRequest): readonly Ask[] {
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(path)) ?? [];
  if (key === '') return [ask(bucketActions[method] ?? `s3:${method}`, bucketArn(bucket))];
  const version = new URLSearchParams(search).has('versionId') ? 'Version' : '';
  const action = objectActions[method];
  return [ask(action ? action + version : `s3:${method}`, `${bucketArn(bucket)}/${key}`)];
}
