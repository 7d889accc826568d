import { Names } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { hash } from 'node:crypto';

/** Sends requests to a function, for all routes of an API. */
export class SharedLambdaIntegration extends apigwv2.HttpRouteIntegration {
  constructor(
    private readonly constructId: string,
    private readonly handler: lambda.IFunction,
  ) {
    super(constructId);
  }

  public bind(): apigwv2.HttpRouteIntegrationConfig {
    return {
      type: apigwv2.HttpIntegrationType.AWS_PROXY,
      uri: this.handler.functionArn,
      payloadFormatVersion: apigwv2.PayloadFormatVersion.VERSION_2_0,
    };
  }

  /**
   * The CDK creates an integration in the first route that uses it. All routes share it, so its logical ID does not
   * depend on which route came first: a route can then be removed or moved without replacing what the others need.
   */
  public stabilizeIdIn(route: apigwv2.HttpRoute): void {
    const integration = route.node.tryFindChild(this.constructId)?.node.defaultChild;
    if (!(integration instanceof apigwv2.CfnIntegration)) return;
    const key = `${Names.stackRelativeConstructPath(route.httpApi)}/${this.constructId}`;
    const readable = key.replace(/[^A-Za-z0-9]/g, '').slice(0, 200);
    integration.overrideLogicalId(`${readable}${hash('sha256', key, 'hex').slice(0, 8).toUpperCase()}`);
  }
}
