import type { Misfit } from '../../../lib/domain/publishers.ts';

/** The words of trying who would be let in. */
export const publisherTestWords = {
  title: 'Try who would be let in',
  about:
    'By the list as it is here, saved or not. Who comes with a token needs the role of CI publishers in it as well.',
  issuer: 'Issuer',
  audience: 'Audience',
  authorizedParty: 'Authorized party',
  subject: 'Subject',
  admitted: (name: string) => `${name} lets it in: builds are registered under this name`,
  nobody: 'No entry lets it in',
  unnamed: 'An entry without a name',
  misfits: {
    issuers: 'asks for another issuer',
    audiences: 'asks for another audience',
    authorizedParties: 'asks for another authorized party',
    subjects: 'asks for another subject',
    subjectPrefixes: 'asks for a subject that begins otherwise',
    accountId: 'asks for another account',
    roleName: 'asks for another role',
    kind: 'is known by something else',
    nothing: 'asks for nothing yet, and so lets nobody in',
  } satisfies Record<Misfit, string>,
} as const;
