import { CfnResource } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { evaluate, Policy, POLICY_SCOPE_PREFIX } from '../access/policy';
import { keyOfClient } from '../access/policy-clients';
import { hasPolicyScopes } from '../access/token-policies';
import { ApiRoute, scopesIn, uriBehind } from '../authorizer/api-route';
import { audienceOf } from '../authorizer/audience';
import { TokenUse } from '../authorizer/policy-enforcement';
import { checkRequirement, isKnownClient, Requirement } from '../authorizer/requirement';
import { Problems } from '../checks/problems';
import { nameOf } from '../template/names';
import { TemplateIndex } from '../template/template-index';
import { branchesOf, entryOf, isSame, showValue, targetsIn, textOf, Value } from '../template/value';
import { ApiCaller } from './api-caller';

/** Who may call a route of an HTTP API. */
export interface HttpApiAccessRow {
  /** The route as API Gateway writes it, such as `GET /posts/{id}`. */
  readonly route: string;
  /**
   * Who may call the route, such as `group admins or group editors`, `scope reports/read`, `any token of Stack/Pool,
   * machines included`, `IAM`, `a function decides: Stack/Function` or `anyone`.
   */
  readonly who: string;
  /** Where that is enforced, such as `in the token` or `at the request`. */
  readonly enforcement: string;
  /** The construct path of the function behind the route, or another integration. */
  readonly target: string;
  /** The construct path of the route. */
  readonly path: string;
  /** Whether anyone can call the route. */
  readonly isPublic: boolean;
}

/** One way into a route. Conditions of a template may give it several. */
export type Way =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'policy'; readonly policy: Policy; readonly requirement: Requirement }
  | {
      readonly kind: 'token';
      /** The scopes of which a token needs one, if it needs any. Some stand for policies. */
      readonly scopes: readonly (string | Policy)[];
      /** Whether only the deployment knows some of them. */
      readonly hasUnknownScope: boolean;
      readonly issuer: string;
      /** Whether the tokens are those of a user pool. */
      readonly isOfPool: boolean;
      /** Undefined if only the deployment knows. */
      readonly clients?: readonly Value[];
    }
  | { readonly kind: 'iam' }
  | {
      readonly kind: 'function';
      readonly path: string;
      /** Whether API Gateway asks the function only about requests with a token. */
      readonly needsToken: boolean;
    }
  | { readonly kind: 'unknown'; readonly what: string };

/** Whether an issuer is that of an imported pool. */
const isPoolIssuer = (issuer: Value): boolean =>
  issuer.kind === 'unknown' ? issuer.operands.some(isPoolIssuer) : (textOf(issuer)?.includes('cognito-idp.') ?? false);

/** Where requests have their token. API Gateway rejects those without it before it asks a function. */
const TOKEN_SOURCE = /^\$request\.header\.authorization$/i;

/** Who may call a route, according to its template. */
export class RouteAccess {
  private known?: readonly Way[];

  constructor(
    private readonly index: TemplateIndex,
    private readonly httpApi: apigwv2.IHttpApi,
    private readonly route: ApiRoute,
    private readonly requirement?: Requirement,
    /** Whether the authorizers of the requirements are as they were made. */
    private readonly isIntact: () => boolean = () => true,
  ) {}

  private get ways(): readonly Way[] {
    this.known ??= this.index.during(() => {
      const { requirement } = this;
      if (!requirement || !this.isMet(requirement)) return this.waysOfTemplate();
      if (!this.isIntact()) return [{ kind: 'unknown', what: 'the authorizer was changed' }];
      const required = this.wayOf(requirement);
      return required ? [required] : this.waysOfTemplate();
    });
    return this.known;
  }

  public get isPublic(): boolean {
    return this.ways.some(({ kind }) => kind === 'anyone');
  }

  /** Who may call the route, in words. */
  public get who(): string {
    return inAnyCase(this.ways.map(inWords));
  }

  /** Where that is enforced. */
  public get enforcement(): string {
    return unique(this.ways.map(whereEnforced)).join(' or ');
  }

  /** What is behind the route: a function or another integration. */
  public get target(): string {
    const uri = uriBehind(this.index, this.route);
    if (!uri) return showValue(this.route.target);
    const [behind] = targetsIn(uri);
    return behind ? nameOf(behind) : (textOf(uri) ?? showValue(this.route.target));
  }

  /** The groups that its policies name. */
  public get groups(): string[] {
    return this.ways.flatMap((way) => policiesOf(way).flatMap(groupsIn));
  }

  /** Whether a caller gets through. Undefined if the deployment decides, by a condition for example, or a function. */
  public allows(caller: ApiCaller): boolean | undefined {
    return agreed(this.ways.map((way) => this.letsIn(way, caller)));
  }

  private letsIn(way: Way, caller: ApiCaller): boolean | undefined {
    switch (way.kind) {
      case 'anyone':
        return true;
      case 'iam':
        return caller._kind === 'nobody' ? false : undefined;
      case 'function':
        return caller._kind === 'nobody' && way.needsToken ? false : undefined;
      case 'unknown':
        return undefined;
    }
    const isAccepted = this.isAccepted(way, caller);
    if (isAccepted === false) return false;
    const satisfies = way.kind === 'token' ? this.hasScope(way, caller) : this.satisfies(way, caller);
    return satisfies === true ? isAccepted : satisfies;
  }

  /** Whether the authorizer accepts tokens of the caller's client. Undefined if only the deployment knows. */
  private isAccepted(way: Way & { kind: 'policy' | 'token' }, { _kind: kind, _client: client }: ApiCaller) {
    if (kind === 'nobody') return false;
    if (way.kind === 'token' && !way.isOfPool) return undefined;
    if (!client) return true;
    const { index, httpApi } = this;
    const id = index.valueOf(client, client.userPoolClientRef.clientId);
    const accepted =
      way.kind === 'token'
        ? way.clients
        : way.requirement.pools?.flatMap((pool) => audienceOf(index, pool)).map((each) => index.valueOf(httpApi, each));
    if (accepted?.some((each) => isSame(each, id))) return true;
    return accepted && [id, ...accepted].every(isKnownClient) ? false : undefined;
  }

  private hasScope({ scopes, hasUnknownScope }: Way & { kind: 'token' }, caller: ApiCaller): boolean | undefined {
    if (scopes.length === 0) return true;
    const has = scopes.map((scope) => {
      if (typeof scope !== 'string') return this.holds(scope, caller);
      if (caller._has.scopes?.includes(scope)) return true;
      // The scope of a policy that this app does not know.
      return scope.startsWith(POLICY_SCOPE_PREFIX) ? undefined : false;
    });
    return has.includes(true) || (hasUnknownScope || has.includes(undefined) ? undefined : false);
  }

  private satisfies({ requirement, policy }: Way & { kind: 'policy' }, caller: ApiCaller): boolean {
    // A machine has no ID token.
    return !(requirement.tokenUse === TokenUse.ID && caller._kind === 'machine') && this.holds(policy, caller);
  }

  private holds(policy: Policy, caller: ApiCaller): boolean {
    const clientId = caller._client ? keyOfClient(caller._client, this.httpApi) : '';
    return evaluate(policy, caller._asCaller(clientId));
  }

  private isMet(requirement: Requirement): boolean {
    const problems = new Problems(this.httpApi);
    checkRequirement(this.index, this.route, requirement, problems);
    return problems.count === 0;
  }

  private wayOf(requirement: Requirement): Way | undefined {
    const { policy } = requirement;
    return policy && { kind: 'policy', policy: policy._document(this.httpApi), requirement };
  }

  private waysOfTemplate(): Way[] {
    const { authorizationType, authorizerId, authorizationScopes } = this.route;
    return branchesOf(authorizationType).flatMap((type): Way[] => {
      if (type.kind === 'absent') return [{ kind: 'anyone' }];
      switch (textOf(type)) {
        case 'NONE':
          return [{ kind: 'anyone' }];
        case 'AWS_IAM':
          return [{ kind: 'iam' }];
        case 'JWT':
          return branchesOf(authorizerId).flatMap((id) =>
            branchesOf(authorizationScopes).map((scopes) => this.wayByToken(id, scopes)),
          );
        case 'CUSTOM':
          return branchesOf(authorizerId).map((id) => this.wayByFunction(id));
        default:
          return [{ kind: 'unknown', what: showValue(type) }];
      }
    });
  }

  private wayByToken(id: Value, scopes: Value): Way {
    const [authorizer] = targetsIn(id);
    const all = scopesIn(scopes);
    const names = all.map((scope) => textOf(scope) ?? showValue(scope));
    const hasUnknownScope = all.some((scope) => textOf(scope) === undefined);
    if (!CfnResource.isCfnResource(authorizer)) {
      return { kind: 'token', scopes: names, hasUnknownScope, issuer: showValue(id), isOfPool: false };
    }
    const configuration = this.index.resource(authorizer).value('JwtConfiguration');
    const issuer = entryOf(configuration, 'Issuer');
    const audience = entryOf(configuration, 'Audience');
    const pool = targetsIn(issuer).find((each) => cognito.CfnUserPool.isCfnUserPool(each));
    const owner = pool?.node.scopes.find(hasPolicyScopes);
    return {
      kind: 'token',
      scopes: names.map((name) => owner?._policyOf(name)?._document(this.httpApi) ?? name),
      hasUnknownScope,
      isOfPool: pool !== undefined || isPoolIssuer(issuer),
      issuer: pool ? nameOf(pool) : (textOf(issuer) ?? showValue(issuer)),
      clients: audience.kind === 'list' ? audience.items : undefined,
    };
  }

  private wayByFunction(id: Value): Way {
    const [authorizer] = targetsIn(id);
    if (!CfnResource.isCfnResource(authorizer)) return { kind: 'function', path: showValue(id), needsToken: false };
    const resource = this.index.resource(authorizer);
    const uri = resource.value('AuthorizerUri');
    const [fn] = targetsIn(uri).filter((each) => CfnResource.isCfnResource(each));
    const needsToken = branchesOf(resource.value('IdentitySource')).every(
      (source) => source.kind === 'list' && source.items.some((each) => TOKEN_SOURCE.test(textOf(each) ?? '')),
    );
    return { kind: 'function', path: fn ? nameOf(fn) : showValue(uri), needsToken };
  }
}

/** The answer that all give. Undefined if they differ, or one does not know. */
export function agreed(answers: readonly (boolean | undefined)[]): boolean | undefined {
  const [first] = answers;
  return answers.every((each) => each === first) ? first : undefined;
}

/** What holds in one case or another. */
export const inAnyCase = (texts: readonly string[]) => unique(texts).join('; or, by a condition, ');

const unique = (texts: readonly string[]) => [...new Set(texts)];

function inWords(way: Way): string {
  switch (way.kind) {
    case 'anyone':
      return 'anyone';
    case 'policy':
      return wordsOf(way.policy);
    case 'token':
      return way.scopes.length > 0 ? joined(way.scopes, ' or ') : `any token of ${way.issuer}, machines included`;
    case 'iam':
      return 'IAM';
    case 'function':
      return `a function decides: ${way.path}`;
    case 'unknown':
      return `unknown: ${way.what}`;
  }
}

function whereEnforced(way: Way): string {
  switch (way.kind) {
    case 'anyone':
      return 'nowhere';
    case 'policy':
      return way.requirement.authorizationType === 'JWT' ? 'in the token' : 'at the request';
    case 'token':
      return 'by API Gateway';
    case 'iam':
      return 'by IAM';
    case 'function':
      return 'by a function';
    case 'unknown':
      return 'unknown';
  }
}

/** A policy in words, the same for equivalent policies. */
function wordsOf(policy: Policy): string {
  if ('signedIn' in policy) return 'any signed-in person';
  if ('group' in policy) return `group ${policy.group}`;
  if ('attribute' in policy) return `${policy.attribute} ${policy.values.join(' or ')}`;
  if ('client' in policy) return `client ${policy.client}`;
  return 'anyOf' in policy ? joined(policy.anyOf, ' or ') : joined(policy.allOf, ' and ');
}

function joined(parts: readonly (string | Policy)[], word: string): string {
  const words = parts.map((each) => {
    if (typeof each === 'string') return `scope ${each}`;
    return parts.length > 1 && ('anyOf' in each || 'allOf' in each) ? `(${wordsOf(each)})` : wordsOf(each);
  });
  return words.join(word);
}

function policiesOf(way: Way): Policy[] {
  if (way.kind === 'policy') return [way.policy];
  return way.kind === 'token' ? way.scopes.filter((scope) => typeof scope !== 'string') : [];
}

function groupsIn(policy: Policy): string[] {
  if ('group' in policy) return [policy.group];
  return [...('anyOf' in policy ? policy.anyOf : []), ...('allOf' in policy ? policy.allOf : [])].flatMap(groupsIn);
}
