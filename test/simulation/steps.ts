/**
 * A run as the list of all that was decided in it. Whoever acts has a number of its own, and steps name each other by
 * these numbers, so that steps can be left out and the others keep their meaning; what has lost its meaning does
 * nothing.
 */
export type Step =
  /** Somebody sets out to do something. `skewMs` is how far their clock is off. */
  | { readonly do: 'set out'; readonly who: number; readonly what: Deed; readonly skewMs: number }
  /** One outside call of `who` goes on as `how` says; then up to `more` further ones, as they should. */
  | { readonly do: 'go on'; readonly who: number; readonly nth: number; readonly how: How; readonly more: number }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'engine'; readonly what: EngineMove }
  | { readonly do: 'lag'; readonly ms: number }
  /** The workflow service gives up all machines there are; their names stay taken. */
  | { readonly do: 'machines end' };

/** `replaced`: from now on whoever sets out is connected to another engine, which must not be asked about these orders. */
export const engineMoves = ['goes down', 'comes back', 'restarts', 'is replaced', 'is connected again'] as const;
export type EngineMove = (typeof engineMoves)[number];

/** What becomes of an outside call. The last ones depend on what is called. */
export type How =
  | 'ok'
  /** It is carried out, and its answer is on the way. */
  | 'hold'
  | 'die before'
  /** Whoever called is gone, and the call arrives all the same. */
  | 'die in flight'
  | 'die after'
  /** Dies at the next named crash point. */
  | 'doom'
  | Fault;

/** `torn`: half of the keys are read now and half later, as a batch may be; either half may be the earlier one. */
export const storeReadFaults = ['throttled', 'unanswered'] as const;
export const storeWriteFaults = ['throttled', 'conflict', 'unanswered', 'lost'] as const;
export const startFaults = [
  'reject',
  'reject though accepted',
  'reset before',
  'reset after',
  'reset after two',
  'error before',
  'error after',
  'timeout before',
  'timeout after',
  'not sent',
] as const;
export const engineFaults = ['unavailable', 'timeout', 'broken'] as const;

export type Fault =
  | (typeof storeReadFaults)[number]
  | (typeof storeWriteFaults)[number]
  | (typeof startFaults)[number]
  | (typeof engineFaults)[number]
  | 'torn'
  | 'torn backwards'
  | 'unknown status'
  | 'unknown execution'
  | 'fails';

/** What may go wrong with each kind of call. */
export const faultsOf: Readonly<Record<string, readonly Fault[]>> = {
  'store.get': [...storeReadFaults, 'torn', 'torn backwards'],
  'store.rest': storeReadFaults,
  'store.get together': storeReadFaults,
  'store.query': storeReadFaults,
  'store.write': storeWriteFaults,
  'store.count': ['throttled', 'unanswered', 'lost'],
  // What one order becomes twice is met seldom enough.
  'engine.start': [...startFaults, 'reset after two', 'reset after two'],
  'engine.find': engineFaults,
  'engine.observe': [...engineFaults, 'unknown status', 'unknown execution'],
  'engine.observeMany': [...engineFaults, 'unknown status', 'unknown execution'],
  'engine.cancel': [...engineFaults, 'lost'],
  'engine.health': engineFaults,
  'workflow.begin': ['fails', 'lost'],
  'artifacts.stat': ['fails'],
  'artifacts.digest': [],
  'key.sign': ['fails', 'lost'],
  'archive.keep': ['fails', 'lost'],
  sleep: [],
  nap: [],
};

export const deaths = ['die before', 'die in flight', 'die after', 'doom'] as const;

export type Deed =
  | {
      readonly kind: 'deploy';
      readonly caller: string;
      readonly service: string;
      readonly environment: string;
      readonly version: string;
      readonly recipeId?: string;
    }
  | {
      readonly kind: 'validate';
      readonly caller: string;
      readonly service: string;
      readonly environment: string;
      readonly version: string;
    }
  | { readonly kind: 'roll back'; readonly caller: string; readonly of: number }
  | { readonly kind: 'plan'; readonly caller: string; readonly of: number }
  | { readonly kind: 'cancel'; readonly caller: string; readonly of: number }
  | { readonly kind: 'release'; readonly caller: string; readonly of: number }
  | { readonly kind: 'register'; readonly service: string; readonly version: string; readonly flavor: Flavor }
  /** The same request under the same key; `changed`: another request under it. */
  | { readonly kind: 'again'; readonly of: number; readonly changed: boolean }
  | { readonly kind: 'switch'; readonly on: boolean }
  | { readonly kind: 'configure'; readonly edit: Edit }
  /** `again`: one of its tasks is delivered once more, whatever became of the first and however late. */
  | { readonly kind: 'machine'; readonly of: number; readonly again?: Task }
  /** Somebody comes to the door who may look and may not change anything. */
  | { readonly kind: 'knock'; readonly caller: string; readonly wants: 'read' | 'mutation' }
  /** The audit record is sealed. */
  | { readonly kind: 'seal' }
  /** Somebody asks the engine how it is. */
  | { readonly kind: 'probe' }
  | { readonly kind: 'stream'; readonly of: readonly number[] }
  /** `vigil`: so long it looks after what is in flight. */
  | { readonly kind: 'reconcile'; readonly vigil: number }
  /** Something is heard of a deployment: a question, or the engine's word on how it stands. */
  | {
      readonly kind: 'hear';
      readonly of: number;
      readonly word: 'none' | 'its own' | 'another';
      /** The word is so many seconds old. */
      readonly late: number;
      readonly vigil: number;
    };

export const tasks = ['start', 'observe', 'finish'] as const;
export type Task = (typeof tasks)[number];

export const edits = [
  ...(['places', 'quotas', 'binding', 'move', 'lifecycle', 'recipe', 'allow', 'mode', 'rates'] as const),
  ...(['add group', 'add environment', 'delete environment', 'bind', 'add service', 'fit'] as const),
] as const;
type Plain = Exclude<Deed['kind'], 'configure'>;
const plain: Readonly<Record<Plain, true>> = {
  deploy: true,
  validate: true,
  'roll back': true,
  plan: true,
  cancel: true,
  release: true,
  register: true,
  again: true,
  switch: true,
  knock: true,
  seal: true,
  machine: true,
  probe: true,
  stream: true,
  reconcile: true,
  hear: true,
};

/** All that anybody sets out to do; each kind of edit is one. */
export const deedKinds: readonly string[] = [...Object.keys(plain), ...edits.map((edit) => `configure ${edit}`)];

export type Flavor = 'good' | 'wrong digest' | 'no artifact';

export type Edit =
  | { readonly edit: 'places'; readonly group: string; readonly to: number }
  | { readonly edit: 'quotas'; readonly group: string; readonly deploys: number; readonly rollbacks: number }
  | { readonly edit: 'binding'; readonly group: string; readonly environment: string; readonly enabled: boolean }
  | { readonly edit: 'move'; readonly service: string; readonly to: string | null }
  | { readonly edit: 'lifecycle'; readonly environment: string; readonly to: 'active' | 'disabled' | 'retired' }
  | { readonly edit: 'recipe'; readonly recipe: string; readonly status: 'active' | 'deprecated' }
  | { readonly edit: 'allow'; readonly group: string; readonly recipe: string; readonly allowed: boolean }
  | { readonly edit: 'mode'; readonly to: 'standard' | 'evaluation' }
  | { readonly edit: 'rates'; readonly read: number; readonly mutation: number }
  | { readonly edit: 'add group'; readonly group: string; readonly services: readonly string[] }
  | { readonly edit: 'add environment'; readonly environment: string }
  | { readonly edit: 'delete environment'; readonly environment: string }
  /** The group takes the environment in, or leaves it out. */
  | { readonly edit: 'bind'; readonly group: string; readonly environment: string; readonly bound: boolean }
  | { readonly edit: 'add service'; readonly service: string }
  /** The recipes that are said to fit the service. */
  | { readonly edit: 'fit'; readonly service: string; readonly recipes: readonly string[] };
