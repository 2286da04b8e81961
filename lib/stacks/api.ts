import { type App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { cors } from '../contract/cors.ts';
import { type DataStack, resourcesOf } from './data.ts';
import { addDoor } from './door.ts';
import { backgroundGrants } from './grants.ts';
import { named, type Stage } from './stage.ts';

/** A flood is refused by the gateway before it costs anything; callers' own limits are far below. */
const THROTTLE = { rateLimit: 500, burstLimit: 1000 };

/** The gateway and who may pass it. Endpoints mount themselves from stacks of their own. */
export class ApiStack extends Stack {
  readonly gateway: HttpApi;
  readonly authorizer: IHttpRouteAuthorizer;
  /** Of the one route that takes the engine's events. */
  readonly engineAuthorizer: IHttpRouteAuthorizer;

  constructor(app: App, stage: Stage, data: DataStack) {
    super(app, named(stage, 'api'), { description: 'DXCP: the gateway of the API' });
    this.gateway = new HttpApi(this, 'gateway', {
      apiName: named(stage, 'api'),
      createDefaultStage: false,
      ...(stage.corsOrigins.length > 0 ? { corsPreflight: corsFor(stage.corsOrigins) } : {}),
    });
    this.gateway.addStage('default', {
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new LogGroupLogDestination(this.accessLog(stage)), format: ACCESS_LINE },
    });
    this.authorizer = this.addAuthorizer(stage, data, { id: 'token', path: 'auth/authorizer' });
    this.engineAuthorizer = this.addAuthorizer(stage, data, { id: 'engine', path: 'auth/engine-events' });
    new CfnOutput(this, 'endpoint', {
      value: this.gateway.apiEndpoint,
      description: 'Where signed requests go: a signature is for this host, not for that of the site',
    });
  }

  private accessLog(stage: Stage): LogGroup {
    return new LogGroup(this, 'access-log', {
      logGroupName: `/dxcp/${stage.name}/access`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /**
   * The only functions that see tokens and secrets. Their word is kept for five minutes, so a role or a secret that is
   * taken away lasts as long.
   */
  private addAuthorizer(stage: Stage, data: DataStack, { id, path }: AuthorizerDoor): HttpLambdaAuthorizer {
    const verify = addDoor(this, stage, {
      path,
      access: backgroundGrants[path],
      resources: resourcesOf(stage, data),
      timeout: Duration.seconds(10),
    });
    return new HttpLambdaAuthorizer(id, verify, {
      authorizerName: named(stage, id),
      identitySource: ['$request.header.Authorization'],
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      resultsCacheTtl: Duration.minutes(5),
    });
  }
}

type AuthorizerDoor = { readonly id: string; readonly path: 'auth/authorizer' | 'auth/engine-events' };

/** One line a request; the request id is the one that problems show. */
const ACCESS_LINE = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    at: '$context.requestTime',
    routeKey: '$context.routeKey',
    status: '$context.status',
    latencyMs: '$context.responseLatency',
    ip: '$context.identity.sourceIp',
    bytes: '$context.responseLength',
    gatewayError: '$context.error.message',
    authorizerError: '$context.authorizer.error',
  }),
);

const corsFor = (origins: readonly string[]) => ({
  allowOrigins: [...origins],
  allowMethods: cors.methods.map((method) => CorsHttpMethod[method]),
  allowHeaders: [...cors.requestHeaders],
  exposeHeaders: [...cors.responseHeaders],
  maxAge: Duration.seconds(cors.maxAgeSeconds),
});
