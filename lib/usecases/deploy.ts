import type { Validation } from '../contract/admission.ts';
import type { Deployment, DeploymentIntent } from '../contract/deployment.ts';
import { limitationsOf } from '../domain/abilities.ts';
import type { Mint } from '../domain/admit.ts';
import { decideDeploy } from '../domain/decide-deploy.ts';
import type { AdmissionFacts } from '../domain/facts.ts';
import { policyFigures, runningOf, usualDuration } from '../domain/policy.ts';
import type { Caller } from '../domain/records.ts';
import { viewDeployment } from '../domain/views.ts';
import { type LooksUpArtifacts, loadAdmission } from './admission-facts.ts';
import { type MutationRequest, mutate } from './operation.ts';
import { answer, type Result, switchedOff } from './result.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'abilitiesOf'> & LooksUpArtifacts;

export const mintFor = ({ ids }: Pick<World, 'ids'>, requestId: string): Mint => ({
  deploymentId: ids.deployment(),
  eventId: ids.event(),
  requestId,
});

/** Admits a deployment: decided by the rules, recorded with all its claims in one commit. The engine comes later. */
export const deploy = (
  world: Needs,
  request: MutationRequest<{ body: DeploymentIntent }>,
): Promise<Result<Deployment>> => {
  const mint = mintFor(world, request.requestId);
  return mutate(world, request, {
    status: 201,
    load: ({ body }, keys) => loadAdmission(world, request.caller, body, keys),
    decide: (facts) => {
      const decision = decideDeploy(facts, mint);
      return decision.admitted
        ? { admitted: true, change: decision.change, body: viewDeployment(decision.record, request.caller.role) }
        : { admitted: false, refusals: decision.evaluation.refusals, deliveryGroupId: facts.group?.id };
    },
  });
};

type ValidateRequest = { readonly caller: Caller; readonly requestId: string; readonly body: DeploymentIntent };

/** The same decision without the commit; changes being switched off is one more reason. */
export const validate = async (
  world: Needs,
  { caller, requestId, body }: ValidateRequest,
): Promise<Result<Validation>> => {
  const facts = await loadAdmission(world, caller, body, {
    answer: { callerId: caller.id, operation: 'deployments.validate', key: '-' },
    killSwitch: 'plane',
  });
  const { evaluation } = decideDeploy(facts, mintFor(world, requestId));
  const off = facts.killSwitch?.mutationsDisabled ? [switchedOff(facts.killSwitch)] : [];
  const refusals = [...off, ...evaluation.refusals];
  const mayKnow = !refusals.some((entry) => entry.code === 'DELIVERY_GROUP_SCOPE_REQUIRED');
  return answer({
    allowed: refusals.length === 0,
    refusals,
    checks: [...evaluation.checks],
    ...(mayKnow ? circumstances(facts) : { resolved: {}, running: null, notes: [] }),
  });
};

const circumstances = (facts: AdmissionFacts) => {
  const policy = policyFigures(facts);
  const usualDurationSeconds = usualDuration(facts.lane);
  return {
    resolved: {
      ...(facts.group ? { deliveryGroupId: facts.group.id } : {}),
      ...(facts.recipe ? { recipe: recipeBrief(facts.recipe) } : {}),
    },
    running: runningOf(facts.lane),
    notes: facts.abilities ? limitationsOf(facts.abilities) : [],
    ...(policy ? { policy } : {}),
    ...(usualDurationSeconds === undefined ? {} : { usualDurationSeconds }),
  };
};

export const recipeBrief = ({ id, name, behaviorSummary, revision }: NonNullable<AdmissionFacts['recipe']>) => ({
  id,
  name,
  behaviorSummary,
  revision,
});
