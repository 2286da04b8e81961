import { describe, expect, it } from 'vitest';
import { deliveryGroupUpdate } from '../../lib/contract/delivery-group.ts';
import { environmentUpdate } from '../../lib/contract/environment.ts';
import { recipeUpdate } from '../../lib/contract/recipe.ts';
import { serviceUpdate } from '../../lib/contract/service.ts';
import { changeFor } from '../../scripts/conformance/changing.ts';
import { putBack } from '../../scripts/conformance/run.ts';
import { settable } from '../../scripts/conformance/settable.ts';
import { type OpenSuite, openSuite } from '../../scripts/conformance/suite.ts';

const NOBODY = 'http://127.0.0.1:1';
const open = (baseUrl = NOBODY): OpenSuite =>
  openSuite({ baseUrl, signedUrl: baseUrl, keyring: { tokens: { admin: 'a.b.c' } }, isActive: true, wishes: {} });

type Thing = { readonly revision: number; readonly limit: number; readonly by?: string };
type Write = { readonly limit: number; readonly revision: number };

/** An object that takes a change of its newest revision only. */
const planeWith = (answer: (stored: Thing) => Thing = (stored) => stored) => {
  const plane = {
    stored: { revision: 7, limit: 10 } as Thing,
    writes: 0,
    save: ({ limit, revision }: Write, by?: string) => {
      if (revision !== plane.stored.revision) throw new Error('REVISION_CONFLICT');
      plane.stored = { revision: revision + 1, limit, ...(by !== undefined && { by }) };
    },
  };
  const changing = {
    what: 'The limit',
    read: async () => plane.stored,
    settingsOf: ({ limit }: Thing) => ({ limit }),
    write: async (body: Write) => {
      plane.save(body);
      plane.writes += 1;
      return plane.writes === 1 ? answer(plane.stored) : plane.stored;
    },
  };
  return { plane, changing };
};

const noAnswer = (): never => {
  throw new Error('The connection was closed');
};

describe('What a check changes of the configuration', () => {
  it.each([
    { what: 'the answer came', answer: (stored: Thing) => stored },
    { what: 'the answer was lost', answer: noAnswer },
  ])('is put back when $what', async ({ answer }) => {
    const suite = open();
    const { plane, changing } = planeWith(answer);
    await changeFor(suite, changing, () => ({ limit: 1 })).catch(() => undefined);
    expect(plane.stored.limit).toBe(1);
    await putBack(suite);
    expect(plane.stored).toEqual({ revision: 9, limit: 10 });
    expect(suite.left).toEqual([]);
  });

  it('is put back step by step when it was changed several times', async () => {
    const suite = open();
    const { plane, changing } = planeWith();
    for (const limit of [1, 2, 3]) await changeFor(suite, changing, () => ({ limit }));
    await putBack(suite);
    expect(plane.stored).toEqual({ revision: 13, limit: 10 });
    expect(suite.left).toEqual([]);
  });

  it('is not written again when the change never got there', async () => {
    const suite = open();
    const { plane, changing } = planeWith();
    plane.save = noAnswer;
    await changeFor(suite, changing, () => ({ limit: 1 })).catch(() => undefined);
    await putBack(suite);
    expect(plane).toMatchObject({ stored: { revision: 7, limit: 10 }, writes: 0 });
    expect(suite.left).toEqual([]);
  });

  it.each([
    { what: 'the answer came', answer: (stored: Thing) => stored, limit: 5 },
    { what: 'the answer was lost', answer: noAnswer, limit: 5 },
    { what: 'they chose the same', answer: (stored: Thing) => stored, limit: 1 },
  ])('stays as somebody else has left it meanwhile, and the report says so: $what', async ({ answer, limit }) => {
    const suite = open();
    const { plane, changing } = planeWith(answer);
    await changeFor(suite, changing, () => ({ limit: 1 })).catch(() => undefined);
    plane.save({ limit, revision: plane.stored.revision }, 'an admin');
    await putBack(suite);
    expect(plane.stored).toEqual({ revision: 9, limit, by: 'an admin' });
    expect(suite.left).toEqual(['The limit is not as it was: somebody else has changed it: its revision 9 stays']);
  });
});

describe('What is sent back unchanged', () => {
  const stamp = { revision: 3, createdAt: '', createdBy: '', updatedAt: '', updatedBy: '', lastChangeReason: 'why' };

  it.each([
    { kind: 'deliveryGroup', update: deliveryGroupUpdate, pick: settable.deliveryGroup },
    { kind: 'service', update: serviceUpdate, pick: settable.service },
    { kind: 'environment', update: environmentUpdate, pick: settable.environment },
    { kind: 'recipe', update: recipeUpdate, pick: settable.recipe },
  ])('holds everything that can be set of a $kind, and nothing else', ({ update, pick }) => {
    const fields = Object.keys(update.shape).filter((field) => field !== 'revision' && field !== 'reason');
    const read = { ...Object.fromEntries(fields.map((field) => [field, `of ${field}`])), ...stamp, id: 'read-only' };
    expect(Object.keys(pick(read)).toSorted()).toEqual(fields.toSorted());
  });
});
