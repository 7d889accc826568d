import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct, IConstruct } from 'constructs';
import { getOrCreate } from '../base/get-or-create';
import { groupedBy } from '../base/grouped-by';
import { isInTree } from '../base/is-in-tree';
import { Problems } from '../checks/problems';
import { sortedBy } from '../base/sorted-by';
import { isKnown, show } from '../checks/values';
import { pathOf } from '../base/path-of';
import { oncePerIndex } from '../template/once-per-index';
import { IndexedResource, stageOf, TemplateIndex } from '../template/template-index';
import { textOf } from '../template/value';

interface Domain extends Construct {
  readonly cfnUserPoolDomain: cognito.CfnUserPoolDomain;
}

/** A domain with the name that it was created with. */
interface Registered {
  readonly resource: cognito.CfnUserPoolDomain;
  readonly name: string;
}

/** The domains of this library in each app, in all its stages, by key. */
const registered = new WeakMap<IConstruct, Map<string, Registered[]>>();

/**
 * What must be unique: the name of a custom domain, or a prefix in a region. Two stacks whose regions are not known may
 * be in different ones, so each counts as a region of its own.
 */
const keyOf = (name: string, isCustom: boolean, { region, node }: Stack) =>
  isCustom ? name : `${isKnown(region) ? region : node.addr} ${name}`;

export function registerDomain({ node, cfnUserPoolDomain: resource }: Domain): void {
  const { domain: name, customDomainConfig, stack } = resource;
  if (Token.isUnresolved(name)) return;
  const ofApp = getOrCreate(registered, node.root, () => new Map<string, Registered[]>());
  getOrCreate(ofApp, keyOf(name, customDomainConfig !== undefined, stack), () => []).push({ resource, name });
}

/** A pool has at most one Cognito domain and one custom domain. */
export function checkIsOnlyOne(
  index: TemplateIndex,
  { cfnUserPoolDomain }: Domain,
  userPool: aws_cognito.IUserPoolRef,
  problems: Problems,
): void {
  const domains = index.ofPool(userPool, cognito.CfnUserPoolDomain.CFN_RESOURCE_TYPE_NAME);
  const own = index.resource(cfnUserPoolDomain);
  const other = domains.find(
    (each) => each !== own && !each.isConditional && isCustomDomain(each) === isCustomDomain(own),
  );
  if (!other || own.isConditional || !tells(cfnUserPoolDomain, other.cfnResource)) return;
  problems.add({
    where: `The domain ${own.path}`,
    given: `of the same kind as ${other.path}`,
    outcome:
      'Cognito accepts only one domain with a prefix and one custom domain for each pool, and would reject another one',
    remedy: 'Remove one of the two',
  });
}

const isCustomDomain = (domain: IndexedResource) => domain.value('CustomDomainConfig').kind !== 'absent';

/** A domain is a name in DNS, which exists only once, across all accounts. */
export function checkIsFree(index: TemplateIndex, { cfnUserPoolDomain }: Domain, problems: Problems): void {
  const own = index.resource(cfnUserPoolDomain);
  const key = keyIn(own);
  if (key === undefined) return;
  const inStage = (byKey(index).get(key) ?? []).map(({ cfnResource }) => cfnResource);
  const namesakes = [...inStage, ...inOtherStages(index, cfnUserPoolDomain, key)];
  const other = namesakes.find((each) => each !== cfnUserPoolDomain && tells(cfnUserPoolDomain, each));
  if (!other) return;
  problems.add({
    where: `The domain ${pathOf(cfnUserPoolDomain)}`,
    given: `${show(textOf(own.value('Domain')))}, as that of ${pathOf(other)}`,
    outcome: 'a domain can exist only once, across all accounts, so the deployment of the second one fails',
    remedy: 'Give each pool and each stage a domain of its own, or omit domainPrefix for one that is unique',
  });
}

/** Whether a domain of this library reports a conflict with another domain: of two of this library, the second does. */
const tells = (own: CfnResource, other: CfnResource): boolean =>
  (other.node.scope as Partial<Domain>).cfnUserPoolDomain !== other || other.node.path < own.node.path;

/** Undefined if only the deployment knows the domain, or whether there is one. */
function keyIn(resource: IndexedResource): string | undefined {
  const name = textOf(resource.value('Domain'));
  if (name === undefined || resource.isConditional) return undefined;
  return keyOf(name, isCustomDomain(resource), resource.cfnResource.stack);
}

const byKey = oncePerIndex((index) => groupedBy(index.ofType(cognito.CfnUserPoolDomain.CFN_RESOURCE_TYPE_NAME), keyIn));

/** The domains in other stages, by path, of which the index knows nothing. */
function inOtherStages(index: TemplateIndex, { node }: IConstruct, key: string): CfnResource[] {
  const all = registered.get(node.root)?.get(key) ?? [];
  const others = all.filter(({ resource, name }) => {
    const isAsGiven = resource.domain === name && resource.cfnOptions.condition === undefined;
    return stageOf(resource) !== index.stage && isInTree(resource) && isAsGiven;
  });
  return sortedBy(others, ({ resource }) => resource.node.path).map(({ resource }) => resource);
}
