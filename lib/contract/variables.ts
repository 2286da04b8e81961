/** Names of the environment variables that the stacks set and the composition root reads. */
export const variables = {
  table: 'DXCP_TABLE',
  artifactBucket: 'DXCP_ARTIFACT_BUCKET',
  stateMachineArn: 'DXCP_STATE_MACHINE_ARN',
  observerFunction: 'DXCP_OBSERVER_FUNCTION',
  sealKey: 'DXCP_SEAL_KEY',
  sealBucket: 'DXCP_SEAL_BUCKET',
  configPrefix: 'DXCP_CONFIG_PREFIX',
  release: 'DXCP_RELEASE',
  /** A clock that runs faster than the world's; local plane only. */
  clock: 'DXCP_CLOCK',
} as const;

export const CONFIG_PREFIX_DEFAULT = '/dxcp/config';

/** Where the metrics of the functions lie in CloudWatch, and by what one plane is told from another: its table. */
export const METRICS = { namespace: 'DXCP', dimension: 'Plane' } as const;
