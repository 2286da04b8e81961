import type { Build } from '../contract/build.ts';
import type { DeliveryGroup } from '../contract/delivery-group.ts';
import type { EngineAbilities } from '../contract/engine-abilities.ts';
import type { Environment } from '../contract/environment.ts';
import type { Recipe } from '../contract/recipe.ts';
import type { Service } from '../contract/service.ts';
import type { RecipeChoice } from './recipe-choice.ts';
import type { Breaker, Caller, DeploymentRecord, Guard, Lane, Slots } from './records.ts';
import type { PlaneSettings } from './settings.ts';

/** Whether the artifact of a build is where it should be; `unchecked` when the store did not answer. */
export type ArtifactPresence = 'present' | 'missing' | 'unchecked';

/** Everything an admission is decided from: read once, never asked for again. A missing fact is `undefined`. */
export type AdmissionFacts = {
  readonly now: Date;
  readonly caller: Caller;
  readonly intent: {
    readonly service: string;
    readonly environment: string;
    readonly version: string;
    readonly changeSummary: string;
  };
  readonly settings: PlaneSettings;
  readonly service: Service | undefined;
  readonly group: DeliveryGroup | undefined;
  readonly environment: Environment | undefined;
  readonly choice: RecipeChoice | undefined;
  readonly recipe: Recipe | undefined;
  readonly build: Build | undefined;
  readonly artifact: ArtifactPresence | undefined;
  readonly lane: Lane | undefined;
  readonly slots: Slots | undefined;
  readonly used: { readonly deploys: number; readonly rollbacks: number };
  readonly guard: Guard | undefined;
  readonly breaker: Breaker | undefined;
  /** The type of the engine that this plane is connected to; nobody knows before reconciliation has run once. */
  readonly connected: string | undefined;
  /** What the engine lets DXCP do. */
  readonly abilities: EngineAbilities | undefined;
};

/** What the rules look at that the configuration has a say in: how things are set up, and what is used of them. */
export type ConfiguredFacts = Pick<
  AdmissionFacts,
  'now' | 'intent' | 'settings' | 'service' | 'group' | 'environment' | 'recipe' | 'lane' | 'slots' | 'used'
>;

/** What a rollback is decided from: the admission's facts about its target, and the deployment it undoes. */
export type RollbackFacts = AdmissionFacts & {
  readonly original: DeploymentRecord;
  readonly abilities: EngineAbilities;
  readonly target: RollbackTarget | undefined;
};

export type RollbackTarget = {
  readonly version: string;
  readonly deploymentId: string;
  readonly ranFrom: string;
  readonly ranTo?: string;
};
