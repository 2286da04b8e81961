import type { Role } from '../contract/actor.ts';
import type { Deployment } from '../contract/deployment.ts';
import type { Recipe } from '../contract/recipe.ts';
import type { DeploymentBrief } from '../contract/running.ts';
import type { Attempt, DeploymentRecord } from './records.ts';
import { stepsPassedOver } from './step-words.ts';
import { waitOf } from './waits.ts';

/** A record as callers see it: engine diagnostics are for admins only. */
export const viewDeployment = (record: DeploymentRecord, role: Role | undefined): Deployment => {
  const {
    recordVersion: _recordVersion,
    timelineSequence: _timelineSequence,
    quota: _quota,
    order,
    handOver: _handOver,
    deadlineAt: _deadlineAt,
    executionId,
    executionUrl,
    evidence,
    warnings,
    engineWaits: _engineWaits,
    turnAt: _turnAt,
    cancelSentAt: _cancelSentAt,
    ...kept
  } = record;
  const waitsOn = waitOf(record);
  const passedOver = stepsPassedOver(warnings ?? []);
  const visible = {
    ...kept,
    ...(waitsOn === undefined ? {} : { waitsOn }),
    ...(passedOver.length === 0 ? {} : { passedOver }),
  };
  if (role !== 'PLATFORM_ADMIN') return visible;
  return {
    ...visible,
    engine: {
      type: order.engineType,
      ...(executionId === undefined ? {} : { executionId }),
      ...(executionUrl === undefined ? {} : { executionUrl }),
      ...(evidence === undefined ? {} : { evidence: [...evidence] }),
    },
  };
};

/** A recipe as callers see it: how it maps onto the engine is for admins only. */
export const viewRecipe = (recipe: Recipe, role: Role | undefined): Recipe => {
  if (role === 'PLATFORM_ADMIN') return recipe;
  const { engine: _engine, ...visible } = recipe;
  return visible;
};

/** One line that says the same about where it stands as the whole of it does. */
export const briefOf = (record: DeploymentRecord): DeploymentBrief => {
  const { id, version, state, outcome, deploymentKind, createdAt, finishedAt, cancelRequested, stalled } = record;
  const waitsOn = waitOf(record);
  return {
    id,
    version,
    state,
    outcome,
    deploymentKind,
    createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(waitsOn === undefined ? {} : { waitsOn }),
    ...(cancelRequested === undefined ? {} : { cancelRequested }),
    ...(stalled === undefined ? {} : { stalled }),
  };
};

export const briefOfAttempt = ({ deploymentId, ...attempt }: Attempt): DeploymentBrief => ({
  id: deploymentId,
  ...attempt,
});
