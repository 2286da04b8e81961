import type { Configuration } from '../../lib/adapters/dynamodb/seed-plan.ts';
import type { Build } from '../../lib/contract/build.ts';
import type { Caller } from '../../lib/domain/records.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService, planeSettings } from '../builders/config.ts';
import { aBuild } from '../builders/records.ts';
import { anAdmin, anOwner, aPublisher } from '../usecases/callers.ts';

/** Who and what there is when a run begins. */

export const services = ['shop', 'cart', 'mail', 'lone'] as const;
export const environments = ['sandbox', 'production'] as const;
export const groups = ['alpha', 'beta'] as const;
export const recipes = ['plain', 'canary'] as const;
/** What there is not when a run begins, and admins add while it lasts. */
export const later = { service: 'fresh', environment: 'preview', group: 'gamma' } as const;
export const versions = ['1.0.0', '2.0.0', '3.0.0'] as const;
export const spoiled = ['0.9.0', '0.8.0', '0.7.0', 'not-a-version'] as const;

export const callers: Readonly<Record<string, Caller>> = {
  alpha: anOwner({ id: 'owner-alpha', email: 'alpha@example.com' }),
  beta: anOwner({ id: 'owner-beta', email: 'beta@example.com' }),
  gamma: anOwner({ id: 'owner-gamma', email: 'gamma@example.com' }),
  admin: anAdmin(),
  ci: aPublisher({ id: 'repo:shop/main' }),
};

export const everywhere = environments.map((name, index) => ({ name, enabled: true, promotionOrder: index + 1 }));

export const setting: Configuration = {
  services: services.map((name) =>
    aService({
      name,
      allowedRecipes: name === 'shop' ? ['plain', 'canary'] : ['plain'],
      artifactSources: [`s3://artifacts/${name}/`],
    }),
  ),
  environments: environments.map((name) =>
    anEnvironment({ name, displayName: name, type: name === 'production' ? 'prod' : 'non_prod' }),
  ),
  recipes: recipes.map((id) =>
    aRecipe({
      id,
      name: id,
      deadlineMinutes: 10,
      steps: id === 'plain' ? ['Roll out'] : ['Canary', 'Roll out', 'Verify'],
    }),
  ),
  deliveryGroups: [
    aDeliveryGroup({
      id: 'alpha',
      name: 'Alpha',
      owners: ['alpha@example.com'],
      services: ['shop', 'cart'],
      allowedRecipes: ['plain', 'canary'],
      environments: everywhere,
      guardrails: { maxConcurrentDeployments: 2, dailyDeployQuota: 8, dailyRollbackQuota: 4 },
    }),
    aDeliveryGroup({
      id: 'beta',
      name: 'Beta',
      owners: ['beta@example.com'],
      services: ['mail'],
      allowedRecipes: ['plain'],
      environments: everywhere,
      guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 5, dailyRollbackQuota: 3 },
    }),
  ],
  settings: planeSettings(),
  publishers: {
    entries: [{ name: 'ci-shop', provider: 'github', match: { subjectPrefixes: ['repo:shop/'] } }],
    revision: 1,
  },
};

export const artifactRefOf = (service: string, version: string): string =>
  `s3://artifacts/${service}/${service}-${version}.zip`;

const buildOf = (service: string, version: string, status: Build['status'] = 'VERIFIED'): Build =>
  aBuild({ service, version, status, artifactRef: artifactRefOf(service, version) });

export const builds: readonly Build[] = [
  ...[...services, later.service].flatMap((service) => versions.map((version) => buildOf(service, version))),
  buildOf('shop', '0.9.0', 'REJECTED'),
  buildOf('shop', '0.8.0', 'ARTIFACT_GONE'),
  buildOf('shop', '0.7.0'),
];

/** Registered, and lost since. */
export const missingArtifacts: ReadonlySet<string> = new Set([artifactRefOf('shop', '0.7.0')]);
