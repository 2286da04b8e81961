import { reason } from '../changing.ts';
import { answered, holds } from '../claims.ts';
import type { Chapter } from '../invariant.ts';
import { get, NO_REVISION } from '../requests.ts';
import { unchanged, unchangedSettings } from '../unchanged.ts';

const OVERTAKEN = { status: 409, code: 'REVISION_CONFLICT' } as const;
const INVALID = { status: 400, code: 'INVALID_REQUEST' } as const;

export const revisions: Chapter = {
  id: 'REV',
  title: 'Revisions',
  about: 'Whoever changes something says which revision they have seen, in the request or in If-Match.',
  invariants: [
    {
      id: 'GOV-REV-01',
      title: 'Settings of the plane that were overtaken are not saved',
      given:
        'rate limits, the mode of the plane, the settings of the UI and the list of publishers, each with its revision',
      when: 'an admin sends each back on a revision that is not the current one, and reads it again',
      promise: 'each is refused as overtaken, and is as it was: contents, revision and who changed it last',
      answers: [OVERTAKEN],
      needs: ['admin'],
      tests: ['test/domain/configure/settings.test.ts', 'test/authority/authority.test.ts'],
      check: async (suite) => {
        for (const [path, part] of await unchangedSettings(suite)) {
          const before = await suite.ask('admin', get(path));
          const body = { ...part, revision: NO_REVISION, reason };
          answered(await suite.ask('admin', { method: 'PUT', path, body }), OVERTAKEN);
          const after = await suite.ask('admin', get(path));
          holds(after.text === before.text, `${path} must be as it was`, after.text);
        }
      },
    },
    {
      id: 'GOV-REV-02',
      title: 'If-Match says the revision as well as the request does',
      given: 'a group, a service, an environment, a recipe and settings',
      when: 'an admin sends each back without a revision: with If-Match of one that is not the current one, and, without a reason, with the ETag that reading it gave',
      promise: 'the one is refused as overtaken; of the other nothing but the reason is missing',
      answers: [OVERTAKEN, INVALID],
      needs: ['admin'],
      tests: ['test/http/if-match.test.ts'],
      check: async (suite) => {
        for (const [path, object] of await unchanged(suite)) {
          const put = (ifMatch: string, body: object) => suite.ask('admin', { method: 'PUT', path, body, ifMatch });
          answered(await put(`"${NO_REVISION}"`, { ...object, reason }), OVERTAKEN);
          const etag = (await suite.ask('admin', get(path))).headers.get('etag');
          holds(etag !== null, `GET ${path} must carry an ETag`, 'none');
          const answer = await put(etag, object);
          answered(answer, INVALID);
          const fields = answer.problem?.fields?.map(({ path: field }) => field) ?? [];
          holds(fields.join() === 'body.reason', `${etag} must be taken for the revision`, fields);
        }
      },
    },
    {
      id: 'GOV-REV-03',
      title: 'Two revisions are none',
      given: 'a group, a service, an environment, a recipe and settings',
      when: 'an admin sends each back with one revision in the request and another one in If-Match, neither of them the current one',
      promise: 'it is called invalid, since nobody knows which of them was meant',
      answers: [INVALID],
      needs: ['admin'],
      tests: ['test/http/if-match.test.ts'],
      check: async (suite) => {
        for (const [path, object] of await unchanged(suite)) {
          const body = { ...object, revision: NO_REVISION, reason };
          const answer = await suite.ask('admin', { method: 'PUT', path, body, ifMatch: `"${NO_REVISION - 1}"` });
          answered(answer, INVALID);
          const fields = answer.problem?.fields?.map(({ path: field }) => field) ?? [];
          holds(fields.join() === 'body.revision', 'The revision must be named', fields);
        }
      },
    },
  ],
};
