import { CfnResource, CfnStack, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { constructsIn } from '../../base/constructs-in';
import { pathOf } from '../../base/path-of';
import { Problem, Problems } from '../../checks/problems';
import { show } from '../../checks/values';
import { NestedStackOriginal } from '../../template/nested-stack-original';
import { Fragment, IndexedResource, TemplateIndex } from '../../template/template-index';
import { branchesOf, entryNamesOf, entryOf, mentions, showValue, textOf, Value } from '../../template/value';
import { ApiRoute } from '../routes/api-route';
import { IndexedApi, isApi } from '../routes/indexed-api';

/** The types of resources that CloudFormation makes from another template. */
const TEMPLATE_TYPES = [
  CfnStack.CFN_RESOURCE_TYPE_NAME,
  'AWS::CloudFormation::StackSet',
  'AWS::Serverless::Application',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
];

const isFromTemplate = (type: string) => TEMPLATE_TYPES.includes(type) || type.endsWith('::MODULE');

const SERVERLESS_FUNCTION = 'AWS::Serverless::Function';

/** The API that SAM makes for the events of a template without an `ApiId`. */
const IMPLICIT_API = { Ref: 'ServerlessHttpApi' };

/** Something that makes, or may make, routes of an API which this library can't read from the app's templates. */
export interface RouteSource extends Omit<Problem, 'remedy'> {
  /** The path of the construct that makes them. */
  readonly path: string;
  /** What that is, in words. */
  readonly kind: string;
}

/**
 * The routes that may belong to an API, since nothing says which one they belong to, except those with a key that no
 * HTTP API can have.
 */
export function routesThatMayBelong({ index, routes }: IndexedApi): ApiRoute[] {
  const own = new Set<CfnResource>(routes.map(({ cfnRoute }) => cfnRoute));
  const mayBeOfHttpApi = (routeKey: Value) => /^(\$default$|[A-Z]+ \/)/.test(textOf(routeKey) ?? '$default');
  return index
    .ofType(apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME)
    .filter((resource) => !isReadable(resource.value('ApiId')) && mayBeOfHttpApi(resource.value('RouteKey')))
    .filter(({ cfnResource }) => !own.has(cfnResource))
    .map((resource) => new ApiRoute(resource));
}

/** Reports what makes routes that no template of the app has a resource for. */
export function checkUnseenRoutes(api: IndexedApi, problems: Problems): void {
  for (const resource of api.resources) {
    if (!targetOfApi(resource)) continue;
    problems.add({
      where: `target of ${resource.path}`,
      given: 'set',
      outcome: 'API Gateway then makes an open route of its own, and anyone could call what is behind it',
      remedy: 'Add routes instead',
    });
  }
  for (const source of routeSourcesOf(api)) {
    problems.add({ ...source, remedy: 'Add the routes as constructs, or omit requireOnEveryRoute' });
  }
}

/** What makes routes of an API that can't be read. */
export function routeSourcesOf({ index, id, resources, stacks }: IndexedApi): RouteSource[] {
  return [
    ...resources.flatMap(documentOf),
    ...serverlessEvents(index, id),
    ...otherTemplates(index, id),
    ...includedParts(index, id, stacks),
  ];
}

/** What is behind the open route that API Gateway makes for an API with a target. */
export function targetOfApi(api: IndexedResource): Value | undefined {
  const target = api.value('Target');
  return target.kind === 'absent' ? undefined : target;
}

/** The OpenAPI document of an API. */
function documentOf(api: IndexedResource): RouteSource[] {
  const properties = ['Body', 'BodyS3Location', 'DefinitionBody', 'DefinitionUri'];
  if (properties.every((property) => api.value(property).kind === 'absent')) return [];
  return [
    {
      path: pathOf(api.cfnResource),
      kind: 'an OpenAPI document',
      where: `body of ${api.path}`,
      given: 'set',
      outcome: 'its routes are in an OpenAPI document, which this library does not read, and any of them may be open',
    },
  ];
}

/** The SAM transform creates routes for the events of functions. */
function serverlessEvents(index: TemplateIndex, api: Value): RouteSource[] {
  return serverlessFunctions(index).flatMap(({ path, stack, events, names }) =>
    // Events that are not known go by the name of the property.
    [...new Set(['Events', ...entryNamesOf(events)])].flatMap((name) => {
      const event = entryOf(events, name);
      const type = textOf(entryOf(event, 'Type'));
      const apiId = entryOf(entryOf(event, 'Properties'), 'ApiId');
      if (event.kind === 'absent' || (type !== undefined && type !== 'HttpApi')) return [];
      const isOfImplicit = branchesOf(apiId).some(({ kind }) => kind === 'absent');
      const isOfApi = mentions(apiId, api) || (isOfImplicit && mentions(index.evaluate(IMPLICIT_API, stack), api));
      if (isReadable(apiId, names) && !isOfApi) return [];
      return [
        {
          path,
          kind: 'a SAM event',
          where: `The event ${show(name)} of ${path}`,
          given: showValue(event),
          outcome: 'SAM creates a route for it, which this library does not see and which may be open',
        },
      ];
    }),
  );
}

/** The functions of SAM, those of included templates too, with the logical IDs that stand beside them in these. */
const serverlessFunctions = (index: TemplateIndex) => [
  ...index
    .ofType(SERVERLESS_FUNCTION)
    .map((each) => ({ path: each.path, stack: each.cfnResource.stack, events: each.value('Events'), names: [] })),
  ...index.fragments
    .filter(({ type }) => type === SERVERLESS_FUNCTION)
    .map(({ path, stack, properties, names }) => ({ path, stack, events: entryOf(properties, 'Events'), names })),
];

/** What is made from a template of its own may add routes to an API whose ID it gets. */
function otherTemplates(index: TemplateIndex, api: Value): RouteSource[] {
  const getsId = (resource: IndexedResource) =>
    Object.keys(resource.properties).some((property) => mentions(resource.value(property), api));
  const getting = index.ofTypes(isFromTemplate).filter(getsId);
  if (getting.length === 0) return [];
  const stacks = constructsIn(index.stage).filter((each) => Stack.isStack(each));
  const ofApp = new Set<unknown>(stacks.map(({ nestedStackResource }) => nestedStackResource));
  return getting
    .filter(({ cfnResource: each }) => !ofApp.has(each) || !hasOwnTemplate(index, each))
    .map(({ path }) => ({
      path,
      kind: 'another template',
      where: path,
      given: 'made from another template',
      outcome: 'its template, which this library does not read, gets the ID of the API and may add open routes',
    }));
}

const hasOwnTemplate = (index: TemplateIndex, resource: CfnResource) =>
  !CfnStack.isCfnStack(resource) || NestedStackOriginal.of(resource).hasOwnTemplate(index);

/** A template that was included as it was written has no constructs. */
function includedParts(index: TemplateIndex, api: Value, stacks: ReadonlySet<Stack>): RouteSource[] {
  return index.fragments
    .filter((each) => mayMakeRoutes(each, api, stacks))
    .map(({ path, type }) => ({
      path,
      kind: 'an included template',
      where: path,
      given: `${typeof type === 'string' ? `of the type ${show(type)}` : 'a transform'}, in a template that was included without constructs`,
      outcome: 'this library does not read it, and it may be an open route of the API, or add one',
    }));
}

function mayMakeRoutes({ type, properties, stack, names }: Fragment, api: Value, stacks: ReadonlySet<Stack>): boolean {
  // What has no type is a transform, which may put anything in its place.
  if (typeof type !== 'string') return stacks.has(stack) || mentions(properties, api);
  if (isFromTemplate(type)) return mentions(properties, api);
  if (type !== apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME) return false;
  return mentions(properties, api) || !isReadable(entryOf(properties, 'ApiId'), names);
}

/**
 * Whether an `ApiId` says which API it is: each branch is literal, or refers to an API, be it one of the names in the
 * same included template.
 */
function isReadable(apiId: Value, names: readonly string[] = []): boolean {
  const isSibling = (each: Value) =>
    each.kind === 'unknown' && each.operands.some((name) => names.includes(textOf(name) ?? ''));
  return branchesOf(apiId).every(
    (each) =>
      each.kind === 'literal' ||
      each.kind === 'absent' ||
      (each.kind === 'reference' && isApi(each.target)) ||
      isSibling(each),
  );
}
