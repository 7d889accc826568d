import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { rendered } from '../checks/rendered';
import { warnAt } from '../checks/warn';
import { isOpen, routesOfApi } from './open-routes';

/**
 * A browser asks before it calls, by OPTIONS and without a token. API Gateway answers by itself where the API has a CORS configuration, but for routes that take all methods of all paths.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function warnOfCors(httpApi: apigwv2.IHttpApi): void {
  const api = httpApi.node.defaultChild;
  if (!apigwv2.CfnApi.isCfnApi(api)) return;
  const answers = rendered(api).CorsConfiguration !== undefined;
  const routes = routesOfApi(httpApi).map((route) => ({ key: String(rendered(route).RouteKey), open: isOpen(route) }));
  const preflight = routes.some(({ key, open }) => open && /^(OPTIONS|ANY) \/\{\w+\+\}$/.test(key));
  if (preflight) return;
  for (const { key, open } of routes) {
    const catchesAll = key === '$default';
    const catchesOptions = catchesAll || key.startsWith('ANY ');
    if (open || !catchesOptions || (answers && !catchesAll)) continue;
    warnAt(
      httpApi,
      'CognitoHttpApiAuthorizer.preflightRefused',
      `The route ${key} takes OPTIONS too and asks for a token, which a browser does not send before the call itself: pages of another origin can't call it. ` +
        (catchesAll
          ? 'Add an open route OPTIONS /{proxy+}, or routes with paths in its place.'
          : 'Give the API corsPreflight, or the route the methods that it has.'),
    );
  }
}
