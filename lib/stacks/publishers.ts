import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import type { HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { AccountPrincipal, CompositePrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { named, type Stage } from './stage.ts';

/** A role that CI in the named accounts assumes to sign its calls; it may call the signed routes and nothing else. */
export class PublisherStack extends Stack {
  constructor(app: App, stage: Stage, signedRoutes: readonly HttpRoute[]) {
    super(app, named(stage, 'publishers'), { description: 'DXCP: the role with which CI publishes builds' });
    const role = new Role(this, 'publisher', {
      roleName: named(stage, 'publisher'),
      assumedBy: new CompositePrincipal(...stage.publisherAccounts.map((account) => new AccountPrincipal(account))),
      description: 'Publishes builds to DXCP with signed requests',
    });
    for (const route of signedRoutes) route.grantInvoke(role);
    new CfnOutput(this, 'publisher-role', { value: role.roleArn });
  }
}
