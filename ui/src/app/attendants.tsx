import { TipLayer } from '../kit/tip.tsx';
import { Banner } from './banner.tsx';
import { NoPages } from './no-pages.tsx';
import { Person } from './person.tsx';

/** What attends every page once it stands, in one file that no page waits for. */
export { Banner, NoPages, Person, TipLayer };
