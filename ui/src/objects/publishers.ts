import type { CiPublishers } from '../../../lib/contract/settings.ts';
import { adminWords as words } from '../copy/admin.ts';
import { type Field, isList, type Section } from '../form/field.ts';

type Publisher = CiPublishers['entries'][number];
type TokenMatch = Exclude<Publisher['match'], { accountId: string }>;
/** By a key that stays while the form is open, so that changes are told of the right one. */
export type PublishersBody = { readonly rows: Readonly<Record<string, Publisher>> };

export const bodyOfPublishers = ({ entries }: CiPublishers): PublishersBody => ({
  rows: Object.fromEntries(entries.map((entry) => [entry.name, entry])),
});
export const entriesOf = ({ rows }: PublishersBody): Publisher[] => Object.values(rows);

const claims = ['issuers', 'audiences', 'authorizedParties', 'subjects', 'subjectPrefixes'] as const;
const byRole = (match: Publisher['match']): match is Exclude<Publisher['match'], TokenMatch> => 'accountId' in match;

export const withNewRow = ({ rows }: PublishersBody): PublishersBody => {
  const free = [...Array(201).keys()].map((n) => words.publisher(n)).find((key) => !(key in rows)) ?? '';
  return { rows: { ...rows, [free]: { name: '', provider: '', match: {} } } };
};

export const withoutRow = ({ rows }: PublishersBody, key: string): PublishersBody => {
  const { [key]: _, ...others } = rows;
  return { rows: others };
};

const rowFields = (body: PublishersBody, key: string): Field<PublishersBody>[] => {
  const index = Object.keys(body.rows).indexOf(key);
  const put = (next: PublishersBody, part: Partial<Publisher>): PublishersBody => {
    const row = next.rows[key];
    return row ? { rows: { ...next.rows, [key]: { ...row, ...part } } } : next;
  };
  const field = (
    path: string,
    short: string,
    rest: Pick<Field<PublishersBody>, 'control' | 'get' | 'set' | 'hint'>,
  ): Field<PublishersBody> => ({
    path: `entries.${index}.${path}`,
    label: words.publisherOf(key, short),
    short,
    ...rest,
  });
  const line = (name: 'name' | 'provider', short: string, hint?: string) =>
    field(name, short, {
      hint,
      control: { kind: 'text' },
      get: ({ rows }) => rows[key]?.[name],
      set: (next, value) => put(next, { [name]: value }),
    });
  const matchOf = ({ rows }: PublishersBody) => rows[key]?.match;
  const kind = field('match', words.matchBy, {
    control: {
      kind: 'choice',
      options: (['token', 'role'] as const).map((value) => ({ value, label: words.matches[value] })),
    },
    get: (next) => {
      const match = matchOf(next);
      return match && (byRole(match) ? 'role' : 'token');
    },
    set: (next, value) => put(next, { match: value === 'role' ? { accountId: '', roleName: '' } : {} }),
  });
  const match = matchOf(body);
  const named = [line('name', words.publisherName), line('provider', words.provider, words.providerHint), kind];
  if (match && byRole(match)) {
    const role = (name: 'accountId' | 'roleName', short: string) =>
      field(`match.${name}`, short, {
        control: { kind: 'text' },
        get: (next) => {
          const now = matchOf(next);
          return now && byRole(now) ? now[name] : undefined;
        },
        set: (next, value) => {
          const now = matchOf(next);
          return now && byRole(now) ? put(next, { match: { ...now, [name]: value } }) : next;
        },
      });
    return [...named, role('accountId', words.accountId), role('roleName', words.roleName)];
  }
  const claim = (name: (typeof claims)[number]) =>
    field(`match.${name}`, words.claims[name], {
      hint: words.claimsHint,
      control: { kind: 'lines' },
      get: (next) => {
        const now = matchOf(next);
        return (now && !byRole(now) && now[name]) || [];
      },
      set: (next, value) => {
        const now = matchOf(next);
        if (!now || byRole(now)) return next;
        const { [name]: _, ...others } = now;
        return put(next, { match: isList(value) && value.length > 0 ? { ...others, [name]: [...value] } : others });
      },
    });
  return [...named, ...claims.map(claim)];
};

export const publisherSections = (body: PublishersBody): readonly Section<PublishersBody>[] =>
  Object.keys(body.rows).map((key) => ({ title: key, fields: rowFields(body, key) }));
