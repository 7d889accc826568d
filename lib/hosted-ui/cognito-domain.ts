import { Aws, Fn } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { Branding } from './branding';

/** Options for a Cognito prefix domain. */
export interface CognitoDomainOptions {
  /**
   * What the domain begins with: `PREFIX.auth.REGION.amazoncognito.com`. 1 to 63 lower case letters, digits and hyphens, with no hyphen at either end and none of the words `aws`, `amazon`
   * and `cognito`. Anything else fails synthesis. No other pool in the region may have the same, of whatever account.
   *
   * CloudFormation can't change it in place, and Cognito gives a pool one such domain at a time: to change it, deploy once without `hostedUi`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
   * @default - made of the path of the pool in the construct tree and of the id of the stack: the same in every deployment of a stack, another one in each stack
   */
  readonly domainPrefix?: string;

  /**
   * How the pages look, and of which kind they are.
   *
   * @default - managed login as Cognito styles it; the classic pages where `featurePlan` is LITE
   */
  readonly branding?: Branding;
}

/** Words that Cognito reserves. */
const RESERVED = /aws|amazon|cognito/;

export function checkCognitoDomain({ domainPrefix: prefix }: CognitoDomainOptions, problems: Problems): void {
  if (!isKnown(prefix)) return;
  const where = 'hostedUi.domainPrefix';
  const given = show(prefix);
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(prefix)) {
    problems.add({
      where,
      given,
      outcome:
        'Cognito accepts 1 to 63 lower case letters, digits and hyphens, with no hyphen at either end, and refuses the domain',
      remedy: 'Write it like "my-app-sign-in", without the rest of the domain',
    });
  }
  const word = RESERVED.exec(prefix)?.[0];
  if (word) {
    const outcome = `Cognito keeps the word ${show(word)} for itself and refuses the domain`;
    problems.add({ where, given, outcome, remedy: 'Choose a prefix without it' });
  }
}

/**
 * A prefix that nobody else in the region has: synth does not know the account, but each stack has an id that no other has. Two pools of one stack differ by their path, of which cleaning may
 * leave the same text; hence its hash.
 */
export function defaultPrefix(scope: IConstruct): string {
  const stackId = Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));
  return `${readable(scope.node.path)}-${scope.node.addr.slice(-6)}-${stackId}`;
}

function readable(path: string): string {
  let text = path.toLowerCase();
  // Taking a word out may leave another one: "amaawszon".
  while (RESERVED.test(text)) text = text.replace(RESERVED, '');
  const words = text.split(/[^a-z0-9]+/).filter(Boolean);
  return words.join('-').slice(0, 33).replace(/-$/, '') || 'auth';
}

/** AWS GovCloud has endpoints of its own. */
export function cognitoDomainName(prefix: string, region: string): string {
  const host = isKnown(region) && region.startsWith('us-gov-') ? 'auth-fips' : 'auth';
  return `${prefix}.${host}.${region}.amazoncognito.com`;
}
