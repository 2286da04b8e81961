import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import { useMe } from '../../api/me.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { isUnanswered } from '../../api/unanswered.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { copy } from '../../copy.ts';
import { buttonClass } from '../../kit/button.tsx';
import { Empty } from '../../kit/notice.tsx';
import { PageHead, trailLink } from '../../kit/page.tsx';
import { Refusals } from '../../kit/refusals.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { AreaLink } from '../../objects/area-link.tsx';
import { Bar, lineOf } from './bar.tsx';
import { Confirm } from './confirm.tsx';
import { useFailedWhere } from './failed-before.tsx';
import { Fields } from './fields.tsx';
import { type FormFacts, useDeployForm } from './form.ts';
import { Preview, usePreview, verdictNow } from './preview.tsx';
import { standingOf } from './standing.ts';
import { useSubmit } from './submit.ts';
import { Unanswered, UnansweredOther } from './unanswered.tsx';
import { refusedOf } from './verdict.ts';

const route = getRouteApi('/inside/services/$name/deploy');
/** Enough to know how the versions that people choose from have fared. */
const DEPLOYMENTS_LOOKED_AT = 50;

/** Everything the form knows about itself now. */
const useDeploy = (facts: FormFacts) => {
  const form = useDeployForm(facts, route.useSearch());
  const look = usePreview(form.intent);
  const submit = useSubmit(form);
  const { error, isPending: isSubmitting } = submit;
  const refused = refusedOf(error && !isUnanswered(error) ? error : null, submit.submittedAt);
  const standing = standingOf({ form, facts, look, refused, isSubmitting });
  const same = JSON.stringify(form.intent);
  const sent = isSubmitting ? [] : form.draft.sent;
  const unanswered = sent.find(({ intent }) => JSON.stringify(intent) === same);
  return { form, look, submit, refused, standing, unanswered, other: sent.find((each) => each !== unanswered) };
};

const useSubmitLabel = ({ form, look, unanswered }: ReturnType<typeof useDeploy>): string => {
  const names = useNames();
  const { version, environment } = form.intent;
  if (unanswered) return copy.actions.tryAgain;
  if (version === '') return copy.actions.deploy;
  const label = look.data?.running?.version === version ? words.resubmit : words.submit;
  return label(version, names.environment(environment));
};

const IntentForm = ({ facts }: { facts: FormFacts }) => {
  const deploy = useDeploy(facts);
  const { form, look, submit, refused, standing, unanswered, other } = deploy;
  const { intent, mishap } = form;
  const [previewId, noticeId] = [useId(), useId()];
  const failedWhere = useFailedWhere(intent.environment);
  const label = useSubmitLabel(deploy);
  // A number, not a yes: asked for again while it is about to go, the dialog opens anew.
  const [confirming, setConfirming] = useState(0);
  const environments = useQuery(queries.environments).data?.items;
  // An environment of which nothing is known gets the same care as production.
  const isCareful = environments?.find(({ name }) => name === intent.environment)?.type !== 'non_prod';
  const shown = { look, intent, refused, lack: standing.lack };
  // What was sent already is asked for again under its key, whatever the rules say meanwhile.
  const reason = unanswered ? undefined : standing.reason;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (reason) return;
    if (isCareful && !unanswered) setConfirming(confirming + 1);
    else submit.submit();
  };
  const failed = mishap && !reason ? `${mishap.version} ${failedWhere(mishap)}: ${mishap.summary}` : undefined;
  const warning = unanswered ? `${words.unansweredTitle}. ${words.notKnownToBe}` : failed;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_380px]">
      <form className="grid min-w-0 gap-5" onSubmit={onSubmit}>
        <Fields form={form} facts={facts} running={look.data?.running?.version} />
        {unanswered && (
          <Unanswered
            id={noticeId}
            sent={unanswered}
            error={submit.error}
            reachable={!look.error && look.dataUpdatedAt > Math.max(unanswered.at, submit.submittedAt)}
          />
        )}
        {other && <UnansweredOther sent={other} />}
        {submit.error && !unanswered && !other && refused.refusals.length === 0 && <Refusals error={submit.error} />}
        <Bar
          service={intent.service}
          label={label}
          reason={reason}
          line={lineOf(standing, verdictNow(shown), warning)}
          where={unanswered ? 'preview' : standing.where}
          detailsId={unanswered ? noticeId : previewId}
          onLeave={form.draft.forget}
        />
      </form>
      <Preview id={previewId} {...shown} mishap={mishap} />
      {confirming > 0 && (
        <Confirm
          key={confirming}
          intent={intent}
          validation={look.data}
          label={label}
          reason={reason}
          onClose={() => setConfirming(0)}
          onSubmit={() => {
            setConfirming(0);
            submit.submit();
          }}
        />
      )}
    </div>
  );
};

const useFacts = (name: string) => {
  const service = useQuery(queries.service(name));
  const groups = useQuery(queries.groups);
  const recipes = useQuery(queries.recipes);
  const versions = useQuery(queries.versions(name));
  // What it tells is advice: without it the form is as good as without failures.
  const deployments = useQuery(queries.recentDeployments({ service: name }, DEPLOYMENTS_LOOKED_AT));
  const group: DeliveryGroup | undefined = groups.data?.items.find(({ services }) => services.includes(name));
  const loaded = service.data && groups.data && recipes.data && versions.data && !deployments.isPending;
  return {
    error: service.error ?? groups.error ?? recipes.error ?? versions.error,
    loaded,
    group,
    facts:
      loaded && group
        ? {
            service: service.data,
            group,
            recipes: recipes.data.items,
            versions: versions.data.versions,
            deployments: deployments.data?.items ?? [],
          }
        : undefined,
  };
};

type MayNotProps = { why: string; service: string; group: DeliveryGroup | undefined };

/** Why the person may not deploy, whom to ask, and what they may look at. */
const MayNot = ({ why, service, group }: MayNotProps) => (
  <Empty title={why}>
    <div className="mt-1 flex flex-wrap justify-center gap-2">
      <Link to="/services/$name" params={{ name: service }} className={buttonClass()}>
        {words.seeService(service)}
      </Link>
      {group && (
        <AreaLink area="policy" section="groups" id={group.id} className={buttonClass()}>
          {words.readPolicy(group.name)}
        </AreaLink>
      )}
    </div>
  </Empty>
);

/** A page of its own: it can be linked to, and there is room for reasons. */
export const Deploy = () => {
  const { name } = route.useParams();
  const { facts, group, loaded, error } = useFacts(name);
  const mayNot = useMe().deployReason(group);
  const body = () => {
    // What was loaded stays, also when looking again fails.
    if (error && !facts) return <Trouble error={error} onRetry={() => location.reload()} />;
    if (loaded && !facts) return <Empty title={copy.reasons.notInGroup} />;
    if (!facts || mayNot === copy.loading) return <Skeleton className="h-80" />;
    return mayNot ? <MayNot why={mayNot} service={name} group={group} /> : <IntentForm key={name} facts={facts} />;
  };
  return (
    <>
      <PageHead
        tab={words.title(name)}
        title={words.title(name)}
        sub={
          group && (
            <AreaLink area="policy" section="groups" id={group.id} className={trailLink}>
              {group.name}
            </AreaLink>
          )
        }
        trail={[
          <Link key="s" to="/services" className={trailLink}>
            {copy.services.title}
          </Link>,
          <Link key="n" to="/services/$name" params={{ name }} className={trailLink}>
            {name}
          </Link>,
        ]}
      />
      {body()}
    </>
  );
};
