import type { WhoAmI } from '../../../lib/contract/plane.ts';
import type { Session } from '../session.ts';

const may: readonly (readonly [keyof WhoAmI['can'], string])[] = [
  ['read', 'read'],
  ['deploy', 'deploy'],
  ['publishBuilds', 'publish builds'],
  ['administer', 'administer'],
];

/** Who the caller is to the plane, and what follows from it. */
export const whoText = ({ actor, groupsOwned, can }: WhoAmI, { paint, plane }: Session): string => {
  const allowed = may.filter(([key]) => can[key]).map(([, word]) => word);
  return [
    `${paint('strong', actor.email ?? actor.name ?? actor.id)}  ${actor.role ?? paint('warn', 'no DXCP role')}`,
    ...(groupsOwned.length > 0 ? [`  owns    ${groupsOwned.join(', ')}`] : []),
    `  may     ${allowed.length > 0 ? allowed.join(', ') : 'nothing yet: ask your platform team for a role'}`,
    `  plane   ${plane.profile.url} ${paint('quiet', `(profile ${plane.profileName})`)}`,
  ].join('\n');
};
