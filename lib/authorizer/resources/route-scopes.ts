import { Aspects } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';

/**
 * Has the template of a route without scopes list none: API Gateway keeps scopes that a template no longer names. This
 * takes an Aspect, because a route gets its scopes only after it has asked its authorizer.
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
 * Calls a function with the scopes that a route has from elsewhere than its authorizer: from its own props, as defaults
 * of the API, or set on its resource before synthesis. They are read when Aspects visit the route, which is before any
 * visits its resource and could change them.
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
