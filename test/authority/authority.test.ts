import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../lib/contract/routes.ts';
import { fragmentsOf } from '../../lib/local/iam/fragments.ts';
import { deployedAccess } from '../../lib/local/iam/roles.ts';
import { renderAuthority } from '../../scripts/generate/authority.ts';
import { faultCellOf, faultNames } from '../../scripts/generate/authority-faults.ts';
import {
  type CallerName,
  callerNames,
  cellOf,
  keyOf,
  type Mount,
  mounts,
} from '../../scripts/generate/authority-matrix.ts';
import { badIdentity, call, identities, type Received, succeeds } from './calls.ts';
import { requestFor } from './requests.ts';
import { type RunningPlane, runPlane, writtenBetween } from './running-plane.ts';
import { type Stage, setStage } from './stage.ts';
import { playStory } from './story.ts';
import { isUnneeded, unneeded } from './unneeded-grants.ts';

let plane: RunningPlane;
let stage: Stage;
let known: Awaited<ReturnType<typeof identities>>;

beforeAll(async () => {
  plane = await runPlane({ speed: 20 });
  stage = await setStage(plane);
  known = await identities(plane);
});
afterAll(() => plane.stop());

const answerTo = async (mount: Mount, caller: CallerName): Promise<Received> => {
  const sent = await requestFor(mount, { stage, caller, succeeds: succeeds(cellOf(mount, caller)) });
  return call(plane, mount, { sent, identify: known[caller] });
};

const askAll = async <Name extends string>(names: readonly Name[], ask: (name: Name) => Promise<Received>) => {
  const answers: [Name, Received][] = [];
  for (const name of names) answers.push([name, await ask(name)]);
  return Object.fromEntries(answers);
};

const expected = <Name extends string>(names: readonly Name[], cell: (name: Name) => Received) =>
  Object.fromEntries(names.map((name) => [name, cell(name)]));

/** What was written meanwhile, but for denials put on record. */
const writtenBy = async (work: () => Promise<void>): Promise<readonly string[]> => {
  const before = await plane.dump();
  await work();
  const after = await plane.dump();
  return writtenBetween(before, after).filter((key) => !isNewDenial(key, before, after));
};

const isNewDenial = (key: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): boolean =>
  key.startsWith('DENIALS#') ||
  (key.startsWith('AUDIT#') && !before.has(key) && (after.get(key) ?? '').includes('"DENIED"'));

describe('The authority matrix', () => {
  it('is the one that is checked in, and names every operation', () => {
    expect(renderAuthority(), 'docs/authority.md is stale: run `npm run generate`').toBe(
      readFileSync('docs/authority.md', 'utf8'),
    );
    expect(new Set(mounts.map(({ route }) => route.operation))).toEqual(new Set(operations));
  });
});

/** Nothing is under way while these calls are made, so whatever is written was written for one of them. */
describe.each(mounts.map((mount) => [keyOf(mount), mount] as const))('%s', (_, mount) => {
  const refused = callerNames.filter((caller) => !succeeds(cellOf(mount, caller)));

  it('refuses who may not, and writes nothing for them but the denial', async () => {
    const written = await writtenBy(async () => {
      expect(await askAll(refused, (caller) => answerTo(mount, caller))).toEqual(
        expected(refused, (caller) => cellOf(mount, caller)),
      );
    });
    expect(written).toEqual([]);
  });

  it('believes no credential that is not good', async () => {
    const sent = await requestFor(mount, { stage, caller: 'admin', succeeds: false });
    const written = await writtenBy(async () => {
      const answers = await askAll(faultNames, (fault) =>
        call(plane, mount, { sent, identify: badIdentity(plane, fault) }),
      );
      expect(answers).toEqual(expected(faultNames, () => faultCellOf(mount)));
    });
    expect(written).toEqual([]);
  });
});

const admittedAt = (mount: Mount) => callerNames.filter((caller) => succeeds(cellOf(mount, caller)));

describe('Who may, is answered', () => {
  it.each(mounts.filter((mount) => admittedAt(mount).length > 0).map((mount) => [keyOf(mount), mount] as const))(
    'at %s',
    async (_, mount) => {
      const answers = await askAll(admittedAt(mount), async (caller) => {
        const answer = await answerTo(mount, caller);
        if (mount.route.mutation) await stage.quiet();
        return answer;
      });
      expect(answers).toEqual(expected(admittedAt(mount), (caller) => cellOf(mount, caller)));
    },
  );
});

describe('With all these calls', () => {
  it('no function asks for what it was not granted, and none has a grant that it does not need', async () => {
    await playStory(plane, stage);
    expect(plane.denials).toEqual([]);
    const unexplained = [...plane.unusedGrants()].flatMap(([path, grants]) =>
      grants.filter((grant) => !isUnneeded(path, grant)).map((grant) => `${path} ${grant}`),
    );
    expect(unexplained).toEqual([]);
  });

  it('no grant is explained that does not exist', () => {
    const known = (path: string) => fragmentsOf(deployedAccess.get(path) ?? {}).map(({ name }) => name);
    const gone = Object.entries(unneeded).flatMap(([path, grants]) =>
      grants.filter((grant) => !known(path).includes(grant)),
    );
    expect(gone).toEqual([]);
  });

  it('no function crashes', () => {
    expect(plane.troubles).toEqual([]);
  });
});
