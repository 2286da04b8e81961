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
  asksFor: {
    issuers: (asked) => `asks for the issuer ${asked}`,
    audiences: (asked) => `asks for the audience ${asked}`,
    authorizedParties: (asked) => `asks for the authorized party ${asked}`,
    subjects: (asked) => `asks for the subject ${asked}`,
    subjectPrefixes: (asked) => `asks for a subject that begins with ${asked}`,
    accountId: (asked) => `asks for the AWS account ${asked}`,
    roleName: (asked) => `asks for the role ${asked}`,
  } satisfies Record<Exclude<Misfit, 'kind' | 'nothing'>, (asked: string) => string>,
  or: ' or ',
  asksForRole: 'asks for an AWS role',
  asksForToken: 'asks for a token',
  unfinished: 'is not filled in yet, and so lets nobody in',
  nothing: 'asks for nothing yet, and so lets nobody in',
} as const;
