import { type PreviewWarning, REGISTRATIONS_LOOKED_MAX, REPLAY_DAYS } from '../../contract/preview.ts';

/** How much of each kind a preview looks at; what is left out, it says. */

/** Services that effects are worked out for; a recipe may fit more of them than anybody would read. */
export const SERVICES_MAX = 2000;
/** Places whose use is looked at; each is a request of its own. */
export const PLACES_MAX = 200;

/** How many there are of each. */
export type Extent = { readonly services: number; readonly places: number; readonly publishers: number };

/** What of the preview is known of a part only. */
export const partlyLooked = ({ services, places, publishers }: Extent): PreviewWarning[] => [
  ...only(services, SERVICES_MAX, {
    subject: 'service',
    name: 'every service',
    message: 'Which recipes fit was looked at for the first',
  }),
  ...only(places, PLACES_MAX, {
    subject: 'environment',
    name: 'every environment',
    message: 'What delivery groups use of it now was looked at in the first',
  }),
  ...only(publishers, REGISTRATIONS_LOOKED_MAX, {
    subject: 'caller',
    name: 'every publisher',
    message: `Builds registered in ${REPLAY_DAYS} days were counted for the first`,
  }),
];

const only = (of: number, max: number, { message, ...about }: PreviewWarning): PreviewWarning[] =>
  of > max ? [{ ...about, message: `${message} ${max} of ${of} only` }] : [];
