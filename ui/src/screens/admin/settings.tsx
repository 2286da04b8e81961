import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ProposedChange } from '../../../../lib/contract/preview.ts';
import type { PlaneModeSettings, RateLimits, UiSettings } from '../../../../lib/contract/settings.ts';
import * as stored from '../../api/administration.ts';
import { api } from '../../api/client.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { policyWords } from '../../copy/policy.ts';
import { useDraft } from '../../form/draft.ts';
import type { Sections } from '../../form/field.ts';
import { Form } from '../../form/form.tsx';
import type { Send } from '../../form/save.ts';
import { ReadSections } from '../../form/sections.tsx';
import { buttonClass } from '../../kit/button.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { AreaLink } from '../../objects/area-link.tsx';
import { ObjectHead, Stamped } from '../../objects/head.tsx';
import {
  bodyOfPlane,
  bodyOfRates,
  bodyOfUi,
  type PlaneBody,
  planeSections,
  type RatesBody,
  ratesSections,
  type UiBody,
  uiSections,
} from '../../objects/settings.ts';
import type { PageProps } from './admin.tsx';
import { storedOf, useSaved } from './edit.tsx';
import { useChangeEffect } from './effect.tsx';
import { UnknownPage } from './unknown.tsx';

type Stamp = Omit<RateLimits, 'readRpm' | 'mutateRpm'>;
type PartProps<Body> = {
  id: string;
  title: string;
  stamp: Stamp;
  body: Body;
  sections: Sections<Body>;
  send: Send<Body, Stamp>;
  propose: (body: Body & { revision: number | undefined }) => ProposedChange;
};

const Edit = <Body,>({ id, title, stamp, body, sections, send, propose }: PartProps<Body>) => {
  const saved = useSaved('settings');
  const draft = useDraft({ key: `settings/${id}`, stored: storedOf(stamp, body), blank: body });
  const effect = useChangeEffect(propose({ ...draft.body, revision: draft.base?.revision }), draft, sections);
  return (
    <>
      <ObjectHead title={title} stamp={stamp} />
      <Form
        draft={draft}
        sections={sections}
        what={title}
        effect={effect}
        send={send}
        onSaved={({ revision }) => saved(id, title, revision)}
      />
    </>
  );
};

const Read = <Body,>({ id, title, stamp, body, sections }: PartProps<Body>) => (
  <div className="grid min-w-0 gap-1.5">
    <ReadSections
      sections={sections(body)}
      body={body}
      asideOf={() => (
        <AreaLink area="admin" section="settings" id={id} className={`${buttonClass('quiet')} -mr-3`}>
          {policyWords.change}
          <span className="sr-only"> {title}</span>
        </AreaLink>
      )}
    />
    <p className="pl-1 text-xs text-ink-3">
      <Stamped {...stamp} />
    </p>
  </div>
);

type View = <Body>(props: PartProps<Body>) => ReactNode;
type LookProps = { id: string; view: View };

const saveRates: Send<RatesBody, RateLimits> = ({ body, ...seen }, options) =>
  api().settings.setRateLimits({ body: { ...body, ...seen } }, options);
const saveUi: Send<UiBody, UiSettings> = ({ body, ...seen }, options) =>
  api().settings.setUi({ body: { ...body, ...seen } }, options);
const savePlane: Send<PlaneBody, PlaneModeSettings> = ({ body, ...seen }, options) =>
  api().settings.setPlane({ body: { ...body, ...seen } }, options);

const Waiting = ({ error }: { error: Error | null }) =>
  error ? <Trouble error={error} /> : <Skeleton className="h-32" />;

const Rates = ({ id, view }: LookProps) => {
  const { data, error } = useQuery(stored.rateLimits);
  if (!data) return <Waiting error={error} />;
  return view({
    id,
    title: words.rates,
    stamp: data,
    body: bodyOfRates(data),
    sections: ratesSections,
    send: saveRates,
    propose: (rateLimits) => ({ rateLimits }),
  });
};

const Web = ({ id, view }: LookProps) => {
  const { data, error } = useQuery(stored.uiSettings);
  if (!data) return <Waiting error={error} />;
  return view({
    id,
    title: words.uiTitle,
    stamp: data,
    body: bodyOfUi(data),
    sections: uiSections,
    send: saveUi,
    propose: (ui) => ({ ui }),
  });
};

const Plane = ({ id, view }: LookProps) => {
  const { data, error } = useQuery(stored.planeSettings);
  if (!data) return <Waiting error={error} />;
  return view({
    id,
    title: words.modeTitle,
    stamp: data,
    body: bodyOfPlane(data),
    sections: planeSections,
    send: savePlane,
    propose: (plane) => ({ plane }),
  });
};

const parts: readonly (readonly [id: string, look: (props: LookProps) => ReactNode])[] = [
  ['rates', Rates],
  ['web', Web],
  ['plane', Plane],
];

/** What holds for the whole plane. */
export const Settings = ({ id }: PageProps) => {
  if (id !== undefined) {
    const [, Part] = parts.find(([name]) => name === id) ?? [];
    if (!Part) return <UnknownPage />;
    return <Part id={id} view={(props) => <Edit {...props} />} />;
  }
  return (
    <>
      <PageHead tab={words.settings} title={words.settings} />
      <div className="grid items-start gap-5 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        {parts.map(([name, Part]) => (
          <div key={name} className={name === 'web' ? 'min-w-0 lg:row-span-2' : 'min-w-0'}>
            <Part id={name} view={(props) => <Read {...props} />} />
          </div>
        ))}
      </div>
    </>
  );
};
