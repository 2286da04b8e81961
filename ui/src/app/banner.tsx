import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ENGINE_SECONDS, useEngine } from '../api/engine.ts';
import { useMe } from '../api/me.ts';
import * as queries from '../api/queries.ts';
import { bannerWords as words } from '../copy/banner.ts';
import { copy } from '../copy.ts';
import { Ago } from '../kit/ago.tsx';
import { Button } from '../kit/button.tsx';
import { Notice } from '../kit/notice.tsx';
import { useNewRelease } from './release.ts';

const useOnline = (): boolean => {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    return () => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  }, []);
  return online;
};

const Paused = () => {
  const { data } = useQuery(queries.publicSettings);
  const { isAdmin } = useMe();
  if (!data?.mutationsDisabled) return null;
  return (
    <Notice tone="warn" icon="pause" title={words.paused}>
      <p className="text-sm text-ink-2">
        {data.mutationsDisabledReason && `${data.mutationsDisabledReason}. `}
        {data.mutationsDisabledSince && (
          <>
            {words.since} <Ago at={data.mutationsDisabledSince} />
            {data.mutationsDisabledBy && ` ${words.by} ${data.mutationsDisabledBy}`}.{' '}
          </>
        )}
        {words.pausedWorks}
      </p>
      {isAdmin && (
        <Link
          to="/admin/{-$section}/{-$id}"
          params={{ section: 'kill-switch', id: undefined }}
          className="mt-1.5 inline-flex min-h-6 items-center text-sm font-medium underline underline-offset-2"
        >
          {words.toSwitch}
        </Link>
      )}
    </Notice>
  );
};

const EngineTrouble = () => {
  const engine = useEngine(ENGINE_SECONDS.calm);
  if (!engine || engine.available) return null;
  return (
    <Notice tone="warn" title={words.engine}>
      <p className="text-sm text-ink-2">
        {engine.unavailableSince && (
          <>
            {words.since} <Ago at={engine.unavailableSince} />.{' '}
          </>
        )}
        {words.engineWorks}
      </p>
    </Notice>
  );
};

/** What holds for the whole plane, said above every page: what is wrong, since when, and what still works. */
export const Banner = () => {
  const online = useOnline();
  const release = useNewRelease();
  return (
    <>
      {!online && <Notice tone="warn" title={words.offline} />}
      <Paused />
      <EngineTrouble />
      {release && (
        <Notice tone="calm" icon="refresh" title={words.newRelease}>
          <Button className="mt-2" onClick={() => location.reload()}>
            {copy.actions.reload}
          </Button>
        </Notice>
      )}
    </>
  );
};
