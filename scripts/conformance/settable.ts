import type * as z from 'zod';
import { deliveryGroupUpdate } from '../../lib/contract/delivery-group.ts';
import { environmentUpdate } from '../../lib/contract/environment.ts';
import { recipeUpdate } from '../../lib/contract/recipe.ts';
import { serviceUpdate } from '../../lib/contract/service.ts';
import {
  ciPublishersUpdate,
  planeSettingsUpdate,
  rateLimitsUpdate,
  uiSettingsUpdate,
} from '../../lib/contract/settings.ts';

/** What of an object people set: each field that the contract lets them send, as it was read. */
const settableBy =
  <Shape extends z.ZodRawShape>({ shape }: z.ZodObject<Shape>) =>
  <Read extends object>(object: Read): Settable<Read, Shape> => {
    const fields = Object.entries(object).filter(([field]) => field in shape && !SEEN.has(field));
    return Object.fromEntries(fields) as Settable<Read, Shape>;
  };

type Settable<Read, Shape> = Omit<Pick<Read, keyof Read & keyof Shape>, 'revision' | 'reason'>;

/** What comes with a change, and is not part of the object. */
const SEEN: ReadonlySet<string> = new Set(['revision', 'reason']);

export const settable = {
  deliveryGroup: settableBy(deliveryGroupUpdate),
  service: settableBy(serviceUpdate),
  environment: settableBy(environmentUpdate),
  recipe: settableBy(recipeUpdate),
  rateLimits: settableBy(rateLimitsUpdate),
  plane: settableBy(planeSettingsUpdate),
  ui: settableBy(uiSettingsUpdate),
  ciPublishers: settableBy(ciPublishersUpdate),
};
