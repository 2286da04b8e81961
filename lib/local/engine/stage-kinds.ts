import type { JsonObject } from './json-object.ts';

/** What one kind of stage has in its JSON, whether it fails or not. */
export type StageKind = {
  /** What the author of the pipeline wrote. */
  readonly written: (facts: StageFacts) => JsonObject;
  /** What a success leaves besides. */
  readonly left?: (facts: StageFacts) => JsonObject;
  readonly outputs?: (facts: StageFacts) => JsonObject;
  /** A synthetic stage before it does the work; the stage itself has no tasks. */
  readonly checks?: true;
};

export type StageFacts = {
  readonly service: string;
  readonly environment: string;
  readonly version: string;
  readonly executionId: string;
  readonly stage: string;
  readonly task: string;
  readonly seconds: number;
  /** When the stage ended; epoch milliseconds. */
  readonly at: number;
  /** What really went wrong, when it did go wrong for real. */
  readonly message?: string;
};

/** An expression of the engine's own language, over what is not there. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the engine that evaluates it
const REPLICAS = "${settings['replicas'].count}";

const TARGET = 'http://verifier.engine.svc:8080';

/** The condition of every order of the reference pipelines. */
export const NOT_FROZEN: JsonObject = {
  expression: "trigger['parameters']['environment'] != 'frozen'",
  failureMessage: 'Nothing may be changed in a frozen environment',
};

const manifest = ({ service }: StageFacts): JsonObject => ({
  account: 'local',
  cloudProvider: 'kubernetes',
  moniker: { app: service },
});

const KINDS: Readonly<Record<string, StageKind>> = {
  checkPreconditions: {
    written: () => ({ preconditions: [{ context: NOT_FROZEN, failPipeline: true, type: 'expression' }] }),
    checks: true,
  },
  wait: { written: ({ seconds }) => ({ waitTime: seconds }) },
  evaluateVariables: {
    written: () => ({
      failOnFailedExpressions: true,
      variables: [{ key: 'replicas', value: REPLICAS }],
    }),
    // What cannot be evaluated stays as it was written.
    outputs: () => ({ replicas: REPLICAS }),
  },
  webhook: {
    written: ({ version }) => ({
      method: 'POST',
      url: `${TARGET}/verify`,
      payload: { version },
      customHeaders: { authorization: 'Bearer s3cr3t-target' },
    }),
    left: () => ({ webhook: { statusCode: 'OK', statusCodeValue: 200, body: { ok: true } } }),
  },
  manualJudgment: {
    written: () => ({
      instructions: 'May it go on?',
      judgmentInputs: [{ value: 'Not inside the release window' }],
      failPipeline: true,
    }),
  },
  kayentaCanary: {
    written: () => ({ analysisType: 'realTime', canaryConfig: { scoreThresholds: { marginal: '50', pass: '75' } } }),
    left: () => ({ canaryScores: [96] }),
  },
  bakeManifest: { written: () => ({ templateRenderer: 'HELM3', evaluateOverrideExpressions: false }) },
  deployManifest: { written: manifest },
  patchManifest: { written: manifest },
  undoRolloutManifest: { written: manifest },
};

export function stageKind(type: string): StageKind {
  return (Object.hasOwn(KINDS, type) ? KINDS[type] : undefined) ?? { written: () => ({}) };
}

const CORE = 'com.netflix.spinnaker.orca.pipeline.tasks';
const CLASSES: Readonly<Record<string, string>> = {
  checkPrecondition: `${CORE}.ExpressionPreconditionTask`,
  wait: `${CORE}.WaitTask`,
  evaluateVariables: `${CORE}.EvaluateVariablesTask`,
  createWebhook: 'com.netflix.spinnaker.orca.webhook.tasks.CreateWebhookTask',
  monitorWebhook: 'com.netflix.spinnaker.orca.webhook.tasks.MonitorWebhookTask',
  waitForJudgment: 'com.netflix.spinnaker.orca.echo.pipeline.ManualJudgmentStage$WaitForManualJudgmentTask',
};

export function classOfTask(name: string): string {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return CLASSES[name] ?? `com.netflix.spinnaker.orca.clouddriver.tasks.manifest.${title}Task`;
}
