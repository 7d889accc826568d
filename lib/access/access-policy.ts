import { Token } from 'aws-cdk-lib';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { checkArgument, describe } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { checkGroupName, literalGroupName } from './group-name';
import { Policy, policyScope } from './policy';
import { certainClient, isCreatedForMachines, keyOfClient, nameOfClient } from './policy-clients';
import { wordsOf } from './policy-words';

type Rule =
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly values: string[] }
  | { readonly kind: 'client'; readonly client: aws_cognito.IUserPoolClientRef }
  | { readonly kind: 'anyOf' | 'allOf'; readonly policies: AccessPolicy[] };

/**
 * Defines who can call a route. Policies are enforced in the token, where the pool adds a scope to the access tokens of
 * those who satisfy the policy and API Gateway requires that scope, or at the request, by a Lambda authorizer.
 *
 * Policies with the same meaning are one and the same, wherever they are written.
 *
 * @example
 * declare const authorizer: CognitoHttpApiAuthorizer;
 * declare const fn: IFunction;
 * declare const httpApi: HttpApi;
 *
 * const isVerified = AccessPolicy.attribute('email_verified', 'true');
 * const policy = AccessPolicy.allOf(AccessPolicy.anyGroup('admins', 'editors'), isVerified);
 * authorizer.addLambdaRoute(fn, { httpApi, path: '/posts', accessPolicy: policy });
 */
export class AccessPolicy {
  /**
   * Any signed-in person. Unlike API Gateway on a route without a policy or scopes, this rejects machine tokens, and ID
   * tokens unless policies are enforced at the request with `TokenUse.ID`.
   */
  public static signedIn(): AccessPolicy {
    return new AccessPolicy({ kind: 'signedIn' });
  }

  /**
   * Any person in a group. Groups of identity providers count as well.
   *
   * @param groupName the name of the group, exactly as in the `cognito:groups` claim, or `groupName` of a group: 1 to
   * 128 characters, without spaces; any other name fails synthesis
   */
  public static group(groupName: string): AccessPolicy {
    return new AccessPolicy({ kind: 'group', name: literalGroupName(groupName) });
  }

  /**
   * Any person in at least one of several groups.
   *
   * @param groupNames the names of the groups; an empty list fails synthesis
   */
  public static anyGroup(...groupNames: string[]): AccessPolicy {
    return AccessPolicy.anyOf(...groupNames.map((name) => AccessPolicy.group(name)));
  }

  /**
   * Any person in all of several groups.
   *
   * @param groupNames the names of the groups; an empty list fails synthesis
   */
  public static allGroups(...groupNames: string[]): AccessPolicy {
    return AccessPolicy.allOf(...groupNames.map((name) => AccessPolicy.group(name)));
  }

  /**
   * Any person whose attribute has one of several values. Whoever can write the attribute can satisfy the policy: see
   * `writeAttributes` of the clients.
   *
   * With enforcement at the request, it requires `TokenUse.ID`, since access tokens have no attributes; otherwise
   * synthesis fails.
   *
   * @param attributeName the name of the attribute, such as `email_verified` or `custom:plan`; a claim about the token,
   * such as `nonce`, fails synthesis
   * @param values the values, as strings; an empty list fails synthesis
   */
  public static attribute(attributeName: string, ...values: string[]): AccessPolicy {
    return new AccessPolicy({ kind: 'attribute', name: attributeName, values });
  }

  /**
   * Any caller with a token of an app client: a person or, for a machine client, a machine.
   *
   * With enforcement in the token, a client that this app creates must be in the stack of the pool or in a stack nested
   * in it; otherwise synthesis fails.
   *
   * @param client the client
   */
  public static client(client: aws_cognito.IUserPoolClientRef): AccessPolicy {
    checkArgument('AccessPolicy.client()', 'client', 'IUserPoolClientRef', client);
    return new AccessPolicy({ kind: 'client', client });
  }

  /**
   * Any caller who satisfies at least one of several policies.
   *
   * @param policies the policies; an empty list fails synthesis
   */
  public static anyOf(...policies: AccessPolicy[]): AccessPolicy {
    checkArgument('AccessPolicy.anyOf()', 'policies', 'list AccessPolicy', policies);
    return new AccessPolicy({ kind: 'anyOf', policies });
  }

  /**
   * Any caller who satisfies all of several policies. Policies that exclude each other, such as two app clients, fail
   * synthesis.
   *
   * @param policies the policies; an empty list fails synthesis
   */
  public static allOf(...policies: AccessPolicy[]): AccessPolicy {
    checkArgument('AccessPolicy.allOf()', 'policies', 'list AccessPolicy', policies);
    return new AccessPolicy({ kind: 'allOf', policies });
  }

  private named?: Policy;

  private constructor(private readonly rule: Rule) {}

  /** A readable form of the policy, such as `group admins or group editors`: the same for all equivalent policies. */
  public toString(): string {
    return wordsOf(this._named);
  }

  /** @internal */
  public _check(where: string, problems: Problems, { attributes }: { attributes: boolean }): void {
    const { rule } = this;
    if (rule.kind === 'group') checkGroup(where, problems, rule.name);
    if (rule.kind === 'attribute') checkAttribute(where, problems, rule.name, rule.values, attributes);
    if (rule.kind !== 'anyOf' && rule.kind !== 'allOf') return;
    if (rule.policies.length === 0) {
      problems.add({
        where,
        given: `AccessPolicy.${rule.kind === 'anyOf' ? 'anyGroup() or anyOf()' : 'allGroups() or allOf()'} with an empty list`,
        outcome: 'nobody could satisfy it',
        remedy: 'Name the groups or policies, or use AccessPolicy.signedIn()',
      });
    }
    for (const policy of rule.policies) policy._check(where, problems, { attributes });
    const contradiction = rule.kind === 'allOf' ? contradictionIn(this.required) : undefined;
    if (contradiction === undefined) return;
    problems.add({
      where,
      given: this.toString(),
      outcome: `nobody could satisfy it, because ${contradiction}`,
      remedy: 'Use AccessPolicy.anyOf(), or omit one of the policies',
    });
  }

  /** The rules all of which a caller has to satisfy, as far as they are not alternatives. */
  private get required(): readonly Rule[] {
    const { rule } = this;
    return rule.kind === 'allOf' ? rule.policies.flatMap((policy) => policy.required) : [rule];
  }

  /**
   * The policy as functions at a place in the construct tree know it: the same for all equivalent policies.
   *
   * @internal
   */
  public _document(place: IConstruct): Policy {
    return this.documentWith((client) => keyOfClient(client, place));
  }

  /**
   * The same, with the names by which people know clients.
   *
   * @internal
   */
  public get _named(): Policy {
    this.named ??= this.documentWith(nameOfClient);
    return this.named;
  }

  private documentWith(nameOf: (client: aws_cognito.IUserPoolClientRef) => string): Policy {
    const { rule } = this;
    switch (rule.kind) {
      case 'signedIn':
        return { signedIn: true };
      case 'group':
        return { group: rule.name };
      case 'attribute':
        return { attribute: rule.name, values: [...new Set(rule.values)].sort() };
      case 'client':
        return { client: nameOf(rule.client) };
      default: {
        const parts = rule.policies.flatMap((policy) => partsOf(policy.documentWith(nameOf), rule.kind));
        const texts = [...new Set(parts.map((part) => JSON.stringify(part)))].sort();
        const all = texts.map((text) => JSON.parse(text) as Policy);
        const [only] = all.length === 1 ? all : [];
        if (only) return only;
        return rule.kind === 'anyOf' ? { anyOf: all } : { allOf: all };
      }
    }
  }

  /**
   * The clients that the policy names.
   *
   * @internal
   */
  public get _clients(): aws_cognito.IUserPoolClientRef[] {
    return this.leaves.flatMap((rule) => (rule.kind === 'client' ? [rule.client] : []));
  }

  /**
   * The groups that the policy names.
   *
   * @internal
   */
  public get _groups(): string[] {
    return this.leaves.flatMap((rule) => (rule.kind === 'group' ? [rule.name] : []));
  }

  /**
   * The attributes that the policy names.
   *
   * @internal
   */
  public get _attributes(): string[] {
    return this.leaves.flatMap((rule) => (rule.kind === 'attribute' ? [rule.name] : []));
  }

  /** The rules that the policy combines, in whatever way. */
  private get leaves(): readonly Rule[] {
    const { rule } = this;
    return 'policies' in rule ? rule.policies.flatMap((policy) => policy.leaves) : [rule];
  }
}

/** Why no caller satisfies all of several rules. */
function contradictionIn(rules: readonly Rule[]): string | undefined {
  const clients = new Set(rules.flatMap((rule) => (rule.kind === 'client' ? (certainClient(rule.client) ?? []) : [])));
  if (clients.size > 1) return 'a token is issued to one app client';
  const isOfPerson = ({ kind }: Rule) => kind === 'signedIn' || kind === 'group' || kind === 'attribute';
  if ([...clients].some(isCreatedForMachines) && rules.some(isOfPerson)) return 'a machine is not a person';
  for (const rule of rules) {
    if (rule.kind !== 'attribute') continue;
    const same = rules.filter((each) => each.kind === 'attribute' && each.name === rule.name) as (typeof rule)[];
    const isPossible = (value: string) => same.every(({ values }) => values.includes(value));
    if (!rule.values.some(isPossible)) return `${rule.name} has one value`;
  }
  return undefined;
}

/** The scope that stands for a policy in tokens. */
export function scopeOf(policy: AccessPolicy, place: IConstruct): string {
  return policyScope(policy._document(place));
}

/** Flattens nested policies: `anyOf` within `anyOf`, and `allOf` within `allOf`. */
function partsOf(document: Policy, kind: 'anyOf' | 'allOf'): Policy[] {
  if (kind === 'anyOf') return 'anyOf' in document ? document.anyOf : [document];
  return 'allOf' in document ? document.allOf : [document];
}

const NOBODY = 'nobody could satisfy it';

/** Types don't prevent casts or plain JavaScript. */
const noText = (value: unknown, remedy: string) => ({
  given: value === undefined ? describe(value) : `not a string but ${describe(value)}`,
  outcome: NOBODY,
  remedy,
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

const UNKNOWN = {
  given: 'known only at deployment',
  outcome: 'the name of the scope depends on it, and must be known at synthesis',
  remedy: 'Give a literal string',
};

function checkGroup(where: string, problems: Problems, name: string): void {
  if (Token.isUnresolved(name)) problems.add({ where: `The group of ${where}`, ...UNKNOWN });
  else if (typeof name !== 'string')
    problems.add({
      where: `The group of ${where}`,
      ...noText(name, 'Give each name as a string, such as "editors" or groupName of a group'),
    });
  else checkGroupName(problems, `The group of ${where}`, name);
}

function checkAttribute(
  where: string,
  problems: Problems,
  name: string,
  values: string[],
  hasAttributes: boolean,
): void {
  if ([name, ...values].some((each) => Token.isUnresolved(each))) {
    problems.add({ where: `The attribute of ${where}`, ...UNKNOWN });
    return;
  }
  const strange = [name, ...values].findIndex((each) => typeof each !== 'string');
  if (strange >= 0) {
    problems.add({
      where: `The attribute of ${where}`,
      ...noText([name, ...values][strange], 'Give the name and each value as a string, such as "true"'),
    });
  } else if (name.length === 0 || values.length === 0) {
    problems.add({
      where: `The attribute of ${where}`,
      given: `${show(name)} with ${values.length} values`,
      outcome: NOBODY,
      remedy: "Write it as, for example, AccessPolicy.attribute('custom:plan', 'pro', 'team')",
    });
  } else if (TOKEN_CLAIMS.includes(name)) {
    problems.add({
      where: `The attribute of ${where}`,
      given: show(name),
      outcome: 'it says something of the token and not of its user, and applications choose some of these claims',
      remedy: "Name an attribute of users, such as 'email_verified' or 'custom:plan'",
    });
  }
  if (hasAttributes) return;
  problems.add({
    where: `The attribute of ${where}`,
    given: show(name),
    outcome: 'access tokens have no attributes of users, so nobody could satisfy it at the request',
    remedy:
      'Enforce it in the token, or have the authorizer take ID tokens: PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID })',
  });
}
