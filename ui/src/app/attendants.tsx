import { TipLayer } from '../kit/tip.tsx';
import { Banner } from './banner.tsx';
import { type Shortcuts as Does, useShortcuts } from './keys.ts';
import { NoPages } from './no-pages.tsx';
import { Person } from './person.tsx';

/** What attends every page once it stands, in one file that no page waits for. */

const Shortcuts = (does: Does) => {
  useShortcuts(does);
  return null;
};

export { Banner, NoPages, Person, Shortcuts, TipLayer };
