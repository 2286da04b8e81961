import { describe, expect, test } from 'vitest';
import { deliveryGroupsUpdate } from '../../lib/contract/routes/deliveryGroups/update.ts';
import { environmentsDelete } from '../../lib/contract/routes/environments/delete.ts';
import { servicesCreate } from '../../lib/contract/routes/services/create.ts';
import { withRevision } from '../../lib/http/if-match.ts';

const inBody = (body: object) => ({ params: {}, query: {}, body: JSON.stringify(body) });
const inQuery = (query: Record<string, string>) => ({ params: {}, query, body: undefined });

describe('The revision that If-Match names', () => {
  test.each(['"3"', 'W/"3"', '"3-abc_DEF"', ' W/"3-abc" '])('is that of the request: %s', (ifMatch) => {
    const named = inBody({ name: 'Demo', revision: 3 });
    expect(withRevision(deliveryGroupsUpdate, inBody({ name: 'Demo' }), ifMatch)).toEqual({ ok: true, value: named });
    expect(withRevision(deliveryGroupsUpdate, named, ifMatch)).toEqual({ ok: true, value: named });
    const deletion = inQuery({ reason: 'Unused', revision: '3' });
    const unsaid = inQuery({ reason: 'Unused' });
    expect(withRevision(environmentsDelete, unsaid, ifMatch)).toEqual({ ok: true, value: deletion });
    expect(withRevision(environmentsDelete, deletion, ifMatch)).toEqual({ ok: true, value: deletion });
  });

  test.each([
    { raw: inBody({ revision: 4 }), ifMatch: '"3"', path: 'body.revision', why: 'the body names another one' },
    { raw: inBody({}), ifMatch: '3', path: 'header.if-match', why: 'it is not quoted' },
    { raw: inBody({}), ifMatch: '"0"', path: 'header.if-match', why: 'nothing has it' },
    { raw: inBody({}), ifMatch: '*', path: 'header.if-match', why: 'it is any' },
    { raw: inBody({}), ifMatch: '"3", "4"', path: 'header.if-match', why: 'there are several' },
  ])('is an error where $why', ({ raw, ifMatch, path }) => {
    expect(withRevision(deliveryGroupsUpdate, raw, ifMatch)).toMatchObject({ ok: false, fields: [{ path }] });
  });

  test('is an error where the query names another one', () => {
    const found = withRevision(environmentsDelete, inQuery({ revision: '4' }), '"3"');
    expect(found).toMatchObject({ ok: false, fields: [{ path: 'query.revision' }] });
  });

  test('says nothing to a route without revisions, to a request without it, and of a body that is no object', () => {
    const raw = inBody({ name: 'demo' });
    expect(withRevision(servicesCreate, raw, '"3"')).toEqual({ ok: true, value: raw });
    expect(withRevision(deliveryGroupsUpdate, raw, undefined)).toEqual({ ok: true, value: raw });
    for (const body of ['{', '[]', 'null', undefined]) {
      const odd = { params: {}, query: {}, body };
      expect(withRevision(deliveryGroupsUpdate, odd, '"3"')).toEqual({ ok: true, value: odd });
    }
  });
});
