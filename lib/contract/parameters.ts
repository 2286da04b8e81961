import * as z from 'zod';
import { deploymentId, instant, slug, version } from './values.ts';

/** The parameters of paths and queries, as the API reference describes them. */

export const serviceName = slug.describe('Name of a service');
export const environmentName = slug.describe('Name of an environment');
export const groupId = slug.describe('Id of a delivery group');
export const recipeId = slug.describe('Id of a recipe');
export const buildVersion = version.describe('Version exactly as the build was registered');
export const idOfDeployment = deploymentId.describe('Id of a deployment (26 characters)');
export const fromInstant = instant.describe('Only what happened at this instant or later');
export const toInstant = instant.describe('Only what happened before this instant');
export const idText = z.string().max(256);
