import { CfnResource } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { pathOf } from '../../base/path-of';
import { TemplateIndex } from '../../template/template-index';
import { branchesOf, isSame, showValue, targetsIn, textOf, Value } from '../../template/value';
import { ApiRoute } from './api-route';

/** What the integrations behind a route call, such as the ARN of a function, in every branch of a condition. */
export const urisBehind = (index: TemplateIndex, route: ApiRoute): readonly Value[] =>
  valuesBehind(index, route, 'IntegrationUri');

/** What the integrations behind a route do with a service of AWS, such as `SQS-SendMessage`. They have no URI. */
export const actionsBehind = (index: TemplateIndex, route: ApiRoute): readonly Value[] =>
  valuesBehind(index, route, 'IntegrationSubtype');

function valuesBehind(index: TemplateIndex, { target }: ApiRoute, property: string): readonly Value[] {
  const integrations = targetsIn(target).filter((each) => apigwv2.CfnIntegration.isCfnIntegration(each));
  return [...new Set(integrations)]
    .flatMap((each) => branchesOf(index.resource(each).value(property)))
    .filter(({ kind }) => kind !== 'absent');
}

/** What is behind a route: functions and other servers. */
export const backendsOf = (index: TemplateIndex, route: ApiRoute): readonly Value[] =>
  urisBehind(index, route).flatMap((uri) => functionsIn(index, uri));

/**
 * The functions that a value names: by reference, also to a version or an alias, or else by what the value says. Other
 * resources count as functions.
 */
function functionsIn(index: TemplateIndex, value: Value): readonly Value[] {
  return branchesOf(value).flatMap((branch) => {
    const resources = resourcesIn(branch);
    if (resources.length === 0) return branch.kind === 'absent' ? [] : [branch];
    return resources.flatMap((target): readonly Value[] =>
      lambda.CfnAlias.isCfnAlias(target) || lambda.CfnVersion.isCfnVersion(target)
        ? functionsIn(index, index.resource(target).value('FunctionName'))
        : [{ kind: 'reference', target, attribute: 'Ref' }],
    );
  });
}

/** Whether requests that are for one backend may reach another. */
export const reaches = (one: Value, other: Value): boolean => isSameFunction(one, other) || reachesUrl(one, other);

/** What is behind the guarded routes of an API. */
export const guardedBackends = (index: TemplateIndex, routes: readonly ApiRoute[]): readonly Value[] =>
  routes.filter(({ isOpen }) => !isOpen).flatMap((route) => backendsOf(index, route));

/** The first of several backends that a value names. */
export function namedBackend(index: TemplateIndex, backends: readonly Value[], value: Value): Value | undefined {
  const named = functionsIn(index, value);
  return backends.find((each) => named.some((other) => isSameFunction(each, other)));
}

/** Whether requests to one route may reach what is behind another. */
export function shareBackend(index: TemplateIndex, route: ApiRoute, other: ApiRoute): boolean {
  const behindOther = backendsOf(index, other);
  return backendsOf(index, route).some((one) => behindOther.some((each) => reaches(one, each)));
}

/** A backend as people know it. */
export function backendInWords(backend: Value): string {
  const [resource] = resourcesIn(backend);
  if (resource) return pathOf(resource);
  return backend.kind === 'unknown' && backend.name === 'Fn::Join'
    ? textWith(backend, (each) => `\${${each.kind === 'reference' ? each.attribute : showValue(each)}}`)
    : (textOf(backend) ?? showValue(backend));
}

/** The resources that a value refers to. Pseudo parameters, which are references to stacks, are none. */
const resourcesIn = (value: Value): readonly CfnResource[] =>
  targetsIn(value).filter((each) => CfnResource.isCfnResource(each));

/** Stands for what only the deployment knows. */
const ANY = '*';

/** A text with something in place of its parts that only the deployment knows. */
function textWith(value: Value, placeholder: (part: Value) => string): string {
  const parts = value.kind === 'unknown' && value.name === 'Fn::Join' ? value.operands : [value];
  return parts.map((part) => textOf(part) ?? placeholder(part)).join('');
}

/** Whether two values name one function, by its ARN or by its name alone. */
export function isSameFunction(one: Value, other: Value): boolean {
  if (isSame(one, other)) return true;
  const [ofOne, ofOther] = [one, other].map(nameParts);
  return (
    ofOne !== undefined &&
    ofOther !== undefined &&
    ofOne.every((part, at) => [part, ANY].includes(ofOther[at] ?? ANY) || part === ANY)
  );
}

/** The region, account and name of a function. Undefined if the name is not known. */
function nameParts(value: Value): readonly string[] | undefined {
  const text = textWith(value, () => ANY);
  if (/^[\w-]+$/.test(text)) return [ANY, ANY, text];
  return /:lambda:([^:]*):([^:]*):function:([\w-]+)(?=$|[:/])/.exec(text)?.slice(1);
}

/**
 * Whether requests to a URL may reach another one. Parts of the request's path take the place of the parameters in it.
 */
function reachesUrl(one: Value, other: Value): boolean {
  const [ofOne, ofOther] = [one, other].map((each) => /^https?:\/\/(.*)/i.exec(textOf(each) ?? '')?.[1]?.toLowerCase());
  if (ofOne === undefined || ofOther === undefined) return false;
  const [start, startOfOther] = [ofOne, ofOther].map((url) => url.replace(/\{.*/, '')) as [string, string];
  const [varies, otherVaries] = [start !== ofOne, startOfOther !== ofOther];
  if (!varies) return ofOne === ofOther;
  return startOfOther.startsWith(start) || (otherVaries && start.startsWith(startOfOther));
}
