import { noteLeaving } from './leaving.ts';

const RELOADED_KEY = 'dxcp-reloaded-at';
const ONCE_PER_MS = 60_000;

/** A page part of an older release is gone from the server: load the new release, once. */
export const reloadOnStaleParts = (): void => {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(RELOADED_KEY));
    if (Date.now() - last < ONCE_PER_MS) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
    noteLeaving();
    location.reload();
  });
};
