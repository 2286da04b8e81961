import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { anAdmission } from '../../test/builders/admission.ts';
import { aDeliveryGroup } from '../../test/builders/config.ts';
import type { Plane } from './plane.ts';

/** Deployments as an admission leaves them, each a service of its own; twenty share a delivery group. */

const GROUP_SIZE = 20;
const numbered = (number: number): string => String(number).padStart(5, '0');
export const idOf = (number: number): string => `01KBENCH${String(number).padStart(18, '0')}`;
export const numberOf = (id: string): number => Number(id.slice(8));

const recordOf = (plane: Plane, number: number): DeploymentRecord => {
  const createdAt = plane.time.clock.now().toISOString();
  const service = `service-${numbered(number)}`;
  return {
    id: idOf(number),
    service,
    environment: 'sandbox',
    version: '1.0.0',
    deliveryGroupId: `group-${numbered(Math.floor(number / GROUP_SIZE))}`,
    recipeId: 'default',
    recipeRevision: 1,
    behaviorSummary: 'Starts the new version, verifies it, then replaces the old one',
    state: 'PENDING',
    deploymentKind: 'ROLL_FORWARD',
    outcome: null,
    changeSummary: 'A change of the usual length, as people write them',
    createdAt,
    updatedAt: createdAt,
    createdBy: { id: 'auth0|5f7c8ec7c33c6c004bbafe82', email: 'owner@example.com', role: 'DELIVERY_OWNER' },
    failures: [],
    policySnapshot: {
      limits: { maxConcurrentDeployments: GROUP_SIZE, dailyDeployQuota: 1000, dailyRollbackQuota: 100 },
      used: { activeDeployments: 0, dailyDeploys: 3, dailyRollbacks: 0 },
      groupRevision: 1,
      guardRevision: 1,
      mode: 'standard',
    },
    recordVersion: 1,
    timelineSequence: 0,
    quota: { day: createdAt.slice(0, 10), kind: 'deploy', refunded: false },
    order: {
      engineType: 'spinnaker',
      application: 'dxcp-reference',
      definition: 'deploy-standard',
      steps: ['Check', 'Fetch artifact', 'Start new version', 'Verify health', 'Switch traffic', 'Clean up'],
      artifactRef: `s3://artifacts/${service}/${service}-1.0.0.zip`,
    },
    handOver: { leases: 0 },
    deadlineAt: new Date(Date.parse(createdAt) + 86_400_000).toISOString(),
  };
};

const write = ({ world: { store } }: Plane, record: DeploymentRecord) => store.commit(anAdmission(record, GROUP_SIZE));

/** One that was just admitted. */
export const admit = async (plane: Plane, number: number): Promise<string> => {
  const record = recordOf(plane, number);
  // The hand-over depends on the group's guard.
  await plane.seed.putConfiguration({ deliveryGroups: [aDeliveryGroup({ id: record.deliveryGroupId })] });
  await write(plane, record);
  return record.id;
};

/** One that the engine has, in the middle of its life: nothing but its end is to come. */
export const putUnderWay = async (plane: Plane, number: number): Promise<string> => {
  const record = recordOf(plane, number);
  const executionId = plane.begin(record.id);
  const earlier = (minutes: number) => new Date(plane.time.ms() - minutes * 60_000).toISOString();
  await write(plane, {
    ...record,
    state: 'ACTIVE',
    createdAt: earlier(5),
    updatedAt: earlier(5),
    executionId,
    handOver: { leases: 1, firstRequestAt: earlier(5), lastRequestAt: earlier(5), searchedAt: earlier(3) },
  });
  return record.id;
};
