import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import * as stored from '../../api/administration.ts';
import { useMe } from '../../api/me.ts';
import * as queries from '../../api/queries.ts';
import { policySections, policyWords as words } from '../../copy/policy.ts';
import type { Sections } from '../../form/field.ts';
import { ReadSections } from '../../form/sections.tsx';
import { buttonClass } from '../../kit/button.tsx';
import { Empty } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { AreaLink } from '../../objects/area-link.tsx';
import { bodyOfEnvironment, environmentSections, groupsIn } from '../../objects/environment.ts';
import { bodyOfGroup, groupSections } from '../../objects/group.ts';
import { ObjectHead } from '../../objects/head.tsx';
import { useKnown } from '../../objects/known.ts';
import { EnvironmentList, GroupList, RecipeList } from '../../objects/lists.tsx';
import { bodyOfRecipe, groupsWithRecipe, recipeSections } from '../../objects/recipe.ts';
import { Tabs } from '../../objects/tabs.tsx';

const route = getRouteApi('/inside/policy/{-$section}/{-$id}');

type Stamp = Parameters<typeof ObjectHead>[0]['stamp'];
type SheetProps<Body> = {
  section: string;
  id: string;
  title: string;
  stamp: Stamp;
  body: Body;
  sections: Sections<Body>;
};

/** One thing as it stands, to be read; admins are led to where it is changed. */
const Sheet = <Body,>({ section, id, title, stamp, body, sections }: SheetProps<Body>) => {
  const { isAdmin } = useMe();
  const change = (
    <AreaLink area="admin" section={section} id={id} className={buttonClass()}>
      {words.change}
    </AreaLink>
  );
  return (
    <>
      <ObjectHead title={title} stamp={stamp} actions={isAdmin && change} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <ReadSections sections={sections(body)} body={body} />
      </div>
    </>
  );
};

const Waiting = ({ id, error }: { id: string; error: Error | null }) => (
  <>
    <ObjectHead title={id} stamp={undefined} />
    {error ? <Trouble error={error} /> : <Skeleton className="h-48" />}
  </>
);

type OneProps = { id: string };

const GroupSheet = ({ id }: OneProps) => {
  const { data, error } = useQuery(stored.group(id));
  const { known, error: unknown } = useKnown();
  if (!data || !known) return <Waiting id={id} error={error ?? unknown} />;
  // Only what the group has is of interest to those who read it.
  const own = {
    ...known,
    environments: known.environments.filter(({ name }) => data.environments.some((bound) => bound.name === name)),
  };
  const body = bodyOfGroup(data);
  return (
    <Sheet section="groups" id={id} title={data.name} stamp={data} body={body} sections={groupSections(own, false)} />
  );
};

const RecipeSheet = ({ id }: OneProps) => {
  const { data, error } = useQuery(stored.recipe(id));
  const groups = useQuery(queries.groups).data?.items ?? [];
  if (!data) return <Waiting id={id} error={error} />;
  const sections = recipeSections(groupsWithRecipe(groups, id));
  const body = bodyOfRecipe(data);
  return <Sheet section="recipes" id={id} title={data.name} stamp={data} body={body} sections={sections} />;
};

const EnvironmentSheet = ({ id }: OneProps) => {
  const { data, error } = useQuery(stored.environment(id));
  const groups = useQuery(queries.groups).data?.items ?? [];
  if (!data) return <Waiting id={id} error={error} />;
  const sections = environmentSections(groupsIn(groups, id));
  const body = bodyOfEnvironment(data);
  return <Sheet section="environments" id={id} title={data.displayName} stamp={data} body={body} sections={sections} />;
};

type Part = readonly [label: string, list: ReactNode, one: (id: string) => ReactNode];
const parts: Readonly<Record<string, Part>> = {
  groups: [words.groups, <GroupList key="g" area="policy" />, (id) => <GroupSheet id={id} />],
  recipes: [words.recipes, <RecipeList key="r" area="policy" />, (id) => <RecipeSheet id={id} />],
  environments: [words.environments, <EnvironmentList key="e" area="policy" />, (id) => <EnvironmentSheet id={id} />],
};

/** What may be deployed where, by whom and how often: for everybody who may read. */
export const Policy = () => {
  const { section = 'groups', id } = route.useParams();
  const [label, list, one] = parts[section] ?? [
    words.policy,
    <Empty key="?" title={words.unknown}>
      <AreaLink area="policy" className={buttonClass()}>
        {words.all(words.groups)}
      </AreaLink>
    </Empty>,
    () => null,
  ];
  return (
    <>
      <Tabs area="policy" label={words.policy} tabs={policySections} here={section} />
      {id === undefined ? (
        <>
          <PageHead tab={label} title={label} sub={words.policySub} />
          {list}
        </>
      ) : (
        one(id)
      )}
    </>
  );
};
