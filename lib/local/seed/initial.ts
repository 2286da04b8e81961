import type { InitialParameters } from '../../contract/configuration.ts';
import { ACCOUNT_ID } from '../gateway/event.ts';
import { AUDIENCE, PUBLISHER_CREDENTIAL } from '../plane/names.ts';

/** Who may publish builds to a local plane. Not matched by issuer: its address changes with the port. */
const publishers: InitialParameters['/governance/ci_publishers'] = [
  { name: 'local-ci', provider: 'local', match: { audiences: [AUDIENCE], subjects: ['ci'] } },
  {
    name: 'local-pipeline',
    provider: 'aws',
    match: { accountId: ACCOUNT_ID, roleName: PUBLISHER_CREDENTIAL.roleName },
  },
];

/** What a new local plane begins with, as its parameters say it: limits that demos and tests do not run into. */
export const initialConfiguration = {
  '/governance/read_rpm': '6000',
  '/governance/mutate_rpm': '600',
  '/governance/ci_publishers': JSON.stringify(publishers),
} as const;
