import { CfnResource, CfnStack, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { TemplateIndex } from '../template/template-index';
import { branchesOf, entryOf, mentions, showValue, textOf, Value } from '../template/value';
import { ApiRoute } from './api-route';

/** The types of resources of which the `Ref` is the ID of an HTTP API. */
const API_TYPES = [apigwv2.CfnApi.CFN_RESOURCE_TYPE_NAME, 'AWS::Serverless::HttpApi'];

const REMEDY = 'Add the routes as constructs, or omit requireOnEveryRoute';

/** The routes of which nothing says at synthesis which API they belong to. */
export function unreadableRoutes(index: TemplateIndex): ApiRoute[] {
  return index
    .ofType(apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME)
    .filter((resource) => !isReadable(resource.value('ApiId')))
    .map((resource) => new ApiRoute(resource));
}

/** Reports what makes routes that no template of the app has a resource for. */
export function checkUnseenRoutes(index: TemplateIndex, httpApi: apigwv2.IHttpApi, problems: Problems): void {
  checkApi(index, httpApi, problems);
  const api = index.valueOf(httpApi, httpApi.apiId);
  checkServerlessEvents(index, api, problems);
  checkTemplateFiles(index, api, problems);
}

/** Whether an `ApiId` says which API it is: each branch is literal, or refers to an API. */
function isReadable(apiId: Value): boolean {
  return branchesOf(apiId).every(
    (branch) =>
      branch.kind === 'literal' ||
      branch.kind === 'absent' ||
      (branch.kind === 'reference' &&
        CfnResource.isCfnResource(branch.target) &&
        API_TYPES.includes(branch.target.cfnResourceType)),
  );
}

/** The SAM transform creates routes for the events of functions. */
function checkServerlessEvents(index: TemplateIndex, api: Value, problems: Problems): void {
  for (const resource of index.ofType('AWS::Serverless::Function')) {
    const events = resource.value('Events');
    for (const name of events.kind === 'map' ? Object.keys(events.entries) : ['Events']) {
      const event = entryOf(events, name);
      const type = textOf(entryOf(event, 'Type'));
      const apiId = entryOf(entryOf(event, 'Properties'), 'ApiId');
      if ((type !== undefined && type !== 'HttpApi') || (isReadable(apiId) && !mentions(apiId, api))) continue;
      problems.add({
        where: `The event ${show(name)} of ${resource.path}`,
        given: showValue(event),
        outcome: 'SAM creates a route for it, which this library does not see and which may be open',
        remedy: REMEDY,
      });
    }
  }
}

/** The template of a nested stack may be a file. */
function checkTemplateFiles(index: TemplateIndex, api: Value, problems: Problems): void {
  const nested = index
    .ofType(CfnStack.CFN_RESOURCE_TYPE_NAME)
    .filter((resource) => mentions(resource.value('Parameters'), api));
  if (nested.length === 0) return;
  const stacks = index.place.node.findAll().filter((each) => Stack.isStack(each));
  const ofApp = new Set<unknown>(stacks.map(({ nestedStackResource }) => nestedStackResource));
  for (const resource of nested.filter(({ node }) => !ofApp.has(node))) {
    const outcome = 'its template, which this library does not read, gets the ID of the API and may add open routes';
    problems.add({ where: `The nested stack ${resource.path}`, given: 'made from a file', outcome, remedy: REMEDY });
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
      remedy: REMEDY,
    });
  }
}
