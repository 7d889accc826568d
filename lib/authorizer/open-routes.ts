import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { TemplateIndex } from '../template/template-index';
import { ApiRoute } from './api-route';

/** Options for `requireOnEveryRoute`. */
export interface RequireOnEveryRouteOptions {
  /**
   * The routes that anyone can call, as API Gateway writes them: `GET /health`, `ANY /files/{proxy+}` or `$default`. A
   * route that does not exist fails synthesis.
   *
   * @default - none
   */
  readonly publicRoutes?: string[];
}

export function checkOpenRoutes(
  index: TemplateIndex,
  httpApi: apigwv2.IHttpApi,
  routes: ApiRoute[],
  publicRoutes: Set<string>,
  problems: Problems,
): void {
  checkApi(index, httpApi, problems);
  for (const { key, path, isOpen } of routes) {
    if (publicRoutes.has(key) || !isOpen) continue;
    problems.add({
      where: `The route ${show(key)} (${path})`,
      given: 'open',
      outcome: 'anyone could call what is behind it',
      remedy: 'Give it an authorizer, or list it in publicRoutes',
    });
  }
  for (const key of publicRoutes) {
    if (!isKnown(key) || routes.some((each) => each.key === key)) continue;
    problems.add({
      where: 'publicRoutes',
      given: `a list that has ${show(key)}`,
      outcome: 'the API has no such route: the route that should be open may be closed, or have another name',
      remedy: `Write it as API Gateway does, such as "GET /health"; the API has ${routes.map((each) => show(each.key)).join(', ') || 'no routes'}`,
    });
  }
}

/** An API may have routes without a resource of their own. */
function checkApi(index: TemplateIndex, httpApi: apigwv2.IHttpApi, problems: Problems): void {
  const api = httpApi.node.defaultChild;
  if (!apigwv2.CfnApi.isCfnApi(api)) return;
  const isSet = (property: string) => index.resource(api).value(property).kind !== 'absent';
  if (isSet('Target')) {
    problems.add({
      where: `target of ${api.node.path}`,
      given: 'set',
      outcome: 'API Gateway then makes an open route of its own, and anyone could call what is behind it',
      remedy: 'Add routes instead',
    });
  }
  if (isSet('Body') || isSet('BodyS3Location')) {
    problems.add({
      where: `body of ${api.node.path}`,
      given: 'set',
      outcome: 'its routes are in an OpenAPI document, which this library does not read, and any of them may be open',
      remedy: 'Add the routes as constructs, or omit requireOnEveryRoute',
    });
  }
}
