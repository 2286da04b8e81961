import { type Family, keyPrefixes, planeKey } from '../adapters/dynamodb/keys.ts';
import type { IndexName } from '../adapters/dynamodb/table.ts';
import { initialParameters, parameters } from '../contract/configuration.ts';

type PlaneItem = Parameters<typeof planeKey>[0];
const planeItems: readonly PlaneItem[] = [
  'killSwitch',
  'breaker',
  'pulse',
  'watch',
  'denialsTold',
  'settings',
  'publishers',
  'groupRegistry',
  'chain',
];

/**
 * The paths of the deployment parameters, under their prefix. Those of the engine are named one by one: the secret of its
 * events lies among them, and whoever calls the engine has no use for it.
 */
export const parameterPaths = {
  oidc: ['/oidc/*'],
  engine: Object.keys(parameters).filter((name) => name.startsWith('/engine/') && !name.startsWith('/engine/events/')),
  'engine/events': ['/engine/events/*'],
  initial: initialParameters,
} as const satisfies Record<string, readonly string[]>;

export type ParameterSet = keyof typeof parameterPaths;

/** A family of items, or one item of the plane: a function that reads the settings cannot write the kill switch. */
export type Collection = Exclude<Family, 'plane'> | PlaneItem;

/** What one function may do beyond running and logging. Absent means that it may not. */
export type Access = {
  /** By key. */
  readonly reads?: readonly Collection[];
  /** Key-ordered pages of one partition of the table. */
  readonly queries?: readonly Collection[];
  /** Key-ordered pages of an index. */
  readonly lists?: Partial<Record<IndexName, readonly Collection[]>>;
  readonly puts?: readonly Collection[];
  readonly updates?: readonly Collection[];
  readonly deletes?: readonly Collection[];
  /** Makes a commit depend on an item that it does not change. */
  readonly checks?: readonly Collection[];
  /** Objects of the artifact bucket: their names, or also their bytes. */
  readonly artifacts?: 'list' | 'read';
  /** Which deployment parameters: how tokens are judged, how the engine is reached, what it shows with its events, or what a new plane begins with. */
  readonly parameters?: ParameterSet | readonly ParameterSet[];
  /** The workflow: begins executions, or only reports how it is configured. */
  readonly workflow?: 'begin' | 'name';
  /** May ask the observing function for a look at the engine. */
  readonly observes?: true;
  /** Counts something that nothing it reads names the plane for. */
  readonly tells?: true;
  /** Has heads signed with the key of the seals. */
  readonly signs?: true;
  /** Puts seals into their archive, each once. */
  readonly archives?: true;
};

const isPlaneItem = (collection: Collection): collection is PlaneItem => planeItems.some((item) => item === collection);

/** The partition keys of a collection, as a pattern for `dynamodb:LeadingKeys`. */
export const leadingKeyOf = (collection: Collection): string =>
  isPlaneItem(collection) ? planeKey(collection).pk : `${keyPrefixes[collection]}*`;
