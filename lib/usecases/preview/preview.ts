import {
  type ChangePreview,
  EFFECTS_SHOWN_MAX,
  type PreviewEffect,
  type ProposedChange,
} from '../../contract/preview.ts';
import { changesOf } from '../../domain/preview/changes.ts';
import { effectsOf } from '../../domain/preview/effects.ts';
import { replayOf } from '../../domain/preview/replay.ts';
import { type Setup, withProposed } from '../../domain/preview/setup.ts';
import { warningsOf } from '../../domain/preview/warnings.ts';
import type { Caller, DeploymentRecord } from '../../domain/records.ts';
import { iso } from '../../domain/time.ts';
import { answer, type Result, switchedOff } from '../result.ts';
import type { World } from '../world.ts';
import { loadHistory, loadPlaces, loadSetup } from './past.ts';
import { decideProposal } from './proposal.ts';

type Needs = Pick<World, 'store' | 'clock'>;
type Request = { readonly caller: Caller; readonly requestId: string; readonly body: ProposedChange };

/** What saving a configuration object would do. Reads, decides as saving does, and writes nothing. */
export const previewChange = async (
  { store, clock }: Needs,
  { caller, requestId, body }: Request,
): Promise<Result<ChangePreview>> => {
  const now = clock.now();
  const [before, { killSwitch }] = await Promise.all([loadSetup(store, body), store.read({ killSwitch: 'plane' })]);
  const off = killSwitch?.mutationsDisabled ? [switchedOff(killSwitch)] : [];
  const cause = { actor: caller, requestId, now: iso(now), eventId: requestId };
  const { decision, existing, proposed, groups } = decideProposal(before, body, cause);
  const after = withProposed(before, proposed);
  const known = groups.filter((id) => before.groups.has(id));
  const [history, places] = await Promise.all([
    loadHistory(store, known, now),
    proposed.kind === 'deliveryGroup' && existing ? loadPlaces(store, proposed.value, now) : [],
  ]);
  const { records, ...span } = history;
  const effects = existing || proposed.kind === 'deliveryGroup' ? effectsOf(...narrowed(before, after, groups)) : [];
  return answer({
    allowed: decision.admitted && off.length === 0,
    errors: !decision.admitted && 'fields' in decision ? [...decision.fields] : [],
    refusals: [...off, ...(!decision.admitted && 'refusals' in decision ? decision.refusals : [])],
    warnings: warningsOf({ before, after, groups, places, records }),
    changes: changesOf(existing, proposed.value),
    effects: effects.slice(0, EFFECTS_SHOWN_MAX).map((effect) => withActivity(effect, records)),
    effectsTotal: effects.length,
    replay: replayOf({ before, after }, records, span),
  });
};

/** Both with nothing but the groups concerned, so that no other is gone through. */
const narrowed = (before: Setup, after: Setup, ids: readonly string[]): [Setup, Setup] => {
  const only = ({ groups, ...setup }: Setup): Setup => ({
    ...setup,
    groups: new Map([...groups].filter(([id]) => ids.includes(id))),
  });
  return [only(before), only(after)];
};

/** Members of a claim's groups are not known by name. */
const withActivity = (effect: PreviewEffect, records: readonly DeploymentRecord[]): PreviewEffect => {
  const { subject, name } = effect;
  if (subject !== 'person' || name.startsWith('group:')) return effect;
  const own = records.filter(({ createdBy: { id, email } }) =>
    name.startsWith('sub:') ? id === name.slice(4) : email?.toLowerCase() === name.toLowerCase(),
  );
  return { ...effect, deploymentsLately: own.length };
};
