import { keyPrefixes } from './keys.ts';

/** The part of a stream record that says what was written. */
export type StreamRecord = {
  readonly eventName?: string | undefined;
  readonly dynamodb?:
    | { readonly Keys?: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined }
    | undefined;
};

/** Id of the deployment whose record this insertion is; `undefined` for every other write. */
export const createdDeployment = ({ eventName, dynamodb }: StreamRecord): string | undefined => {
  const pk = dynamodb?.Keys?.pk?.S;
  const isRecord = dynamodb?.Keys?.sk?.S === 'RECORD';
  if (eventName !== 'INSERT' || !isRecord || !pk?.startsWith(keyPrefixes.deployment)) return undefined;
  return pk.slice(keyPrefixes.deployment.length);
};
