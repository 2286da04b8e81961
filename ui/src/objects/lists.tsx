import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNames } from '../api/names.ts';
import * as queries from '../api/queries.ts';
import { policyWords as words } from '../copy/policy.ts';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Tag } from '../kit/state-mark.tsx';
import { Trouble } from '../kit/trouble.tsx';
import type { Area } from './area-link.tsx';
import { groupsIn } from './environment.ts';
import { type Line, Listing } from './listing.tsx';
import { groupsWithRecipe } from './recipe.ts';

type Look = { readonly error: Error | null; readonly refetch: () => Promise<unknown> };

/** The list, or why there is none. */
const shownOr = (look: Look, list: ReactNode) => {
  if (list) return list;
  return look.error ? <Trouble error={look.error} onRetry={() => void look.refetch()} /> : <SkeletonRows rows={6} />;
};

const listed = (names: readonly string[]): string => names.join(', ') || words.nobody;

export const GroupList = ({ area }: { area: Area }) => {
  const look = useQuery(queries.groups);
  const names = useNames();
  const lines = look.data?.items.map(
    ({ id, name, owners, services, environments, guardrails, updatedAt }): Line => ({
      id,
      name,
      under: owners.join(', '),
      cells: [
        words.of(services.length, 'service'),
        [...environments]
          .sort((a, b) => a.promotionOrder - b.promotionOrder)
          .map((bound) => names.environment(bound.name))
          .join(', '),
        words.limitsOf(guardrails.dailyDeployQuota, guardrails.dailyRollbackQuota),
      ],
      updatedAt,
    }),
  );
  const columns = [words.groupColumn, words.members, words.bound, words.quotas];
  return shownOr(
    look,
    lines && <Listing area={area} section="groups" what={words.group} columns={columns} lines={lines} />,
  );
};

export const RecipeList = ({ area }: { area: Area }) => {
  const look = useQuery(queries.recipes);
  const groups = useQuery(queries.groups).data?.items ?? [];
  const lines = look.data?.items.map(
    ({ id, name, behaviorSummary, status, updatedAt }): Line => ({
      id,
      name,
      under: behaviorSummary,
      cells: [
        status === 'deprecated' ? <Tag key="s">{words.statuses.deprecated}</Tag> : words.statuses.active,
        listed(groupsWithRecipe(groups, id)),
      ],
      updatedAt,
    }),
  );
  const columns = [words.recipeColumn, words.status, words.usedBy];
  return shownOr(
    look,
    lines && <Listing area={area} section="recipes" what={words.recipe} columns={columns} lines={lines} />,
  );
};

export const EnvironmentList = ({ area }: { area: Area }) => {
  const look = useQuery(queries.environments);
  const groups = useQuery(queries.groups).data?.items ?? [];
  const lines = look.data?.items.map(
    ({ name, displayName, type, lifecycle, updatedAt }): Line => ({
      id: name,
      name: displayName,
      under: name,
      cells: [
        words.types[type],
        lifecycle === 'active' ? (
          words.lifecycles.active
        ) : (
          <Tag key="l" tone="warn">
            {words.lifecycles[lifecycle]}
          </Tag>
        ),
        listed(groupsIn(groups, name)),
      ],
      updatedAt,
    }),
  );
  const columns = [words.environmentColumn, words.type, words.lifecycle, words.usedBy];
  return shownOr(
    look,
    lines && <Listing area={area} section="environments" what={words.environment} columns={columns} lines={lines} />,
  );
};

export const ServiceList = () => {
  const look = useQuery(queries.services());
  const names = useNames();
  const lines = look.data?.items.map(
    ({ name, description, owner, deliveryGroupId, updatedAt }): Line => ({
      id: name,
      name,
      under: description,
      cells: [
        deliveryGroupId ? (
          names.group(deliveryGroupId)
        ) : (
          <Tag key="g" tone="warn">
            {words.inNoGroup}
          </Tag>
        ),
        owner ?? words.nobodyOwns,
      ],
      updatedAt,
    }),
  );
  const columns = [words.serviceColumn, words.groupColumn, words.owner];
  return shownOr(
    look,
    lines && <Listing area="admin" section="services" what={words.service} columns={columns} lines={lines} />,
  );
};
