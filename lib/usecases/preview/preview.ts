import {
  type ChangePreview,
  EFFECTS_SHOWN_MAX,
  type PreviewEffect,
  type ProposedChange,
} from '../../contract/preview.ts';
import { changesOf } from '../../domain/preview/changes.ts';
import { effectsOf } from '../../domain/preview/effects.ts';
import { replayOf } from '../../domain/preview/replay.ts';
import { isOpen, type Proposed, type Setup, withProposed } from '../../domain/preview/setup.ts';
import { warningsOf } from '../../domain/preview/warnings.ts';
import type { Caller, DeploymentRecord } from '../../domain/records.ts';
import { iso } from '../../domain/time.ts';
import { answer, type Result, switchedOff } from '../result.ts';
import type { World } from '../world.ts';
import { partlyLooked } from './looked.ts';
import { loadHistory, loadPlaces, loadRegistrations, loadSetup } from './past.ts';
import { decideProposal } from './proposal.ts';

type Needs = Pick<World, 'store' | 'clock'>;
type Request = { readonly caller: Caller; readonly requestId: string; readonly body: ProposedChange };

/** What saving a configuration object or a part of the settings would do. Reads, decides as saving does, and writes nothing. */
export const previewChange = async (
  { store, clock }: Needs,
  { caller, requestId, body }: Request,
): Promise<Result<ChangePreview>> => {
  const now = clock.now();
  const [{ before, services }, { killSwitch }] = await Promise.all([
    loadSetup(store, body),
    store.read({ killSwitch: 'plane' }),
  ]);
  const off = killSwitch?.mutationsDisabled ? [switchedOff(killSwitch)] : [];
  const cause = { actor: caller, requestId, now: iso(now), eventId: requestId };
  const { decision, existing, value, proposed, groups } = decideProposal(before, body, cause);
  const after = withProposed(before, proposed);
  const concerned = groups ?? [];
  const effects = existing || proposed.kind === 'deliveryGroup' ? effectsOf(...narrowed(before, after, concerned)) : [];
  const shown = effects.slice(0, EFFECTS_SHOWN_MAX);
  const crowded = placesIn(before, after, proposed);
  const publishers = publishersIn(before, shown);
  const [{ records, ...span }, places, registrations] = await Promise.all([
    loadHistory(
      store,
      concerned.filter((id) => before.groups.has(id)),
      now,
    ),
    loadPlaces(store, crowded, now),
    loadRegistrations(store, publishers, now),
  ]);
  // What is wrong with other objects is nothing that settings change.
  const own = proposed.kind === 'settings' ? [] : concerned;
  return answer({
    allowed: decision.admitted && off.length === 0,
    errors: !decision.admitted && 'fields' in decision ? [...decision.fields] : [],
    refusals: [...off, ...(!decision.admitted && 'refusals' in decision ? decision.refusals : [])],
    warnings: [
      ...warningsOf({ before, after, groups: own, places, records }),
      ...partlyLooked({ services, places: crowded.length, publishers: publishers.length }),
    ],
    changes: changesOf(existing, value),
    effects: shown.map((effect) => withActivity(effect, records, registrations)),
    effectsTotal: effects.length,
    ...(groups && { replay: replayOf({ before, after }, records, span) }),
  });
};

/** Where it changes limits, and things can be deployed with it: it is asked what is used there now. */
const placesIn = (before: Setup, after: Setup, { kind, value }: Proposed) => {
  const changed = (id: string): boolean =>
    kind === 'deliveryGroup' ? id === value.id : kind === 'settings' && value.mode !== before.settings.mode;
  return [...after.groups.values()]
    .filter(({ id }) => before.groups.has(id) && changed(id))
    .flatMap((group) =>
      group.environments
        .filter(({ name }) => isOpen(after, group, name))
        .map(({ name }) => ({ deliveryGroupId: group.id, environment: name })),
    );
};

/** Both with nothing but the groups concerned, so that no other is gone through. */
const narrowed = (before: Setup, after: Setup, ids: readonly string[]): [Setup, Setup] => {
  const only = ({ groups, ...setup }: Setup): Setup => ({
    ...setup,
    groups: new Map([...groups].filter(([id]) => ids.includes(id))),
  });
  return [only(before), only(after)];
};

/** Those that would not go on as they did. */
const publishersIn = ({ publishers }: Setup, effects: readonly PreviewEffect[]): readonly string[] => {
  const touched = new Set(effects.filter(({ subject }) => subject === 'publisher').map(({ name }) => name));
  const listed = publishers?.entries.map(({ name }) => name) ?? [];
  return listed.filter((name) => touched.has(name));
};

/** Members of a claim's groups are not known by name. */
const withActivity = (
  effect: PreviewEffect,
  records: readonly DeploymentRecord[],
  registrations: ReadonlyMap<string, number>,
): PreviewEffect => {
  const { subject, name } = effect;
  const registrationsLately = registrations.get(name);
  if (subject === 'publisher' && registrationsLately !== undefined) return { ...effect, registrationsLately };
  if (subject !== 'person' || name.startsWith('group:')) return effect;
  const own = records.filter(({ createdBy: { id, email } }) =>
    name.startsWith('sub:') ? id === name.slice(4) : email?.toLowerCase() === name.toLowerCase(),
  );
  return { ...effect, deploymentsLately: own.length };
};
