import { Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct, IConstruct } from 'constructs';
import { getOrCreate } from '../checks/get-or-create';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { nameOf } from '../template/names';
import { placeOf, TemplateIndex } from '../template/template-index';
import { textOf } from '../template/value';

interface Domain extends Construct {
  readonly cfnUserPoolDomain: cognito.CfnUserPoolDomain;
  /** The whole name, with the region of a prefix domain. */
  readonly domainName: string;
}

/** The domains of each app, in all its stages, by name. */
const domains = new WeakMap<IConstruct, Map<string, Domain[]>>();

const namesakesOf = (domain: Domain): Domain[] => {
  const ofApp = getOrCreate(domains, domain.node.root, () => new Map<string, Domain[]>());
  return getOrCreate(ofApp, domain.domainName, () => []);
};

export function registerDomain(domain: Domain): void {
  namesakesOf(domain).push(domain);
}

/** The name of a domain is one of DNS, so it exists once, across all accounts. */
export function checkIsFree(index: TemplateIndex, domain: Domain, problems: Problems): void {
  if (!isAsGiven(index, domain)) return;
  const other = namesakesOf(domain).find((each) => each !== domain && isRival(domain, each) && isAsGiven(index, each));
  // Of two, the second tells.
  if (!other || domain.node.path < other.node.path) return;
  problems.add({
    where: `The domain ${nameOf(domain.cfnUserPoolDomain)}`,
    given: `${show(domain.cfnUserPoolDomain.domain)}, as that of ${nameOf(other.cfnUserPoolDomain)}`,
    outcome: 'a domain can exist only once, across all accounts, so the deployment of the second one fails',
    remedy: 'Give each pool and each stage a domain of its own, or omit domainPrefix for one that is unique',
  });
}

/** Stacks whose region only the deployment knows may be in different ones. */
const isRival = (one: Domain, other: Domain) =>
  !Token.isUnresolved(one.domainName) || one.cfnUserPoolDomain.stack === other.cfnUserPoolDomain.stack;

/** Whether neither an override nor a condition makes a difference, as far as the index knows. */
function isAsGiven(index: TemplateIndex, { cfnUserPoolDomain: domain }: Domain): boolean {
  if (placeOf(domain) !== index.place) return domain.cfnOptions.condition === undefined;
  const resource = index.resource(domain);
  return !resource.isConditional && textOf(resource.value('Domain')) === domain.domain;
}
