import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { SIGN_IN_SCOPE, siteCaching } from '../contract/site-headers.ts';

export type SiteFiles = {
  readonly bucket: IBucket;
  readonly directory: string;
  readonly configuration: Readonly<Record<'issuer' | 'clientId' | 'audience', string>>;
  readonly release: string;
};

/**
 * Hashed files first and never removed, so that a page that is open finds the parts it was built with; then what names
 * them.
 */
export const publishSite = (scope: Construct, { bucket, directory, configuration, release }: SiteFiles): void => {
  const common = { destinationBucket: bucket, prune: false };
  const hashed = new BucketDeployment(scope, 'hashed-files', {
    ...common,
    sources: [Source.asset(directory, { exclude: ['*', '!assets', '!assets/**'] })],
    cacheControl: [CacheControl.fromString(siteCaching.hashed)],
  });
  const pages = new BucketDeployment(scope, 'pages', {
    ...common,
    sources: [
      Source.asset(directory, { exclude: ['assets', '.*'] }),
      Source.jsonData('config.json', { ...configuration, scope: SIGN_IN_SCOPE }),
      Source.jsonData('version.json', { release }),
    ],
    cacheControl: [CacheControl.fromString(siteCaching.other)],
  });
  pages.node.addDependency(hashed);
};
