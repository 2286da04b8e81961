/** The pipelines the simulator offers, as data: what a platform team would have written in a real engine. */

/** What a stage is for; scenarios say at which of these they go wrong. */
export type StageRole = 'check' | 'fetch' | 'start' | 'verify' | 'switch' | 'finish';

/** What a stage really does to the reference services. */
export type StageEffect = 'prepare' | 'launch' | 'activate';

export type StageDefinition = {
  readonly name: string;
  readonly type: string;
  readonly role: StageRole;
  readonly seconds: number;
  readonly effect?: StageEffect;
  readonly tasks: readonly string[];
};

export type PipelineDefinition = {
  readonly application: string;
  readonly name: string;
  readonly description: string;
  readonly stages: readonly StageDefinition[];
  /** Every run of this pipeline plays this scenario, whatever the version says. */
  readonly scenario?: string;
};

export const REFERENCE_APPLICATION = 'dxcp-reference';
export const SCENARIO_APPLICATION = 'dxcp-scenarios';

/** Parameters every pipeline insists on. */
export const REQUIRED_PARAMETERS = ['service', 'environment', 'version'] as const;

const check: StageDefinition = {
  name: 'Check the order',
  type: 'checkPreconditions',
  role: 'check',
  seconds: 0.5,
  tasks: ['checkPrecondition'],
};

const fetchArtifact: StageDefinition = {
  name: 'Fetch the artifact',
  type: 'bakeManifest',
  role: 'fetch',
  seconds: 1.1,
  effect: 'prepare',
  tasks: ['createBake', 'bindProducedArtifacts'],
};

const switchTraffic: StageDefinition = {
  name: 'Switch traffic',
  type: 'patchManifest',
  role: 'switch',
  seconds: 0.8,
  effect: 'activate',
  tasks: ['resolveTargetManifest', 'patchManifest', 'monitorPatch', 'waitForManifestStable'],
};

const finish: StageDefinition = { name: 'Clean up', type: 'wait', role: 'finish', seconds: 0.4, tasks: ['wait'] };

function start(name: string, seconds: number): StageDefinition {
  const tasks = ['resolveDeploySourceManifest', 'deployManifest', 'monitorDeploy', 'waitForManifestStable'];
  return { name, type: 'deployManifest', role: 'start', seconds, effect: 'launch', tasks };
}

function verify(name: string, type: string, seconds: number): StageDefinition {
  return { name, type, role: 'verify', seconds, tasks: [type === 'webhook' ? 'createWebhook' : 'monitorCanary'] };
}

const verifyHealth = verify('Verify health', 'webhook', 0.9);

type ReferenceDefinition = Omit<PipelineDefinition, 'application' | 'scenario'>;

const REFERENCE: readonly ReferenceDefinition[] = [
  {
    name: 'deploy-standard',
    description: 'Starts the new version, verifies it, then replaces the old one',
    stages: [check, fetchArtifact, start('Start the new version', 2.2), verifyHealth, switchTraffic, finish],
  },
  {
    name: 'deploy-canary',
    description: 'Gives the new version a growing share, judged automatically, before it replaces the old one',
    stages: [
      check,
      fetchArtifact,
      start('Start the canary', 1.6),
      verify('Canary 10 %', 'kayentaCanary', 0.8),
      verify('Canary 50 %', 'kayentaCanary', 0.8),
      switchTraffic,
      finish,
    ],
  },
  {
    name: 'deploy-blue-green',
    description: 'Starts the new version beside the old one and switches all traffic at once',
    stages: [
      check,
      fetchArtifact,
      start('Start green', 2),
      verify('Verify green', 'webhook', 1.1),
      switchTraffic,
      finish,
    ],
  },
  rollback('standard'),
  rollback('canary'),
  rollback('blue-green'),
];

function rollback(recipe: string): ReferenceDefinition {
  return {
    name: `rollback-${recipe}`,
    description: 'Starts the target version again and switches to it',
    stages: [check, fetchArtifact, start('Start the earlier version', 1.4), verifyHealth, switchTraffic],
  };
}

export const REFERENCE_PIPELINES: readonly PipelineDefinition[] = REFERENCE.map((pipeline) => ({
  application: REFERENCE_APPLICATION,
  ...pipeline,
}));

/** What recipes over the reference pipelines call their steps, one label per stage of the deploy pipeline. */
export const REFERENCE_STEPS = {
  standard: ['Check', 'Fetch artifact', 'Start new version', 'Verify health', 'Switch traffic', 'Clean up'],
  canary: ['Check', 'Fetch artifact', 'Start canary', 'Canary 10 %', 'Canary 50 %', 'Switch traffic', 'Clean up'],
  'blue-green': ['Check', 'Fetch artifact', 'Start green', 'Verify green', 'Switch traffic', 'Clean up'],
} as const;

/** The same for the rollback pipelines, which are all alike. */
export const REFERENCE_ROLLBACK_STEPS = [
  'Check',
  'Fetch artifact',
  'Start earlier version',
  'Verify health',
  'Switch traffic',
] as const;

/** The standard pipeline's stages, for the pipelines that each play one scenario. */
export const SCENARIO_STAGES: readonly StageDefinition[] = REFERENCE[0]?.stages ?? [];
