import type { KeptEvent, KeptRevision } from '../../../lib/domain/invariants/stored.ts';
import { type Case, type Damage, describeDamages } from './whole.ts';

const RECIPE = { targetType: 'Recipe', targetId: 'canary' } as const;
const NAME = 'Recipe canary';
const SWITCH = { targetType: 'Settings', targetId: 'killSwitch' } as const;

type Tells = Partial<KeptEvent> & Pick<KeptEvent, 'eventType'>;
const made = (revision: number, set: Partial<KeptEvent> = {}): Tells => ({
  eventType: 'ADMIN_UPDATE',
  revision,
  ...set,
});
const created = (revision: number): Tells => ({ eventType: 'ADMIN_CREATE', revision });
const deleted = (revision: number): Tells => ({ eventType: 'ADMIN_DELETE', revision });
const before: Tells = { eventType: 'ADMIN_UPDATE' };

/** A plane with one thing more, at a revision or gone, of which events tell. */
const trail =
  (kept: number | undefined, events: readonly Tells[], of: Omit<KeptRevision, 'revision'> = RECIPE): Damage =>
  (stored) => ({
    ...stored,
    revisions: [...stored.revisions, ...(kept === undefined ? [] : [{ ...of, revision: kept }])],
    audit: [
      ...stored.audit,
      ...events.map((event, index) => ({
        eventId: `change ${index}`,
        actorId: 'auth0|admin',
        timestamp: '2026-11-21T11:00:00.000Z',
        outcome: 'SUCCESS' as const,
        summary: 'Changed it',
        requestId: 'r',
        ...of,
        ...event,
      })),
    ],
  });

const withGroups =
  (count: number, damage: Damage): Damage =>
  (stored) => ({
    ...damage(stored),
    groups: Array.from({ length: count }, (_, index) => ({
      id: `group-${index}`,
      services: [],
      recipes: [],
      environments: [],
    })),
  });

const unsaid = (revision: number, name = NAME): readonly [string, string] => [
  name,
  `No event tells of revision ${revision} of ${name}`,
];

const cases: readonly Case[] = [
  ['what the plane began with', trail(1, [])],
  ['what was added and changed', trail(2, [created(1), made(2)])],
  ['what the plane began with and somebody changed', trail(3, [made(2), made(3)])],
  ['what was added and deleted', trail(undefined, [created(1), deleted(1)])],
  ['what came back under its name', trail(3, [created(1), made(2), deleted(2), created(3)])],
  ['what the plane began with and somebody deleted', trail(undefined, [deleted(1)])],
  ['what came back with the plane', trail(3, [deleted(1), made(3)])],
  ['a denial', trail(1, [{ ...made(2), outcome: 'DENIED' }])],
  ['another sort of event', trail(1, [{ ...made(2), eventType: 'UPLOAD_CAPABILITY_ISSUED' }])],
  ['a change whose event is gone', trail(3, [made(2)]), unsaid(3)],
  ['an only change whose event is gone', trail(2, []), unsaid(2)],
  ['an event that is gone from the middle', trail(4, [created(1), made(2), made(4)]), unsaid(3)],
  ['a change of the settings', trail(2, [made(2, { eventType: 'ADMIN_CONFIG_CHANGE' })])],
  ['what was added twice', trail(1, [created(1), created(1)]), [NAME, 'Revision 1 of Recipe canary was made 2 times']],
  ['a change that is told twice', trail(2, [made(2), made(2)]), [NAME, 'Revision 2 of Recipe canary was made 2 times']],
  [
    'a deletion that is told twice',
    trail(undefined, [deleted(1), deleted(1)]),
    [NAME, 'Revision 1 of Recipe canary was deleted 2 times'],
  ],
  [
    'a change that was taken back',
    trail(1, [made(2)]),
    [NAME, 'Recipe canary is at revision 1, and revision 2 was made last'],
  ],
  [
    'what is gone without a word',
    trail(undefined, [made(2)]),
    [NAME, 'Recipe canary is not there, and revision 2 was made last'],
  ],
  [
    'what is there although it was deleted',
    trail(2, [made(2), deleted(2)]),
    [NAME, 'Recipe canary is at revision 2, and revision 2 was deleted'],
  ],
  [
    'a change that names no revision',
    trail(1, [before]),
    ['change 0', 'The audit event change 0 names no revision of Recipe canary'],
  ],
  [
    'many changes whose events are gone',
    trail(2_000_000_000, [made(4)]),
    [NAME, 'No event tells of revisions 2 to 3 of Recipe canary'],
    [NAME, 'No event tells of revisions 5 to 2000000000 of Recipe canary'],
  ],
  [
    'the kill switch, moved on by what sixty groups share',
    withGroups(60, trail(3, [made(3)], SWITCH)),
    unsaid(2, 'Settings killSwitch'),
  ],
  ['the kill switch, moved on by what more groups share', withGroups(61, trail(3, [made(2)], SWITCH))],
  ['a recipe that such groups share and whose event is gone', withGroups(61, trail(3, [made(2)])), unsaid(3)],
];

describeDamages('configuration', cases);
