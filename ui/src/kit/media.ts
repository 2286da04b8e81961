import { useSyncExternalStore } from 'react';

/** Whether a media query holds, kept current. */
export const useMedia = (query: string): boolean => {
  const list = matchMedia(query);
  return useSyncExternalStore(
    (listener) => {
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => list.matches,
  );
};

/** Room for tables; below it pages show lists. */
export const useWide = (): boolean => useMedia('(min-width: 768px)');
