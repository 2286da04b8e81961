/** What things of a local plane are called. */

export const DEFAULT_PORT = 4700;
export const REGION = 'us-east-1';
export const TABLE = 'dxcp-local';
export const ARTIFACT_BUCKET = 'dxcp-artifacts';
/** Where seals lie under lock, and the key that signs them. */
export const SEAL_BUCKET = 'dxcp-seals';
export const SEAL_KEY = 'dxcp-seals';
export const STATE_MACHINE = 'dxcp-deployment';
export const AUDIENCE = 'https://dxcp.local/api';
export const CLIENT_ID = 'dxcp-ui';

/** The signing pipeline: its key pair is public, and good on this machine only. */
export const PUBLISHER_CREDENTIAL = {
  accessKeyId: 'AKIADXCPLOCALPUBLISH',
  secretAccessKey: 'dxcp-local-publisher-secret',
  roleName: 'dxcp-local-publisher',
} as const;

/** With which the plane's functions sign their own calls to the embedded AWS endpoints. */
export const PLANE_CREDENTIAL = {
  accessKeyId: 'AKIADXCPLOCALPLANE00',
  secretAccessKey: 'dxcp-local-plane-secret',
} as const;

/** Lambda function name → its file below `functions/`. */
export const backgroundFunctions: Readonly<Record<string, string>> = {
  'dxcp-workflow-start': 'workflow/start',
  'dxcp-workflow-observe': 'workflow/observe',
  'dxcp-workflow-finish': 'workflow/finish',
};
