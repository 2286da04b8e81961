import { permissions, type Role } from '../contract/actor.ts';
import type { RollbackPlan } from '../contract/admission.ts';
import type { Deployment } from '../contract/deployment.ts';
import type { Refusal } from '../contract/problem.ts';
import { limitationsOf } from '../domain/abilities.ts';
import { decideRollback, rollbackTarget } from '../domain/decide-rollback.ts';
import type { RollbackFacts } from '../domain/facts.ts';
import { stops, takesOver } from '../domain/guardrails/rollback-possible.ts';
import { inScope } from '../domain/ownership.ts';
import { policyFigures } from '../domain/policy.ts';
import type { Caller, DeploymentRecord } from '../domain/records.ts';
import { positionFor } from '../domain/switch-position.ts';
import { viewDeployment } from '../domain/views.ts';
import { artifactPresence, groupKeys, type LooksUpArtifacts, settingsDefault } from './admission-facts.ts';
import { mintFor, recipeBrief } from './deploy.ts';
import { hasten } from './hasten.ts';
import { type MutationRequest, mutate, type PreconditionKeys, type Preconditions } from './operation.ts';
import { answer, notFound, outOfScope, type Result, refusal, switchedOff } from './result.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'abilitiesOf'> & LooksUpArtifacts;
type Hastens = Pick<World, 'observer'>;
type Input = {
  readonly params: { readonly id: string };
  readonly body: { readonly changeSummary?: string | undefined } | undefined;
};
type Loaded = RollbackFacts & Preconditions;

/** Undoes a deployment: a new one, to the version that is proved to have run. */
export const rollback = async (
  world: Needs & Hastens,
  request: MutationRequest<Input>,
): Promise<Result<Deployment>> => {
  const mint = mintFor(world, request.requestId);
  const result = await mutate<Input, Loaded, Deployment>(world, request, {
    status: 201,
    load: ({ params, body }, keys) =>
      loadRollback(world, { caller: request.caller, id: params.id, summary: body?.changeSummary }, keys),
    decide: (facts) => {
      const decision = decideRollback(facts, mint);
      return decision.admitted
        ? { admitted: true, change: decision.change, body: viewDeployment(decision.record, request.caller.role) }
        : { admitted: false, refusals: decision.evaluation.refusals, deliveryGroupId: facts.group?.id };
    },
  });
  await hasten(world, result, ({ waitsFor }) => waitsFor);
  return result;
};

/** The same decision without effect, with the proof of its target. */
export const planRollback = async (
  world: Needs,
  { caller, requestId, id }: { caller: Caller; requestId: string; id: string },
): Promise<Result<RollbackPlan>> => {
  const keys: PreconditionKeys = {
    answer: { callerId: caller.id, operation: 'deployments.rollbackPlan', key: '-' },
    killSwitch: 'plane',
  };
  const facts = await loadRollback(world, { caller, id, summary: undefined }, keys);
  if ('kind' in facts) return facts;
  if (facts.group && !inScope(caller, facts.group)) return outOfScope(facts.group.id);
  const { evaluation } = decideRollback(facts, mintFor(world, requestId));
  const refusals = [...hindrances(facts), ...evaluation.refusals];
  const policy = policyFigures(facts);
  return answer({
    allowed: refusals.length === 0,
    refusals,
    checks: [...evaluation.checks],
    from: facts.original.version,
    takesOver: takesOver(facts),
    stops: stops(facts),
    notes: limitationsOf(facts.abilities),
    ...(facts.target ? { target: withProof(facts.target, facts) } : {}),
    ...(facts.recipe ? { recipe: recipeBrief(facts.recipe) } : {}),
    ...(policy ? { policy } : {}),
  });
};

/** What keeps this caller from any rollback now, before the rules are asked. */
const hindrances = ({ caller, killSwitch }: Loaded): Refusal[] => [
  ...(caller.role !== undefined && mayDeploy.includes(caller.role)
    ? []
    : [refusal('ROLE_FORBIDDEN', 'Your role may look, not roll back', 'Ask a delivery owner of the group.')]),
  ...(killSwitch?.mutationsDisabled ? [switchedOff(killSwitch)] : []),
];

const mayDeploy: readonly Role[] = permissions.deploy;

const withProof = (target: NonNullable<RollbackFacts['target']>, { build }: RollbackFacts) => ({
  ...target,
  ...(build ? { artifact: { sha256: build.sha256, status: build.status } } : {}),
});

type Asked = { readonly caller: Caller; readonly id: string; readonly summary: string | undefined };

const loadRollback = async (world: Needs, asked: Asked, keys: PreconditionKeys): Promise<Loaded | Result<never>> => {
  const { store, clock } = world;
  const now = clock.now();
  const { deployment: original, ...preconditions } = await store.read({ deployment: asked.id, ...keys });
  if (!original) return notFound(`deployment ${asked.id}`);
  const around = await readAround(store, original, now);
  const target = rollbackTarget(original, around.lane);
  const build = target && (await store.read({ build: { service: original.service, version: target.version } })).build;
  return {
    ...preconditions,
    killSwitch: positionFor(preconditions.killSwitch, around.guard),
    now,
    caller: asked.caller,
    original,
    target,
    intent: {
      service: original.service,
      environment: original.environment,
      version: target?.version ?? original.version,
      changeSummary:
        asked.summary ?? `Roll back ${original.version}: ${original.changeSummary}`.slice(0, 240).toWellFormed(),
    },
    settings: around.settings ?? settingsDefault,
    service: around.service,
    group: around.deliveryGroup,
    environment: around.environment,
    choice: { kind: 'chosen', recipeId: original.recipeId, by: 'request' },
    recipe: around.recipe,
    build,
    artifact: await artifactPresence(world, build),
    lane: around.lane,
    slots: around.slots,
    used: { deploys: around.deployQuota ?? 0, rollbacks: around.rollbackQuota ?? 0 },
    guard: around.guard,
    breaker: around.breaker,
    connected: around.pulse?.engineType,
    abilities: world.abilitiesOf(original.order.engineType),
  };
};

/** The place and the group the original was deployed for; its recipe at the revision of now. */
const readAround = (store: World['store'], original: DeploymentRecord, now: Date) => {
  const { service, environment } = original;
  return store.readTogether({
    ...groupKeys({ ...original, now }),
    service,
    environment,
    lane: { service, environment },
    settings: 'plane',
    breaker: 'plane',
    pulse: 'plane',
  });
};
