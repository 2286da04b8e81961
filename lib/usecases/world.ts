import type { InitialParameters } from '../contract/configuration.ts';
import type { EngineAbilities } from '../contract/engine-abilities.ts';
import type { Engine } from '../ports/engine.ts';
import type { Store } from '../ports/store.ts';
import type { Artifacts, Clock, Ids, Observer, Tell, Workflow } from '../ports/world.ts';

/** Everything an operation may need of the world; each takes only its own part. */
export type World = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly artifacts: Artifacts;
  readonly engine: Engine;
  /** By the type that a record or a recipe names: for those who only read the table and hold no engine. */
  readonly abilitiesOf: (engineType: string) => EngineAbilities;
  readonly workflow: Workflow;
  readonly observer: Observer;
  /** As deployed, for a plane without settings; absent where somebody else sets it up. */
  readonly initial?: (() => Promise<InitialParameters>) | undefined;
  /** Tells operators; nobody listens where it is absent. */
  readonly tell?: Tell | undefined;
};
