import { useEffect, useState } from 'react';

/** The entry script that `/` names now: its hashed name changes with each release. */
const releasedEntry = async (): Promise<string | undefined> => {
  const response = await fetch('/index.html', { cache: 'no-cache' });
  if (!response.ok) return undefined;
  return /<script[^>]+src="([^"]+)"/.exec(await response.text())?.[1];
};

/** Whether a newer release than the one in this tab is out; looked up when the tab is returned to. */
export const useNewRelease = (): boolean => {
  const [stale, setStale] = useState(false);
  useEffect(() => {
    const own = document.querySelector('script[type="module"][src]')?.getAttribute('src');
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      releasedEntry().then(
        (entry) => entry && entry !== own && setStale(true),
        () => undefined,
      );
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return stale;
};
