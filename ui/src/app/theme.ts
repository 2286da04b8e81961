import { useSyncExternalStore } from 'react';

type Theme = 'light' | 'dark';
const KEY = 'dxcp-theme';
const listeners = new Set<() => void>();

const chosen = (): Theme | undefined => {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : undefined;
};
const current = (): Theme => chosen() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** Puts the person's choice on the page; without one the system decides. */
export const applyTheme = (): void => {
  const theme = chosen();
  if (theme) document.documentElement.dataset.theme = theme;
};

export const switchTheme = (): void => {
  localStorage.setItem(KEY, current() === 'dark' ? 'light' : 'dark');
  applyTheme();
  for (const listener of listeners) listener();
};

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
