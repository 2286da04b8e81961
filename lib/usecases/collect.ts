import type { UsageKey } from '../domain/change.ts';
import { viewKillSwitch } from '../domain/configure/decide-settings.ts';
import type { DenialCount } from '../domain/denials.ts';
import {
  type KeptAnswer,
  type KeptBuild,
  type KeptDeployment,
  type KeptEvent,
  type KeptGroup,
  type KeptPlace,
  type KeptPublisherQuota,
  type KeptQuota,
  type KeptRate,
  type KeptRevision,
  type KeptSeal,
  type KeptService,
  type KeptUsage,
  keptDeployment,
  keptEvent,
  type Stored,
  type Unreadable,
} from '../domain/invariants/stored.ts';
import type { Breaker, Guard, KillSwitch, Lane, Pulse, Watch } from '../domain/records.ts';
import type { ChainHead } from '../domain/seals/seal.ts';
import type { Inventory, StoredThing } from '../ports/inventory.ts';

/** Gathers what the invariants look at, page by page; of each thing only that is kept. */
export const collect = async (inventory: Inventory): Promise<Stored> => {
  const draft = emptyDraft();
  for await (const page of inventory.readAll()) for (const thing of page) take(draft, thing);
  return storedOf(draft);
};

/** The same of things that are at hand already. */
export const collected = (things: Iterable<StoredThing>): Stored => {
  const draft = emptyDraft();
  for (const thing of things) take(draft, thing);
  return storedOf(draft);
};

type Draft = {
  readonly deployments: Map<string, KeptDeployment>;
  /** By deployment, the sequences of each commit. */
  readonly told: Map<string, (readonly number[])[]>;
  readonly lanes: Lane[];
  readonly places: KeptPlace[];
  readonly quotas: KeptQuota[];
  readonly publisherQuotas: KeptPublisherQuota[];
  readonly denials: DenialCount[];
  readonly rates: KeptRate[];
  readonly guards: Guard[];
  readonly groups: KeptGroup[];
  readonly services: KeptService[];
  readonly referredTo: UsageKey[];
  readonly usages: KeptUsage[];
  readonly revisions: KeptRevision[];
  groupRegistry: readonly string[] | undefined;
  readonly answers: KeptAnswer[];
  readonly audit: KeptEvent[];
  readonly builds: KeptBuild[];
  readonly sealing: {
    readonly leaves: Map<string, string>;
    readonly seals: KeptSeal[];
    readonly sealed: Map<string, number>;
    chain: ChainHead | undefined;
  };
  readonly unreadable: Unreadable[];
  killSwitch: KillSwitch | undefined;
  breaker: Breaker | undefined;
  pulse: Pulse | undefined;
  watch: Watch | undefined;
};

const emptyDraft = (): Draft => ({
  deployments: new Map(),
  told: new Map(),
  lanes: [],
  places: [],
  quotas: [],
  publisherQuotas: [],
  denials: [],
  rates: [],
  guards: [],
  groups: [],
  services: [],
  referredTo: [],
  usages: [],
  revisions: [],
  groupRegistry: undefined,
  answers: [],
  audit: [],
  builds: [],
  sealing: { leaves: new Map(), seals: [], sealed: new Map(), chain: undefined },
  unreadable: [],
  killSwitch: undefined,
  breaker: undefined,
  pulse: undefined,
  watch: undefined,
});

const settingsPart = (targetId: string) => ({ targetType: 'Settings', targetId }) as const;

type Takers = {
  readonly [Kind in StoredThing['kind']]: (draft: Draft, thing: Extract<StoredThing, { readonly kind: Kind }>) => void;
};

const takers: Takers = {
  deployment: ({ deployments }, { value }) => void deployments.set(value.id, keptDeployment(value)),
  timeline: ({ told }, { deploymentId, entries }) => {
    const sequences = entries.map(({ sequence }) => sequence);
    const parts = told.get(deploymentId);
    if (parts) parts.push(sequences);
    else told.set(deploymentId, [sequences]);
  },
  lane: ({ lanes }, { value }) => void lanes.push(value),
  slots: ({ places }, { place, holders, held }) => void places.push({ ...place, holders, held }),
  quota: ({ quotas }, { key, used }) => void quotas.push({ key, used }),
  publisherQuota: ({ publisherQuotas }, { key, used }) => void publisherQuotas.push({ key, used }),
  denials: ({ denials }, { value }) => void denials.push(value),
  rate: ({ rates }, { key, used, limit }) => void rates.push({ key, used, limit }),
  guard: ({ guards }, { value }) => void guards.push(value),
  deliveryGroup: ({ groups, revisions }, { value: { id, services, allowedRecipes, environments, revision } }) => {
    groups.push({ id, services, recipes: allowedRecipes, environments: environments.map(({ name }) => name) });
    revisions.push({ targetType: 'DeliveryGroup', targetId: id, revision });
  },
  service: ({ services, revisions }, { value: { name, deliveryGroupId, revision } }) => {
    services.push({ name, ...(deliveryGroupId === undefined ? {} : { deliveryGroupId }) });
    revisions.push({ targetType: 'Service', targetId: name, revision });
  },
  referredTo: ({ referredTo, revisions }, { of, revision }) => {
    referredTo.push(of);
    revisions.push({ targetType: of.kind === 'recipe' ? 'Recipe' : 'Environment', targetId: of.id, revision });
  },
  usage: ({ usages }, { of, value: { groups } }) => void usages.push({ ...of, groups }),
  groupRegistry: (draft, { value: { ids } }) => {
    draft.groupRegistry = ids;
  },
  answer: ({ answers }, { key, expiresAt, about }) =>
    void answers.push({ ...key, expiresAt, ...(about === undefined ? {} : { about }) }),
  audit: ({ audit, sealing }, { value, leaf }) => {
    audit.push(keptEvent(value));
    sealing.leaves.set(value.eventId, leaf);
  },
  seal: ({ sealing }, { value: { entries }, evidence }) =>
    void sealing.seals.push({ ...evidence, leaves: entries.map(({ leaf }) => leaf) }),
  sealed: ({ sealing }, { eventId, sequence }) => void sealing.sealed.set(eventId, sequence),
  chain: ({ sealing }, { value }) => {
    sealing.chain = value;
  },
  build: ({ builds }, { value: { service, version, registeredAt, registeredBy } }) =>
    void builds.push({ service, version, registeredAt, registeredBy }),
  killSwitch: (draft, { value }) => {
    draft.killSwitch = value;
    // One that nobody turned was put there from outside, with the plane.
    if (value.updatedBy === undefined) return;
    draft.revisions.push({ ...settingsPart('killSwitch'), revision: viewKillSwitch(value).revision });
  },
  settings: ({ revisions }, { value: { parts = {}, setUpAt } }) => {
    for (const [part, { revision }] of Object.entries(parts)) revisions.push({ ...settingsPart(part), revision });
    if (setUpAt !== undefined) revisions.push({ ...settingsPart('initial'), revision: 1 });
  },
  publishers: ({ revisions }, { value: { revision } }) =>
    void revisions.push({ ...settingsPart('ciPublishers'), revision }),
  breaker: (draft, { value }) => {
    draft.breaker = value;
  },
  pulse: (draft, { value }) => {
    draft.pulse = value;
  },
  watch: (draft, { value }) => {
    draft.watch = value;
  },
  other: () => undefined,
  unreadable: ({ unreadable }, { key, why }) => void unreadable.push({ key, why }),
};

const take = <Kind extends StoredThing['kind']>(
  draft: Draft,
  thing: Extract<StoredThing, { readonly kind: Kind }>,
): void => {
  const taker: Takers[Kind] = takers[thing.kind as Kind];
  taker(draft, thing);
};

const storedOf = ({ told, ...draft }: Draft): Stored => ({
  ...draft,
  timelines: new Map([...told].map(([id, parts]) => [id, inOrder(parts)])),
});

/** The parts of a timeline lie under keys that sort by their first entry; within a part nothing is sorted. */
const inOrder = (parts: readonly (readonly number[])[]): readonly number[] =>
  [...parts].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)).flat();
