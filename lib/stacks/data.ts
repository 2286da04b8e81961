import { type App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, type ITableV2, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { INDEX_SORT_KEY, indexPartitions, PARTITION_KEY, SORT_KEY, TIME_TO_LIVE } from '../adapters/dynamodb/table.ts';
import { named, type Stage } from './stage.ts';
import type { Resources } from './statements.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** What must not be lost: the table and the artifacts. Both stay when the stack goes. */
export class DataStack extends Stack {
  readonly table: ITableV2;
  readonly artifacts: IBucket;
  /** Signs the seals of the audit record. */
  readonly sealKey: IKey;
  /** Holds the seals under lock. */
  readonly seals: IBucket;

  constructor(app: App, stage: Stage) {
    super(app, named(stage, 'data'), {
      description: 'DXCP: the record and the artifacts',
      terminationProtection: true,
    });
    const table = new TableV2(this, 'table', {
      partitionKey: text(PARTITION_KEY),
      sortKey: text(SORT_KEY),
      globalSecondaryIndexes: Object.entries(indexPartitions).map(([indexName, partition]) => ({
        indexName,
        partitionKey: text(partition),
        sortKey: text(INDEX_SORT_KEY),
      })),
      timeToLiveAttribute: TIME_TO_LIVE,
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // The CDK's classes and interfaces disagree under exactOptionalPropertyTypes, here and below.
    this.table = table as ITableV2;
    this.artifacts = privateBucket(this, 'artifacts', [
      // An upload that was begun and left is nobody's; what was replaced explains what ran before.
      { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      { noncurrentVersionExpiration: Duration.days(365) },
    ]);
    this.sealKey = new Key(this, 'seal-key', {
      description: 'DXCP: signs the seals of the audit record',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    }) as IKey;
    this.seals = sealArchive(this);
  }
}

/** Versioned, encrypted, closed to the public, reached by TLS only; stays when its stack goes. */
export const privateBucket = (
  scope: Stack,
  id: string,
  lifecycleRules: LifecycleRule[] = [],
  lock?: ObjectLockRetention,
): IBucket =>
  new Bucket(scope, id, {
    lifecycleRules,
    ...(lock ? { objectLockEnabled: true, objectLockDefaultRetention: lock } : {}),
    versioned: true,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: RemovalPolicy.RETAIN,
  }) as IBucket;

/**
 * Compliance, because governance can be lifted by just those whom the seals are to hold to account. Each head vouches
 * for all before it, so a head of last year is enough: nobody need keep every one for ever, nor a stage that is gone.
 */
const SEALS_LOCKED = ObjectLockRetention.compliance(Duration.days(400));

/** What is in it was put there once: nobody replaces a seal, not even by hiding it first. */
const sealArchive = (scope: Stack): IBucket => {
  const seals = privateBucket(scope, 'seals', [], SEALS_LOCKED);
  const everything = { principals: [new AnyPrincipal()], resources: [seals.arnForObjects('*')], effect: Effect.DENY };
  seals.addToResourcePolicy(
    new PolicyStatement({
      ...everything,
      actions: ['s3:PutObject'],
      conditions: { Null: { 's3:if-none-match': 'true' } },
    }),
  );
  seals.addToResourcePolicy(
    new PolicyStatement({ ...everything, actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'] }),
  );
  return seals;
};

export const resourcesOf = (stage: Stage, { table, artifacts, sealKey, seals }: DataStack): Resources => ({
  tableName: table.tableName,
  tableArn: table.tableArn,
  artifactBucketName: artifacts.bucketName,
  artifactBucketArn: artifacts.bucketArn,
  configPrefix: stage.configPrefix,
  sealKeyArn: sealKey.keyArn,
  sealBucketName: seals.bucketName,
  sealBucketArn: seals.bucketArn,
});
