import { describe, expect, test } from 'vitest';
import type { EngineAbilities } from '../../lib/contract/engine-abilities.ts';
import { limitationsOf } from '../../lib/domain/abilities.ts';
import type { Clock } from '../../lib/ports/world.ts';
import { hear } from '../../lib/usecases/hear.ts';
import { createScriptedEngine, type ScriptedEngine, type StartScript } from '../ports/scripted-engine.ts';
import { expectRecords } from '../usecases/invariants.ts';
import { bodyOf, codesOf, type LineWith, openLineWith } from '../usecases/line.ts';

/** Whatever an engine cannot do is never tried, whichever of the others it can do and however a start comes out. */

const yesOrNo = [true, false];
const combinations: readonly EngineAbilities[] = yesOrNo.flatMap((search) =>
  yesOrNo.flatMap((cancel) => yesOrNo.map((observation) => ({ search, cancel, observation, events: true }))),
);
const starts: readonly StartScript[] = ['reject', 'timeout after', 'reset after two', 'not sent'];

type Limited = ScriptedEngine & { readonly misused: readonly string[] };

/** The scripted engine with no more than these abilities; what is tried all the same is remembered. */
const limited =
  (abilities: EngineAbilities) =>
  (clock: Clock): Limited => {
    const engine = createScriptedEngine(clock);
    const misused: string[] = [];
    const only = <Args extends readonly unknown[], Answer>(
      ability: keyof EngineAbilities,
      call: (...args: Args) => Promise<Answer>,
    ) =>
      abilities[ability]
        ? call
        : async (): Promise<never> => {
            misused.push(ability);
            throw new Error(`The engine is not able to: ${ability}`);
          };
    return {
      ...engine,
      abilities,
      misused,
      find: only('search', engine.find),
      cancel: only('cancel', engine.cancel),
      observe: only('observation', engine.observe),
      observeMany: only('observation', engine.observeMany),
    };
  };

/** Everything that runs by itself, over minutes; and what the engine tells by itself. */
const timePasses = async (line: LineWith<Limited>, id: string): Promise<void> => {
  for (const seconds of [5, 90]) {
    line.move(seconds);
    await line.handOver(id);
    for (const { id: executionId, status, failures, warnings } of line.engine.of(id)) {
      const observation = { executionId, status, failures, warnings };
      await hear(line.world, { deploymentId: id, executionId, observation });
    }
    await line.observe(id);
    await line.finish(id);
    await line.follow(id);
    await line.reconcile();
  }
};

const nameOf = (abilities: EngineAbilities): string =>
  Object.entries(abilities)
    .filter(([, able]) => able)
    .map(([ability]) => ability)
    .join(', ');

describe('An engine that is able to', () => {
  test.each(combinations.map((abilities) => [nameOf(abilities), abilities] as const))(
    '%s is asked for nothing else',
    async (_, abilities) => {
      const line = await openLineWith(limited(abilities));
      for (const start of starts) {
        line.engine.script(start);
        const { id } = bodyOf(await line.deploy({ version: '1.0.0' }));
        line.move(5);
        await line.handOver(id);
        const plan = bodyOf(await line.plan(id));
        expect(plan.notes).toEqual(limitationsOf(abilities));
        const ended = (await line.record(id)).outcome !== null;
        expect(codesOf(await line.cancel(id))).toEqual([abilities.cancel && !ended ? 'answered' : 'NOT_CANCELABLE']);
        await timePasses(line, id);
        for (const execution of line.engine.of(id)) if (execution.status === 'QUEUED') execution.status = 'SUCCEEDED';
        await timePasses(line, id);
        expect((await line.record(id)).outcome, start).not.toBeNull();
      }
      expect(line.engine.misused).toEqual([]);
      await expectRecords(line);
      await line.close();
    },
  );

  test('all of it has nothing said about it, and one that is able to nothing has everything', () => {
    const all = { search: true, cancel: true, observation: true, events: true };
    expect(limitationsOf(all)).toEqual([]);
    const none = { search: false, cancel: false, observation: false, events: false };
    expect(limitationsOf(none)).toHaveLength(4);
    for (const ability of ['search', 'cancel', 'observation', 'events'] as const) {
      expect(limitationsOf({ ...all, [ability]: false })).toEqual(
        limitationsOf(none).filter((sentence) => limitationsOf({ ...none, [ability]: true }).indexOf(sentence) < 0),
      );
    }
  });
});
