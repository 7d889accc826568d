import { Aspects } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';

/**
 * Has a route without scopes say so, whether they are taken away now or later: API Gateway keeps scopes that a template
 * no longer names, and they are known only after the route has asked its authorizer.
 *
 * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2184
 */
export function nameScopes(route: apigwv2.IHttpRoute): void {
  Aspects.of(route).add({
    visit: (node) => {
      if (apigwv2.CfnRoute.isCfnRoute(node)) node.authorizationScopes ??= [];
    },
  });
}
