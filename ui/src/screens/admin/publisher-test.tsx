import { type ReactNode, useState } from 'react';
import type { CiPublishers } from '../../../../lib/contract/settings.ts';
import { type Misfit, misfitOf, type Principal, publisherOf } from '../../../../lib/domain/publishers.ts';
import { adminWords } from '../../copy/admin.ts';
import { publisherTestWords as words } from '../../copy/publisher-test.ts';
import { Card } from '../../kit/card.tsx';
import { Field, Select } from '../../kit/field.tsx';
import { Icon } from '../../kit/icon.tsx';

type Entry = CiPublishers['entries'][number];
/** Each by its key, as several may have no name yet. */
type Rows = { readonly rows: readonly (readonly [key: string, entry: Entry])[] };

const blank = { issuer: '', audience: '', authorizedParty: '', subject: '', accountId: '', roleName: '' };
type Typed = typeof blank;

const labels: Readonly<Record<keyof Typed, string>> = {
  issuer: words.issuer,
  audience: words.audience,
  authorizedParty: words.authorizedParty,
  subject: words.subject,
  accountId: adminWords.accountId,
  roleName: adminWords.roleName,
};
const asked = {
  token: ['issuer', 'audience', 'authorizedParty', 'subject'],
  role: ['accountId', 'roleName'],
} as const satisfies Record<string, readonly (keyof Typed)[]>;
type Kind = keyof typeof asked;

/** What surrounds a pasted value is none of it; what is typed stays as it is, as a space may be half of a word. */
const principalOf = (kind: Kind, typed: Typed): Principal => {
  const of = (name: keyof Typed): string => typed[name].trim();
  if (kind === 'role') {
    return { id: '', identity: { kind: 'aws', accountId: of('accountId'), roleName: of('roleName') } };
  }
  const authorizedParty = of('authorizedParty');
  const party = authorizedParty === '' ? {} : { authorizedParty };
  return { id: of('subject'), identity: { kind: 'token', issuer: of('issuer'), audience: of('audience'), ...party } };
};

/** The first thing that an entry asks for and does not find. */
const whyNot = ({ match }: Entry, misfit: Misfit): string => {
  if (misfit === 'nothing') return words.nothing;
  if (misfit === 'kind') return 'accountId' in match ? words.asksForRole : words.asksForToken;
  const asked = Object.entries(match).flatMap(([name, value]) => (name === misfit ? value : []));
  return asked.some((value) => value !== '') ? words.asksFor[misfit](asked.join(words.or)) : words.unfinished;
};

/** Which entry lets it in, or why each does not. */
const Verdict = ({ rows, who }: Rows & { who: Principal }): ReactNode => {
  const found = publisherOf(
    who,
    rows.map(([, entry]) => entry),
  );
  if (found) {
    return (
      <p className="flex gap-2 wrap-anywhere">
        <Icon name="check" size={14} className="mt-[3px] text-ok" />
        {words.admitted(found.name || words.unnamed)}
      </p>
    );
  }
  return (
    <>
      <p className="flex gap-2 font-medium">
        <Icon name="cross" size={14} className="mt-[3px] text-bad" />
        {words.nobody}
      </p>
      <ul className="grid gap-1 pl-[22px] text-ink-2 empty:hidden">
        {rows.map(([key, entry]) => {
          const misfit = misfitOf(entry, who);
          return (
            misfit && (
              <li key={key} className="wrap-anywhere">
                <span className="font-medium">{entry.name || words.unnamed}</span> {whyNot(entry, misfit)}
              </li>
            )
          );
        })}
      </ul>
    </>
  );
};

/** Somebody is typed, and the list says whether it would let them in: by the rule that registration goes by. */
export const PublisherTest = ({ rows }: Rows) => {
  const [kind, setKind] = useState<Kind>('token');
  const [typed, setTyped] = useState(blank);
  const isTyped = asked[kind].some((name) => typed[name].trim() !== '');
  return (
    <Card title={words.title} className="mt-5">
      <div className="grid gap-4">
        <p className="text-sm text-ink-2">{words.about}</p>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          <Field label={adminWords.matchBy}>
            {(ids) => (
              <Select
                {...ids}
                value={kind}
                options={(['token', 'role'] as const).map((value) => ({ value, label: adminWords.matches[value] }))}
                onChange={(value) => setKind(value === 'role' ? 'role' : 'token')}
              />
            )}
          </Field>
          {asked[kind].map((name) => (
            <Field key={name} label={labels[name]}>
              {(ids) => (
                <input
                  {...ids}
                  type="text"
                  autoComplete="off"
                  spellCheck={false}
                  value={typed[name]}
                  onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
                  className="control w-full px-2.5"
                />
              )}
            </Field>
          ))}
        </div>
        <div role="status" className="grid gap-1.5 text-sm empty:hidden">
          {isTyped && <Verdict rows={rows} who={principalOf(kind, typed)} />}
        </div>
      </div>
    </Card>
  );
};
