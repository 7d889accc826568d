import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { sortedBy } from '../base/sorted-by';
import { checkArgument } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { literalGroupName } from './group-name';
import { Policy } from './policy';
import { keyOfClient, nameOfClient } from './policy-clients';
import { checkRule, contradictionIn, PolicyRule } from './policy-rule';
import { wordsOf } from './policy-words';

/** What several policies are combined to. */
interface Combination {
  readonly kind: 'anyOf' | 'allOf';
  readonly policies: AccessPolicy[];
}

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

  private constructor(private readonly rule: PolicyRule | Combination) {}

  /** A readable form of the policy, such as `group admins or group editors`: the same for all equivalent policies. */
  public toString(): string {
    return wordsOf(this._named);
  }

  /**
   * Checks the policy for tokens that have attributes, or have none.
   *
   * @internal
   */
  public _check(problems: Problems, tokens: { attributes: boolean }): void {
    const { rule } = this;
    if (!('policies' in rule)) return checkRule(problems, rule, tokens);
    if (rule.policies.length === 0) {
      problems.add({
        where: 'the policy',
        given: `AccessPolicy.${rule.kind === 'anyOf' ? 'anyGroup() or anyOf()' : 'allGroups() or allOf()'} with an empty list`,
        outcome: 'nobody could satisfy it',
        remedy: 'Name the groups or policies, or use AccessPolicy.signedIn()',
      });
    }
    for (const policy of rule.policies) policy._check(problems, tokens);
    const contradiction = rule.kind === 'allOf' ? contradictionIn(this.required) : undefined;
    if (contradiction === undefined) return;
    problems.add({
      where: 'the policy',
      given: this.toString(),
      outcome: `nobody could satisfy it, because ${contradiction}`,
      remedy: 'Use AccessPolicy.anyOf(), or omit one of the policies',
    });
  }

  /** The rules that every caller has to satisfy. */
  private get required(): readonly PolicyRule[] {
    const { rule } = this;
    if (!('policies' in rule)) return [rule];
    return rule.kind === 'allOf' ? rule.policies.flatMap((policy) => policy.required) : [];
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
        const distinct = new Map(parts.map((part) => [JSON.stringify(part), part]));
        const all = sortedBy(distinct, ([text]) => text).map(([, part]) => part);
        const [first, ...others] = all;
        if (first && others.length === 0) return first;
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
  private get leaves(): readonly PolicyRule[] {
    const { rule } = this;
    return 'policies' in rule ? rule.policies.flatMap((policy) => policy.leaves) : [rule];
  }
}

/** Flattens nested policies: `anyOf` within `anyOf`, and `allOf` within `allOf`. */
function partsOf(document: Policy, kind: 'anyOf' | 'allOf'): Policy[] {
  if (kind === 'anyOf') return 'anyOf' in document ? document.anyOf : [document];
  return 'allOf' in document ? document.allOf : [document];
}
