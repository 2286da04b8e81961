import { type ReactNode, useState } from 'react';
import type { CiPublishers } from '../../../../lib/contract/settings.ts';
import { misfitOf, type Principal, publisherOf } from '../../../../lib/domain/publishers.ts';
import { adminWords } from '../../copy/admin.ts';
import { publisherTestWords as words } from '../../copy/publisher-test.ts';
import { Card } from '../../kit/card.tsx';
import { Field, Select } from '../../kit/field.tsx';
import { Icon } from '../../kit/icon.tsx';

type Entries = CiPublishers['entries'];

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

const principalOf = (kind: Kind, typed: Typed): Principal => {
  const { issuer, audience, authorizedParty, subject, accountId, roleName } = typed;
  if (kind === 'role') return { id: '', identity: { kind: 'aws', accountId, roleName } };
  const party = authorizedParty === '' ? {} : { authorizedParty };
  return { id: subject, identity: { kind: 'token', issuer, audience, ...party } };
};

/** Which entry lets it in, or why each does not. */
const Verdict = ({ entries, who }: { entries: Entries; who: Principal }): ReactNode => {
  const found = publisherOf(who, entries);
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
        {entries.map((entry) => {
          const misfit = misfitOf(entry, who);
          return (
            misfit && (
              <li key={entry.name} className="wrap-anywhere">
                <span className="font-medium">{entry.name || words.unnamed}</span> {words.misfits[misfit]}
              </li>
            )
          );
        })}
      </ul>
    </>
  );
};

/** Somebody is typed, and the list says whether it would let them in: by the rule that registration goes by. */
export const PublisherTest = ({ entries }: { entries: Entries }) => {
  const [kind, setKind] = useState<Kind>('token');
  const [typed, setTyped] = useState(blank);
  const isTyped = asked[kind].some((name) => typed[name] !== '');
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
                  onChange={({ target }) => setTyped({ ...typed, [name]: target.value.trim() })}
                  className="control w-full px-2.5"
                />
              )}
            </Field>
          ))}
        </div>
        <div role="status" className="grid gap-1.5 text-sm empty:hidden">
          {isTyped && <Verdict entries={entries} who={principalOf(kind, typed)} />}
        </div>
      </div>
    </Card>
  );
};
