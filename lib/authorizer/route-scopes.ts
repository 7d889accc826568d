import { Aspects } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';

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

/**
 * Tells which scopes a route was given that are not those of its authorizer: in its own props, as defaults of the API,
 * or on its resource before synthesis. They are read when Aspects visit the route, which is before any visits its
 * resource and could change them.
 */
export function onScopesGiven(route: apigwv2.IHttpRoute, action: (scopes: string[]) => void): void {
  const visit = (node: IConstruct) => {
    const { defaultChild } = route.node;
    if (node !== route || !apigwv2.CfnRoute.isCfnRoute(defaultChild)) return;
    const { authorizationScopes: scopes = [] } = defaultChild;
    if (scopes.length > 0) action([...scopes]);
  };
  Aspects.of(route).add({ visit }, { priority: 0 });
}
