import type { AwsResponse } from '../http.ts';
import { element, xmlDocument } from './xml.ts';

/** An S3 error code with the status S3 answers it with; `headers` go out beside it. */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'S3Error';
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

export const preconditionFailed = (): S3Error =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');

export const notImplemented = (what: string): S3Error =>
  new S3Error(501, 'NotImplemented', `${what} is not implemented`);

/** HEAD answers and 304 have no body. */
export function errorResponse(error: S3Error, method: string): AwsResponse {
  if (method === 'HEAD' || error.status === 304) return { status: error.status, headers: error.headers, body: '' };
  const body = xmlDocument(`<Error>${element('Code', error.code)}${element('Message', error.message)}</Error>`);
  return { status: error.status, headers: { 'content-type': 'application/xml', ...error.headers }, body };
}
