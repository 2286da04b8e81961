import * as z from 'zod';
import { deploymentId } from './values.ts';

/** Path parameters of everything below one deployment. */
export const deploymentPath = z.strictObject({ id: deploymentId });
