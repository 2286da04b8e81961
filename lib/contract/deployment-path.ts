import * as z from 'zod';
import { idOfDeployment } from './parameters.ts';

/** Path parameters of everything below one deployment. */
export const deploymentPath = z.strictObject({ id: idOfDeployment });
