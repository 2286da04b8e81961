import type { AwsRequest, AwsResponse } from '../aws/http.ts';
import { errorResponse, S3Error } from '../aws/s3/error.ts';
import { asksOfKms, asksOfLambda, asksOfS3, asksOfSsm, asksOfStates } from './asks/services.ts';
import type { Ask } from './evaluate.ts';

export type ServiceName = 'kms' | 'lambda' | 's3' | 'ssm' | 'states';

/** How a service reads what is asked of it, and how it says no. */
export type Door = {
  /** As signatures name it. */
  readonly service: string;
  /** Its endpoint verifies signatures by itself. */
  readonly verifies: boolean;
  readonly asksOf: (request: AwsRequest) => readonly Ask[];
  readonly refuse: (message: string, request: AwsRequest) => AwsResponse;
  /** Without a good signature of a known key. */
  readonly unknown: AwsResponse;
};

const INVALID_TOKEN = 'The security token included in the request is invalid.';

/** As the JSON protocols answer. */
const json = (type: string, message: string): AwsResponse => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: type, message }),
});

const lambdaError = (type: string, message: string): AwsResponse => ({
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
  body: JSON.stringify({ Message: message }),
});

const jsonDoor = (service: string, asksOf: Door['asksOf']): Door => ({
  service,
  verifies: false,
  asksOf,
  refuse: (message) => json('AccessDeniedException', message),
  unknown: json('UnrecognizedClientException', INVALID_TOKEN),
});

export const doors: Readonly<Record<ServiceName, Door>> = {
  kms: jsonDoor('kms', asksOfKms),
  ssm: jsonDoor('ssm', asksOfSsm),
  states: jsonDoor('states', asksOfStates),
  lambda: {
    service: 'lambda',
    verifies: false,
    asksOf: asksOfLambda,
    refuse: (message) => lambdaError('AccessDeniedException', message),
    unknown: lambdaError('UnrecognizedClientException', INVALID_TOKEN),
  },
  s3: {
    service: 's3',
    verifies: true,
    asksOf: asksOfS3,
    refuse: (message, { method }) => errorResponse(new S3Error(403, 'AccessDenied', message), method),
    unknown: errorResponse(new S3Error(403, 'AccessDenied', 'Access Denied'), 'GET'),
  },
};
