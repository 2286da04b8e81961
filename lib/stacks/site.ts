import { type App, CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { ParameterName } from '../contract/configuration.ts';
import { contentSecurityPolicy, siteHeaders, strictTransportSecurity } from '../contract/site-headers.ts';
import type { ApiStack } from './api.ts';
import { privateBucket } from './data.ts';
import { pageRouting } from './edge.ts';
import { publishSite } from './site-files.ts';
import { named, type Stage } from './stage.ts';

/** The web UI and the API under one origin. */
export class SiteStack extends Stack {
  private readonly stage: Stage;

  constructor(app: App, stage: Stage, api: ApiStack) {
    super(app, named(stage, 'site'), { description: 'DXCP: the web UI and the one address of the plane' });
    this.stage = stage;
    const files = privateBucket(this, 'files');
    const issuer = this.parameter('/oidc/issuer');
    const distribution = new Distribution(this, 'distribution', {
      comment: named(stage, 'site'),
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(files),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.pageHeaders(issuer),
        functionAssociations: [{ function: this.routing(), eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: { '/v1/*': this.apiBehaviour(api) },
    });
    publishSite(this, {
      bucket: files,
      directory: stage.site,
      configuration: {
        issuer,
        clientId: this.parameter('/oidc/client_id'),
        audience: this.parameter('/oidc/audience'),
      },
      release: stage.release,
    });
    new CfnOutput(this, 'address', { value: `https://${distribution.distributionDomainName}` });
  }

  /** Read from SSM when the stack is deployed: the same value that the functions read. */
  private parameter(name: ParameterName): string {
    return StringParameter.valueForStringParameter(this, this.stage.configPrefix + name);
  }

  private pageHeaders(issuer: string): ResponseHeadersPolicy {
    // An origin, without the path that some issuers have: the policy would match the path exactly.
    const issuerOrigin = `https://${Fn.select(2, Fn.split('/', issuer))}`;
    return new ResponseHeadersPolicy(this, 'page-headers', {
      responseHeadersPolicyName: named(this.stage, 'page'),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(issuerOrigin), override: true },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: transportSecurity,
      },
      customHeadersBehavior: {
        customHeaders: [
          {
            header: 'cross-origin-opener-policy',
            value: siteHeaders['cross-origin-opener-policy'],
            override: true,
          },
        ],
      },
    });
  }

  private routing(): EdgeFunction {
    return new EdgeFunction(this, 'routing', {
      code: FunctionCode.fromInline(pageRouting),
      runtime: FunctionRuntime.JS_2_0,
      comment: 'One page for all paths of the UI',
    });
  }

  /** Nothing of the API is kept by the CDN; its answers say themselves what a browser may keep. */
  private apiBehaviour(api: ApiStack) {
    return {
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', api.gateway.apiEndpoint)), {
        readTimeout: Duration.seconds(30),
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'api-headers', {
        responseHeadersPolicyName: named(this.stage, 'api'),
        securityHeadersBehavior: {
          contentTypeOptions: { override: true },
          strictTransportSecurity: transportSecurity,
        },
      }),
    };
  }
}

const transportSecurity = {
  accessControlMaxAge: Duration.seconds(strictTransportSecurity.maxAgeSeconds),
  includeSubdomains: strictTransportSecurity.includeSubdomains,
  override: true,
};
