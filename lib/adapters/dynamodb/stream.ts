import { deploymentIdOf, lastingPrefixes } from './keys.ts';

/** The part of a stream record that says what was written. */
export type StreamRecord = {
  readonly eventName?: string | undefined;
  readonly dynamodb?:
    | { readonly Keys?: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined }
    | undefined;
};

/** Id of the deployment whose record this insertion is; `undefined` for every other write. */
export const createdDeployment = ({ eventName, dynamodb }: StreamRecord): string | undefined => {
  const { pk, sk } = dynamodb?.Keys ?? {};
  return eventName === 'INSERT' ? deploymentIdOf({ pk: pk?.S ?? '', sk: sk?.S ?? '' }) : undefined;
};

/** Whether an audit event or a seal was changed or removed. */
export const isAlteration = ({ eventName, dynamodb }: StreamRecord): boolean =>
  eventName !== 'INSERT' && lastingPrefixes.some((prefix) => dynamodb?.Keys?.pk?.S?.startsWith(prefix));
