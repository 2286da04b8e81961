import { useRef, useState } from 'react';
import type { ServiceVersion } from '../../../../lib/contract/build.ts';
import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import type { DeploymentIntent } from '../../../../lib/contract/deployment.ts';
import type { Recipe } from '../../../../lib/contract/recipe.ts';
import type { Service } from '../../../../lib/contract/service.ts';
import { copy } from '../../copy.ts';
import { environmentsOf, preselected, recipeChoice } from './choices.ts';

/** The type keeps this equal to the contract's own limit, without loading its schemas. */
export const SUMMARY_MAX: typeof import('../../../../lib/contract/values.ts').CHANGE_SUMMARY_MAX = 240;

export type FormFacts = {
  readonly service: Service;
  readonly group: DeliveryGroup;
  readonly recipes: readonly Recipe[];
  readonly versions: readonly ServiceVersion[];
};
type Chosen = { readonly env?: string | undefined; readonly version?: string | undefined };

const draftKey = (service: string) => `dxcp-draft-${service}`;

/** What was typed survives a new sign-in and a reload of the tab. */
const useDraft = (service: string) => {
  const [typed, setTyped] = useState<string | undefined>(() => sessionStorage.getItem(draftKey(service)) ?? undefined);
  return {
    typed,
    type: (summary: string) => {
      sessionStorage.setItem(draftKey(service), summary);
      setTyped(summary);
    },
    clear: () => sessionStorage.removeItem(draftKey(service)),
  };
};

/** The fields of one form: what was chosen in the address, and what was typed. */
export const useDeployForm = ({ service, group, recipes, versions }: FormFacts, chosen: Chosen) => {
  const [picked, setRecipe] = useState<string>();
  const draft = useDraft(service.name);
  // One form is one intent: pressing twice, or again after a broken connection, is the same request.
  const idempotencyKey = useRef(crypto.randomUUID());
  const bindings = environmentsOf(group);
  const environment = chosen.env ?? (bindings.find(({ enabled }) => enabled) ?? bindings[0])?.name ?? '';
  const choice = recipeChoice(service, group, environment, recipes);
  const offered = choice.kind === 'open' && choice.recipes.some(({ id }) => id === picked);
  const recipeId = offered ? picked : preselected(choice);
  // The newest that may be deployed, so that the preview says something at once.
  const version = chosen.version ?? versions.find(({ status }) => status === 'VERIFIED')?.version ?? '';
  const built = versions.find((candidate) => candidate.version === version);
  const suggestion = built ? copy.deploy.summaryFor(version, built.gitBranch, built.gitSha) : '';
  const summary = draft.typed ?? suggestion;
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
    setRecipe,
    summary,
    setSummary: draft.type,
    forget: draft.clear,
    idempotencyKey: idempotencyKey.current,
  };
};
export type DeployForm = ReturnType<typeof useDeployForm>;
