import type { Failure, FailureCategory } from '../contract/failure.ts';

/** What each category means to the person who deploys, and the one step that most likely helps. */
export const failureDefaults: Readonly<Record<FailureCategory, { summary: string; actionHint: string }>> = {
  VALIDATION: {
    summary: 'The deployment was refused as not valid',
    actionHint: 'Check the version and the recipe, then deploy again.',
  },
  POLICY: {
    summary: 'A policy of the target refused the deployment',
    actionHint: 'Ask the platform team which policy applies.',
  },
  ARTIFACT: { summary: 'The artifact could not be used', actionHint: 'Publish the build again under a new version.' },
  INFRASTRUCTURE: {
    summary: 'The infrastructure could not carry the deployment out',
    actionHint: 'Try again in a few minutes; if it repeats, tell the platform team.',
  },
  CONFIG: {
    summary: 'The deployment configuration is wrong',
    actionHint: 'Ask the platform team to check the recipe.',
  },
  APP: {
    summary: 'The new version did not become healthy',
    actionHint: 'Roll back, then read the logs of the new version and deploy a fixed one.',
  },
  TIMEOUT: {
    summary: 'The deployment took too long',
    actionHint: 'Roll back, then find out what the new version waits for.',
  },
  ROLLBACK: {
    summary: 'The rollback did not work',
    actionHint: 'Deploy the version you want directly, and tell the platform team.',
  },
  UNKNOWN: {
    summary: 'The deployment failed for a reason DXCP does not recognize',
    actionHint: 'Ask the platform team to look at the details they see.',
  },
};

/** A failure as an engine reports it: only the category is certain. */
export type SeenFailure = {
  readonly category: FailureCategory;
  readonly summary?: string;
  readonly detail?: string;
  readonly actionHint?: string;
  readonly retryable?: boolean;
  readonly observedAt?: string;
  readonly evidence?: string;
};

export const failureOf = (seen: SeenFailure, observedAt: string): Failure => ({
  category: seen.category,
  summary: seen.summary || failureDefaults[seen.category].summary,
  actionHint: seen.actionHint || failureDefaults[seen.category].actionHint,
  observedAt,
  ...(seen.detail === undefined ? {} : { detail: seen.detail }),
  ...(seen.retryable === undefined ? {} : { retryable: seen.retryable }),
});
