import { Fn, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isDomainLabel } from '../checks/domain-name';
import { Problems } from '../checks/problems';
import { isGovCloud } from '../checks/regions';
import { checkValue, isKnown, show } from '../checks/values';
import { Branding } from './branding';

/** Options for a Cognito prefix domain. */
export interface CognitoDomainOptions {
  /**
   * The domain prefix, as in `PREFIX.auth.REGION.amazoncognito.com`: 1 to 63 lowercase letters, digits and hyphens,
   * without a hyphen at either end and without the words `aws`, `amazon` and `cognito`. Otherwise synthesis fails. No
   * other pool in the region, in any account, can have the same prefix.
   *
   * CloudFormation cannot change it in place, and Cognito allows one such domain per pool at a time. To change it,
   * deploy once without `hostedUi`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
   * @default - derived from the path of the pool in the construct tree and the ID of the stack: the same in every
   * deployment of a stack, different in each stack
   */
  readonly domainPrefix?: string;

  /**
   * The branding of the pages, and their kind.
   *
   * @default - managed login in Cognito's own style; the classic pages if `featurePlan` is LITE
   */
  readonly branding?: Branding;
}

/** Words that Cognito reserves. */
const RESERVED = /aws|amazon|cognito/;

export function checkCognitoDomain({ domainPrefix: prefix }: CognitoDomainOptions, problems: Problems): void {
  const where = 'hostedUi.domainPrefix';
  checkValue(problems, where, prefix, isPrefix, {
    outcome:
      'Cognito accepts only 1 to 63 lowercase letters, digits and hyphens, with no hyphen at either end, and would reject the domain',
    remedy: 'Write it as, for example, "my-app-sign-in", without the rest of the domain',
  });
  const word = isKnown(prefix) ? RESERVED.exec(prefix)?.[0] : undefined;
  if (word === undefined) return;
  const outcome = `Cognito reserves the word ${show(word)} and rejects the domain`;
  problems.add({ where, given: show(prefix), outcome, remedy: 'Choose a prefix without it' });
}

const isPrefix = (text: string) => isDomainLabel(text) && text === text.toLowerCase();

/**
 * A prefix that is unique in the region. The account is not known at synthesis, but each stack has a unique ID. Two
 * pools differ by their paths, which cleaning may reduce to the same text; hence the hash.
 *
 * @param pool the pool whose users sign in at the domain
 * @param stack the stack of the domain
 */
export function defaultPrefix(pool: IConstruct, stack: Stack): string {
  // Not `Aws.STACK_ID`, which is the ID of the stack that reads it.
  const stackId = Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', stack.stackId))));
  return `${readable(pool.node.path)}-${pool.node.addr.slice(-6)}-${stackId}`;
}

function readable(path: string): string {
  let text = path.toLowerCase();
  // Removing a word may leave another one: "amaawszon".
  while (RESERVED.test(text)) text = text.replace(RESERVED, '');
  const words = text.split(/[^a-z0-9]+/).filter(Boolean);
  return words.join('-').slice(0, 33).replace(/-$/, '') || 'auth';
}

/** Whether a name may be that of the domain, whose prefix and region may be known only at deployment. */
export function mayBeDomain(name: string, { domainPrefix }: CognitoDomainOptions, region: string): boolean {
  const parts = /^([^.]+)\.auth(?:-fips)?\.([^.]+)\.amazoncognito\.com$/.exec(name);
  return parts !== null && [domainPrefix, region].every((each, index) => !isKnown(each) || each === parts[index + 1]);
}

/** AWS GovCloud has its own endpoints. */
export function cognitoDomainName(prefix: string, region: string): string {
  const host = isGovCloud(region) ? 'auth-fips' : 'auth';
  return `${prefix}.${host}.${region}.amazoncognito.com`;
}
