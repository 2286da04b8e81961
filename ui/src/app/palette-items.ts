import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { isDeploymentId } from '../api/ids.ts';
import { useMe } from '../api/me.ts';
import { useNames } from '../api/names.ts';
import * as queries from '../api/queries.ts';
import { adminSections } from '../copy/admin-sections.ts';
import { paletteWords } from '../copy/palette.ts';
import { policySections, policyWords } from '../copy/policy.ts';
import { copy } from '../copy.ts';
import type { IconName } from '../kit/icon.tsx';
import { switchTheme } from './theme.ts';

const words = paletteWords;
const VERSIONS = 20;

/** One line of the palette. */
export type Item = { readonly label: string; readonly kind: string; readonly icon: IconName; readonly act: () => void };

type Go = ReturnType<typeof useNavigate>;

const pagesOf = (go: Go, me: string | undefined): Item[] => {
  const deployments = (search: Record<string, string>) => () => void go({ to: '/deployments', search });
  const page = { kind: words.page };
  return [
    { ...page, label: copy.nav.services, icon: 'services', act: () => void go({ to: '/services' }) },
    { ...page, label: copy.nav.deployments, icon: 'deployments', act: deployments({}) },
    { ...page, label: words.failed, icon: 'cross', act: deployments({ state: 'FAILED' }) },
    ...(me ? [{ ...page, label: words.mine, icon: 'deployments' as const, act: deployments({ by: me }) }] : []),
  ];
};

/** The pages of the policy, and those for admins. */
const sectionsOf = (go: Go, isAdmin: boolean): Item[] => {
  const page = { kind: words.page, icon: 'admin' } as const;
  const policy = policySections.map(
    ([section, name]): Item => ({
      ...page,
      label: words.section(policyWords.policy, name),
      act: () => void go({ to: '/policy/{-$section}/{-$id}', params: { section, id: undefined } }),
    }),
  );
  const admin = adminSections.map(
    ([section, name]): Item => ({
      ...page,
      label: words.section(copy.nav.admin, name),
      act: () => void go({ to: '/admin/{-$section}/{-$id}', params: { section, id: undefined } }),
    }),
  );
  return isAdmin ? [...policy, ...admin] : policy;
};

const itemsOfService = (go: Go, name: string, mayDeploy: boolean): Item[] => {
  const params = { name };
  const own: Item = {
    label: name,
    kind: words.service,
    icon: 'services',
    act: () => void go({ to: '/services/$name', params }),
  };
  const deploy: Item = {
    label: words.deploy(name),
    kind: words.action,
    icon: 'deployments',
    act: () => void go({ to: '/services/$name/deploy', params }),
  };
  return mayDeploy ? [own, deploy] : [own];
};

/** The service that the page is about; while the palette is open, the page stays. */
const useServiceAtHand = (): string | undefined => {
  const [, noun, id = ''] = location.pathname.split('/');
  const shown = useQuery({ ...queries.deployment(id), enabled: noun === 'deployments' && isDeploymentId(id) }).data;
  return noun === 'services' && id ? decodeURIComponent(id) : shown?.service;
};

/** What may be done with the service at hand: each way back, and each version. */
const useItemsAtHand = (go: Go): Item[] => {
  const name = useServiceAtHand();
  const names = useNames();
  const { deployReason } = useMe();
  const group = useQuery(queries.groups).data?.items.find(
    ({ services }) => name !== undefined && services.includes(name),
  );
  const may = group !== undefined && deployReason(group) === undefined;
  const places = useQuery({ ...queries.placesOf(name ?? ''), enabled: may }).data ?? [];
  const versions = useQuery({ ...queries.versions(name ?? ''), enabled: may }).data?.versions ?? [];
  if (!may || name === undefined) return [];
  const params = { name };
  const back = places.flatMap(({ environment, running, inFlight }): Item[] =>
    running?.deploymentKind === 'ROLL_FORWARD' && !inFlight
      ? [
          {
            label: words.rollBack(name, names.environment(environment), running.version),
            kind: words.action,
            icon: 'undo',
            act: () => void go({ to: '/services/$name', params, search: { rollback: environment } }),
          },
        ]
      : [],
  );
  const deploys = versions.slice(0, VERSIONS).map(
    ({ version }): Item => ({
      label: words.deployVersion(name, version),
      kind: words.action,
      icon: 'deployments',
      act: () => void go({ to: '/services/$name/deploy', params, search: { version } }),
    }),
  );
  return [...back, ...deploys];
};

/** Everything that can be gone to or done; `typed` may be the id of a deployment. */
export const useItems = (typed: string, onHelp: () => void): Item[] => {
  const go = useNavigate();
  const { who, isAdmin } = useMe();
  const services = useQuery(queries.services()).data?.items ?? [];
  const atHand = useItemsAtHand(go);
  const id = typed.trim().toUpperCase();
  const deployment: Item = {
    label: words.openDeployment(id),
    kind: words.deployment,
    icon: 'deployments',
    act: () => void go({ to: '/deployments/$id', params: { id } }),
  };
  return [
    ...(isDeploymentId(id) ? [deployment] : []),
    ...pagesOf(go, who?.actor.email ?? who?.actor.id),
    ...services.flatMap(({ name }) => itemsOfService(go, name, who?.can.deploy ?? false)),
    ...atHand,
    ...sectionsOf(go, isAdmin),
    { label: words.theme, kind: words.action, icon: 'theme', act: switchTheme },
    { label: copy.nav.help, kind: words.action, icon: 'help', act: onHelp },
  ];
};
