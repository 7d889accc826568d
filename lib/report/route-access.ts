import { CfnResource } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { keyOfClient } from '../access/access-policy';
import { evaluate, Policy } from '../access/policy';
import { ApiRoute, scopesIn } from '../authorizer/api-route';
import { audienceOf } from '../authorizer/limits';
import { TokenUse } from '../authorizer/policy-enforcement';
import { checkRequirement, Requirement } from '../authorizer/requirement';
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
      readonly scopes: readonly string[];
      readonly issuer: string;
      readonly clients?: readonly Value[];
    }
  | { readonly kind: 'iam' }
  | { readonly kind: 'function'; readonly path: string }
  | { readonly kind: 'unknown'; readonly what: string };

/** Who may call a route, according to its template. */
export class RouteAccess {
  public readonly ways: readonly Way[];

  constructor(
    private readonly index: TemplateIndex,
    private readonly httpApi: apigwv2.IHttpApi,
    private readonly route: ApiRoute,
    requirement?: Requirement,
  ) {
    const required = requirement && this.isMet(requirement) ? this.wayOf(requirement) : undefined;
    this.ways = required ? [required] : this.waysOfTemplate();
  }

  public get isPublic(): boolean {
    return this.ways.some(({ kind }) => kind === 'anyone');
  }

  /** Who may call the route, in words. */
  public get who(): string {
    return unique(this.ways.map(inWords)).join('; or, by a condition, ');
  }

  /** Where that is enforced. */
  public get enforcement(): string {
    return unique(this.ways.map(whereEnforced)).join(' or ');
  }

  /** What is behind the route: a function or another integration. */
  public get target(): string {
    const [integration] = targetsIn(this.route.target).filter((each) => apigwv2.CfnIntegration.isCfnIntegration(each));
    if (!integration) return showValue(this.route.target);
    const uri = this.index.resource(integration).value('IntegrationUri');
    const [behind] = targetsIn(uri);
    return behind ? nameOf(behind) : (textOf(uri) ?? nameOf(integration));
  }

  /** The groups that its policies name. */
  public get groups(): string[] {
    return this.ways.flatMap((way) => (way.kind === 'policy' ? groupsIn(way.policy) : []));
  }

  /** Whether a caller gets through, on whatever way. Undefined if that is decided elsewhere. */
  public allows(caller: ApiCaller): boolean | undefined {
    const answers = this.ways.map((way) => this.letsIn(way, caller));
    return answers.includes(undefined) ? undefined : answers.every(Boolean);
  }

  private letsIn(way: Way, caller: ApiCaller): boolean | undefined {
    if (way.kind === 'anyone') return true;
    if (way.kind !== 'policy' && way.kind !== 'token')
      return caller._kind === 'nobody' && way.kind !== 'unknown' ? false : undefined;
    if (caller._kind === 'nobody' || !this.isAccepted(way, caller)) return false;
    const { scopes = [] } = caller._has;
    if (way.kind === 'token') return way.scopes.length === 0 || way.scopes.some((scope) => scopes.includes(scope));
    const { tokenUse } = way.requirement;
    // A machine has no ID token.
    if (tokenUse === TokenUse.ID && caller._kind === 'machine') return false;
    const clientId = caller._client ? keyOfClient(caller._client, this.httpApi) : '';
    return evaluate(way.policy, caller._asCaller(clientId));
  }

  /** Whether the authorizer accepts tokens of the caller's client. */
  private isAccepted(way: Way & { kind: 'policy' | 'token' }, { _client: client }: ApiCaller): boolean {
    if (!client) return true;
    const { index, httpApi } = this;
    const id = index.valueOf(client, client.userPoolClientRef.clientId);
    const accepted =
      way.kind === 'token'
        ? way.clients
        : way.requirement.pools?.flatMap((pool) => audienceOf(index, pool)).map((each) => index.valueOf(httpApi, each));
    return accepted === undefined || accepted.some((each) => isSame(each, id));
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
    const names = scopesIn(scopes).map((scope) => textOf(scope) ?? showValue(scope));
    if (!CfnResource.isCfnResource(authorizer)) return { kind: 'token', scopes: names, issuer: showValue(id) };
    const configuration = this.index.resource(authorizer).value('JwtConfiguration');
    const issuer = entryOf(configuration, 'Issuer');
    const audience = entryOf(configuration, 'Audience');
    const pool = targetsIn(issuer).find((each) => cognito.CfnUserPool.isCfnUserPool(each));
    return {
      kind: 'token',
      scopes: names,
      issuer: pool ? nameOf(pool) : (textOf(issuer) ?? showValue(issuer)),
      clients: audience.kind === 'list' ? audience.items : undefined,
    };
  }

  private wayByFunction(id: Value): Way {
    const [authorizer] = targetsIn(id);
    if (!CfnResource.isCfnResource(authorizer)) return { kind: 'function', path: showValue(id) };
    const uri = this.index.resource(authorizer).value('AuthorizerUri');
    const [fn] = targetsIn(uri).filter((each) => CfnResource.isCfnResource(each));
    return { kind: 'function', path: fn ? nameOf(fn) : showValue(uri) };
  }
}

const unique = (texts: readonly string[]) => [...new Set(texts)];

function inWords(way: Way): string {
  switch (way.kind) {
    case 'anyone':
      return 'anyone';
    case 'policy':
      return wordsOf(way.policy);
    case 'token':
      return way.scopes.length > 0
        ? way.scopes.map((scope) => `scope ${scope}`).join(' or ')
        : `any token of ${way.issuer}, machines included`;
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
  const [parts, word] = 'anyOf' in policy ? [policy.anyOf, ' or '] : [policy.allOf, ' and '];
  return parts.map((each) => ('anyOf' in each || 'allOf' in each ? `(${wordsOf(each)})` : wordsOf(each))).join(word);
}

function groupsIn(policy: Policy): string[] {
  if ('group' in policy) return [policy.group];
  return [...('anyOf' in policy ? policy.anyOf : []), ...('allOf' in policy ? policy.allOf : [])].flatMap(groupsIn);
}
