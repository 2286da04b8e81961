import { useState } from 'react';
import type { ServiceVersion } from '../../../../lib/contract/build.ts';
import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import type { Deployment, DeploymentIntent } from '../../../../lib/contract/deployment.ts';
import type { Recipe } from '../../../../lib/contract/recipe.ts';
import type { Service } from '../../../../lib/contract/service.ts';
import { versionTyped } from '../../api/versions.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { environmentsOf, preselected, recipeChoice } from './choices.ts';
import { useDraft } from './draft.ts';
import { firstChoice, mishapsFor } from './mishaps.ts';

/** The type keeps this equal to the contract's own limit, without loading its schemas. */
export const SUMMARY_MAX: typeof import('../../../../lib/contract/values.ts').CHANGE_SUMMARY_MAX = 240;

export type FormFacts = {
  readonly service: Service;
  readonly group: DeliveryGroup;
  readonly recipes: readonly Recipe[];
  readonly versions: readonly ServiceVersion[];
  /** The latest deployments of the service, newest first. */
  readonly deployments: readonly Deployment[];
};
type Chosen = { readonly env?: string | undefined; readonly version?: string | undefined };

/** The version that is chosen before the person chooses; it stays while the page is open, whatever is published. */
const usePreferred = (environment: string, newest: string): string => {
  const [pinned, pin] = useState({ environment, newest });
  if (pinned.environment === environment) return pinned.newest;
  pin({ environment, newest });
  return newest;
};

const suggestedSummary = (built: ServiceVersion | undefined): string =>
  built ? words.summaryFor(built.version, built.gitBranch, built.gitSha).slice(0, SUMMARY_MAX) : '';

/** The fields of one form: what was chosen in the address, and what was typed. */
export const useDeployForm = (facts: FormFacts, chosen: Chosen) => {
  const { service, group, recipes, versions } = facts;
  // Text that is not a version yet; while it stands, no version is chosen.
  const [typed, setTyped] = useState<string>();
  const bindings = environmentsOf(group);
  const environment = chosen.env ?? (bindings.find(({ enabled }) => enabled) ?? bindings[0])?.name ?? '';
  const mishaps = mishapsFor(facts.deployments, environment);
  const preferred = usePreferred(environment, firstChoice(versions, mishaps));
  const settled = chosen.version ?? preferred;
  const draft = useDraft(service.name, `${settled} ${environment}`);
  const choice = recipeChoice(service, group, environment, recipes);
  const offered = choice.kind === 'open' && choice.recipes.some(({ id }) => id === draft.recipeId);
  const recipeId = offered ? draft.recipeId : preselected(choice);
  const version = typed === undefined ? settled : (versionTyped(versions, typed)?.version ?? '');
  const summary = draft.summary ?? suggestedSummary(versions.find((each) => each.version === (version || settled)));
  const intent: DeploymentIntent = {
    service: service.name,
    environment,
    version,
    changeSummary: summary.trim(),
    ...(recipeId ? { recipeId } : {}),
  };
  return {
    intent,
    bindings,
    choice,
    recipeId,
    mishaps,
    mishap: mishaps.get(version),
    /** Whether nothing was chosen beforehand because all that could be chosen failed. */
    allFailed: preferred === '' && mishaps.size > 0,
    /** The version that holds when the typed text is given up. */
    settled,
    typed,
    setTyped,
    summary,
    draft,
  };
};
export type DeployForm = ReturnType<typeof useDeployForm>;
