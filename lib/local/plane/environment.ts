import { variables } from '../../contract/variables.ts';
import { keyArn } from '../aws/kms.ts';
import { machineArn } from '../aws/states/endpoint.ts';
import type { Endpoints } from './endpoints.ts';
import { ARTIFACT_BUCKET, PLANE_CREDENTIAL, REGION, SEAL_BUCKET, SEAL_KEY, STATE_MACHINE, TABLE } from './names.ts';

/** Settings of the host that would lead SDK clients away from this machine. */
const MISLEADING = [
  'AWS_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
];

/**
 * What the stacks would set on the functions, set on this process: they run in it. Must be called before any function
 * is loaded; the functions' clients are made once.
 */
export function enterEnvironment(endpoints: Endpoints, options: { readonly clock: string; readonly release: string }) {
  for (const name of MISLEADING) delete process.env[name];
  Object.assign(process.env, {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: PLANE_CREDENTIAL.accessKeyId,
    AWS_SECRET_ACCESS_KEY: PLANE_CREDENTIAL.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Nothing of the person's own AWS settings is read.
    AWS_CONFIG_FILE: '/nonexistent/aws-config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/aws-credentials',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.aws,
    AWS_ENDPOINT_URL_KMS: endpoints.aws,
    AWS_ENDPOINT_URL_SSM: endpoints.aws,
    AWS_ENDPOINT_URL_SFN: endpoints.aws,
    AWS_ENDPOINT_URL_LAMBDA: endpoints.aws,
    [variables.table]: TABLE,
    [variables.artifactBucket]: ARTIFACT_BUCKET,
    [variables.stateMachineArn]: machineArn(STATE_MACHINE),
    [variables.sealKey]: keyArn(SEAL_KEY),
    [variables.sealBucket]: SEAL_BUCKET,
    [variables.observerFunction]: 'dxcp-workflow-observe',
    [variables.clock]: options.clock,
    [variables.release]: options.release,
  });
}
