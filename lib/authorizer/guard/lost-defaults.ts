import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { pathOf } from '../../base/path-of';
import { Problems } from '../../checks/problems';
import { show } from '../../checks/values';
import { createdApiOf } from '../routes/created-api';
import { IndexedApi } from '../routes/indexed-api';
import { routeOf } from '../routes/api-route';
import { AddLambdaRouteOptions } from '../routes/lambda-route';
import { RequiringAuthorizer } from '../routes/requiring-authorizer';

/**
 * A route that is added by an import takes over what its API requires by default, if the import refers to that API.
 * Which API another value stands for is known only when the app is complete, and so it is checked then.
 */
export function checkLostDefaults(
  { index, httpApi, resources }: IndexedApi,
  added: ReadonlyMap<apigwv2.IHttpRoute, AddLambdaRouteOptions>,
  problems: Problems,
): void {
  const known = createdApiOf(httpApi);
  const creators = resources.map(({ cfnResource }) => cfnResource.node.scope);
  const apis = creators.filter((each) => each instanceof apigwv2.HttpApi && each !== known) as apigwv2.HttpApi[];
  for (const api of apis) {
    const byDefault = RequiringAuthorizer.defaultOf(api);
    const lacking = [...added].filter(([, options]) => lacksDefaults(options, api, byDefault));
    for (const [route] of lacking) {
      problems.add({
        where: `httpApi of the route ${show(routeOf(index, route).key)} (${route.node.path})`,
        given: `an import of ${pathOf(api)} by a value that was not known when the route was added`,
        outcome: 'the route would be guarded without what that API requires by default',
        remedy: `Add the route to ${pathOf(api)}, or import it with its apiId as httpApiId; or give the route ${byDefault ? 'accessPolicy' : 'authorizationScopes'}`,
      });
    }
  }
}

function lacksDefaults(
  { accessPolicy, authorizationScopes }: AddLambdaRouteOptions,
  { defaultAuthorizationScopes = [] }: apigwv2.HttpApi,
  byDefault?: RequiringAuthorizer,
): boolean {
  if (accessPolicy) return false;
  if (byDefault) return byDefault.policy !== undefined || !authorizationScopes?.length;
  return defaultAuthorizationScopes.length > 0 && !authorizationScopes;
}
