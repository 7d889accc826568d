import { Token } from 'aws-cdk-lib';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { describe } from '../checks/check-struct';
import { Problem, Problems } from '../checks/problems';
import { show } from '../checks/values';
import { checkGroupName } from './group-name';
import { certainClient, isCreatedForMachines } from './policy-clients';

/** What an access policy that combines no other policies requires. */
export type PolicyRule =
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'group'; readonly name: string }
  | AttributeRule
  | { readonly kind: 'client'; readonly client: aws_cognito.IUserPoolClientRef };

interface AttributeRule {
  readonly kind: 'attribute';
  readonly name: string;
  readonly values: string[];
}

/** Checks a rule for tokens that have attributes, or have none. */
export function checkRule(problems: Problems, rule: PolicyRule, { attributes }: { attributes: boolean }): void {
  if (rule.kind === 'group') checkGroup(problems, rule.name);
  if (rule.kind === 'attribute') checkAttribute(problems, rule, attributes);
}

function checkGroup(problems: Problems, name: string): void {
  const where = 'The group of the policy';
  if (Token.isUnresolved(name)) {
    problems.add({ where, ...UNKNOWN });
  } else if (typeof name !== 'string') {
    const remedy = 'Give each name as a string, such as "editors" or groupName of a group';
    problems.add({ where, ...notAString(name, remedy) });
  } else {
    checkGroupName(problems, where, name);
  }
}

function checkAttribute(problems: Problems, { name, values }: AttributeRule, hasAttributes: boolean): void {
  const add = (problem: Omit<Problem, 'where'>) => problems.add({ where: 'The attribute of the policy', ...problem });
  const texts = [name, ...values];
  if (texts.some((each) => Token.isUnresolved(each))) return add(UNKNOWN);
  const other = texts.findIndex((each) => typeof each !== 'string');
  if (other >= 0) {
    add(notAString(texts[other], 'Give the name and each value as a string, such as "true"'));
  } else if (name.length === 0 || values.length === 0) {
    add({
      given: `${show(name)} with ${values.length} values`,
      outcome: NOBODY,
      remedy: "Write it as, for example, AccessPolicy.attribute('custom:plan', 'pro', 'team')",
    });
  } else if (TOKEN_CLAIMS.includes(name)) {
    add({
      given: show(name),
      outcome: 'it says something of the token and not of its user, and applications choose some of these claims',
      remedy: "Name an attribute of users, such as 'email_verified' or 'custom:plan'",
    });
  }
  if (hasAttributes) return;
  add({
    given: show(name),
    outcome: 'access tokens have no attributes of users, so nobody could satisfy it at the request',
    remedy:
      'Enforce it in the token, or have the authorizer take ID tokens: PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID })',
  });
}

/** Why no caller satisfies all of several rules. Undefined if one can. */
export function contradictionIn(rules: readonly PolicyRule[]): string | undefined {
  const clients = new Set(rules.flatMap((rule) => (rule.kind === 'client' ? (certainClient(rule.client) ?? []) : [])));
  if (clients.size > 1) return 'a token is issued to one app client';
  if ([...clients].some(isCreatedForMachines) && rules.some(({ kind }) => kind !== 'client')) {
    return 'a machine is not a person';
  }
  const attributes = rules.filter((rule) => rule.kind === 'attribute');
  const impossible = attributes.find(({ name, values }) => {
    const same = attributes.filter((each) => each.name === name);
    return !values.some((value) => same.every((each) => each.values.includes(value)));
  });
  return impossible && `${impossible.name} has one value`;
}

const NOBODY = 'nobody could satisfy it';

const UNKNOWN = {
  given: 'known only at deployment',
  outcome: 'the name of the scope depends on it, and must be known at synthesis',
  remedy: 'Give a literal string',
};

/** Types don't prevent casts or plain JavaScript. */
const notAString = (value: unknown, remedy: string) => ({
  given: value === undefined ? describe(value) : `not a string but ${describe(value)}`,
  outcome: NOBODY,
  remedy: Array.isArray(value) ? 'Give each as an argument of its own, instead of a list' : remedy,
});

/**
 * Claims of an ID token that are not about its user.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
const TOKEN_CLAIMS = [
  'aud',
  'auth_time',
  'at_hash',
  'event_id',
  'exp',
  'iat',
  'iss',
  'jti',
  'nonce',
  'origin_jti',
  'token_use',
];
