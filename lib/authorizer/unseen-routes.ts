import { CfnStack, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { warn } from '../checks/warn';
import { Fragment, IndexedResource, TemplateIndex } from '../template/template-index';
import { branchesOf, entryOf, mentions, showValue, textOf, Value } from '../template/value';
import { isApi, resourcesOfApi } from './api-resource';
import { ApiRoute } from './api-route';

/** The types of resources that CloudFormation makes from another template. */
const TEMPLATE_TYPES = [
  CfnStack.CFN_RESOURCE_TYPE_NAME,
  'AWS::CloudFormation::StackSet',
  'AWS::Serverless::Application',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
];

const isFromTemplate = (type: string) => TEMPLATE_TYPES.includes(type) || type.endsWith('::MODULE');

const SERVERLESS_FUNCTION = 'AWS::Serverless::Function';

/** The types of resources that are routes, or make some. */
const ROUTE_TYPES = [apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME, SERVERLESS_FUNCTION];

/** The transforms of AWS that add no routes, or whose routes are looked at. */
const AWS_TRANSFORMS = [
  'AWS::Serverless-2016-10-31',
  'AWS::LanguageExtensions',
  'AWS::CodeDeployBlueGreen',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
];

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
  checkTemplates(index, api, problems);
  checkFragments(index, api, problems);
}

/** Whether an `ApiId` says which API it is: each branch is literal, or refers to an API. */
function isReadable(apiId: Value): boolean {
  return branchesOf(apiId).every(
    (branch) =>
      branch.kind === 'literal' || branch.kind === 'absent' || (branch.kind === 'reference' && isApi(branch.target)),
  );
}

/** The SAM transform creates routes for the events of functions. */
function checkServerlessEvents(index: TemplateIndex, api: Value, problems: Problems): void {
  for (const resource of index.ofType(SERVERLESS_FUNCTION)) {
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

/** What is made from a template of its own may add routes to an API whose ID it gets. */
function checkTemplates(index: TemplateIndex, api: Value, problems: Problems): void {
  const getsId = (resource: IndexedResource) =>
    Object.keys(resource.properties).some((property) => mentions(resource.value(property), api));
  const ofTemplates = index.ofTypes(isFromTemplate);
  const getting = ofTemplates.filter(getsId);
  if (getting.length === 0) return;
  const stacks = index.stage.node.findAll().filter((each) => Stack.isStack(each));
  const ofApp = new Set<unknown>(stacks.map(({ nestedStackResource }) => nestedStackResource));
  for (const resource of getting.filter(({ cfnResource }) => !ofApp.has(cfnResource))) {
    const outcome = 'its template, which this library does not read, gets the ID of the API and may add open routes';
    problems.add({ where: resource.path, given: 'made from another template', outcome, remedy: REMEDY });
  }
}

/** A template that was included as it was written has no constructs. */
function checkFragments(index: TemplateIndex, api: Value, problems: Problems): void {
  for (const fragment of index.fragments) {
    const { path, type, properties } = fragment;
    const makesRoutes = typeof type !== 'string' || ROUTE_TYPES.includes(type) || isFromTemplate(type);
    if (!makesRoutes || !(mentions(properties, api) || isOfUnknownApi(fragment))) continue;
    problems.add({
      where: path,
      given: `of the type ${show(type)}, in a template that was included without constructs`,
      outcome: 'this library does not read it, and it may be an open route of the API, or add one',
      remedy:
        'Include the template with CfnInclude of aws-cdk-lib/cloudformation-include, or add the routes as constructs',
    });
  }
}

/** Whether nothing says which API a route belongs to. That of its own template is another one. */
function isOfUnknownApi({ type, properties, names }: Fragment): boolean {
  if (type !== apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME) return false;
  const apiId = entryOf(properties, 'ApiId');
  const isSibling = (each: Value) =>
    each.kind === 'unknown' && each.operands.some((name) => names.includes(textOf(name) ?? ''));
  return !branchesOf(apiId).every((each) => isReadable(each) || isSibling(each));
}

/** An API may have routes without a resource of their own. */
function checkApi(index: TemplateIndex, httpApi: apigwv2.IHttpApi, problems: Problems): void {
  for (const api of resourcesOfApi(index, httpApi)) {
    if (targetOfApi(api)) {
      problems.add({
        where: `target of ${api.path}`,
        given: 'set',
        outcome: 'API Gateway then makes an open route of its own, and anyone could call what is behind it',
        remedy: 'Add routes instead',
      });
    }
    if (hasDocument(api)) {
      problems.add({
        where: `body of ${api.path}`,
        given: 'set',
        outcome: 'its routes are in an OpenAPI document, which this library does not read, and any of them may be open',
        remedy: REMEDY,
      });
    }
  }
}

/** What is behind the open route `$default` that API Gateway makes for an API with a target. */
export function targetOfApi(api: IndexedResource): Value | undefined {
  const target = api.value('Target');
  return target.kind === 'absent' ? undefined : target;
}

/** Whether an API has the routes of an OpenAPI document. */
export const hasDocument = (api: IndexedResource): boolean =>
  ['Body', 'BodyS3Location', 'DefinitionBody', 'DefinitionUri'].some(
    (property) => api.value(property).kind !== 'absent',
  );

/** A macro may add anything to the template that it gets. */
export function warnOfMacros(index: TemplateIndex, httpApi: apigwv2.IHttpApi): void {
  const stacks = [httpApi, ...resourcesOfApi(index, httpApi).map(({ cfnResource }) => cfnResource)].map((each) =>
    Stack.of(each),
  );
  const transforms = stacks.flatMap(({ templateOptions }) => templateOptions.transforms ?? []);
  const macro = transforms.find((name) => !AWS_TRANSFORMS.includes(name));
  if (macro === undefined) return;
  warn(
    httpApi,
    'HttpApi.macro',
    `The macro ${macro} gets the template of the API at the deployment, and may add open routes, which requireOnEveryRoute does not see. Make sure that it adds none; then acknowledge this warning.`,
  );
}
