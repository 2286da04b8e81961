import { Link } from '@tanstack/react-router';
import type { Holder } from '../../../lib/contract/admission.ts';
import type { Refusal } from '../../../lib/contract/problem.ts';
import { refusalWords as words } from '../copy/refusal.ts';
import { copy } from '../copy.ts';
import { Ago } from './ago.tsx';
import { absolute, soon } from './time.ts';

const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' && value !== null && 'deploymentId' in value && 'service' in value && 'version' in value;

/** The deployments that stand in the way, as the facts name them. */
export const holdersIn = (facts: Readonly<Record<string, unknown>>): Holder[] =>
  Array.isArray(facts.holders) ? facts.holders.filter(isHolder) : [];

/** A quota that is used up, in figures. */
const usedIn = ({ code, facts: { used, limit } }: Refusal): string | undefined =>
  code === 'QUOTA_EXCEEDED' && typeof used === 'number' && typeof limit === 'number'
    ? words.used(used, limit)
    : undefined;

const link = 'w-fit font-medium text-accent underline underline-offset-2';

const HolderLine = ({ holder }: { holder: Holder }) => (
  <p>
    <Link to="/deployments/$id" params={{ id: holder.deploymentId }} className={link}>
      {words.watch(holder.service, holder.version)}
    </Link>
    {holder.since && (
      <>
        , {words.startedAt} <Ago at={holder.since} />
      </>
    )}
  </p>
);

/** The policy that a refusal follows, for those who may look it up. */
const policies: Readonly<Partial<Record<Refusal['code'], 'environments' | 'recipes'>>> = {
  ENVIRONMENT_DISABLED: 'environments',
  ENVIRONMENT_RETIRED: 'environments',
  RECIPE_DEPRECATED: 'recipes',
  RECIPE_NOT_ALLOWED: 'recipes',
  RECIPE_INCOMPATIBLE: 'recipes',
};

/** Leads to what a refusal names. */
const NamedLink = ({ refusal: { code, facts } }: { refusal: Refusal }) => {
  const { environment, recipeId, deploymentId } = facts;
  const section = policies[code];
  const id = section === 'recipes' ? recipeId : environment;
  if (section && typeof id === 'string') {
    return (
      <Link to="/policy/{-$section}/{-$id}" params={{ section, id }} className={link}>
        {section === 'recipes' ? words.seeRecipe(id) : words.seeEnvironment(id)}
      </Link>
    );
  }
  if (typeof deploymentId !== 'string') return null;
  return (
    <Link to="/deployments/$id" params={{ id: deploymentId }} className={link}>
      {words.seeDeployment}
    </Link>
  );
};

/** What to do, with the deployments by their names in place of their ids. */
const hintOf = ({ hint }: Refusal, holders: readonly Holder[]): string =>
  holders.reduce(
    (text, { deploymentId, service, version }) =>
      text.replace(new RegExp(`(deployment )?${deploymentId}`), words.it(service, version)),
    hint,
  );

/** What to do about a refusal, what stands in the way, and from when it would pass, in the reader's own time. */
export const RefusalDetail = ({ refusal }: { refusal: Refusal }) => {
  const { allowedFrom, facts } = refusal;
  const holders = holdersIn(facts);
  const hint = hintOf(refusal, holders);
  const used = usedIn(refusal);
  return (
    <div className="mt-1 grid gap-1 text-xs text-ink-2">
      {used && <p className="tnum">{used}</p>}
      {hint && <p className="wrap-anywhere">{hint}</p>}
      {allowedFrom && (
        <p>
          {copy.deploy.allowedFrom}{' '}
          <time dateTime={allowedFrom} data-tip={absolute(allowedFrom)} className="tnum font-medium">
            {soon(allowedFrom)}
          </time>
          , <Ago at={allowedFrom} ahead />.
        </p>
      )}
      {holders.length === 0 && <NamedLink refusal={refusal} />}
      {holders.map((holder) => (
        <HolderLine key={holder.deploymentId} holder={holder} />
      ))}
    </div>
  );
};
