import { CfnResource } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { AccessPolicy } from '../access/access-policy';
import { nameInWords, wordsOf } from '../access/policy-words';
import { checkRequirement } from '../authorizer/guard/changed-routes';
import { ApiRoute, scopesIn } from '../authorizer/routes/api-route';
import { TokenUse } from '../authorizer/tokens/policy-enforcement';
import { Requirement } from '../authorizer/routes/requirement';
import { Problems } from '../checks/problems';
import { pathOf } from '../base/path-of';
import { TemplateIndex } from '../template/template-index';
import { branchesOf, entryOf, showValue, targetsIn, textOf, Value } from '../template/value';
import { cfnUserPoolIn, policyOf } from '../authorizer/tokens/issuer';
import { isPoolIssuer, nameOfIssuer, nameOfPool } from './way-pools';

/** One way into a route. Conditions of a template may give it several. */
export type Way =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'policy'; readonly policy: AccessPolicy; readonly requirement: Requirement }
  | {
      readonly kind: 'token';
      /** The scopes of which a token needs one, if it needs any. Some stand for policies. */
      readonly scopes: readonly (string | AccessPolicy)[];
      /** Whether only the deployment knows some of them. */
      readonly hasUnknownScope: boolean;
      readonly issuer: string;
      /** Whether the tokens are those of a user pool. */
      readonly isOfPool: boolean;
      /** That pool, if it is in this app. */
      readonly pool?: cognito.CfnUserPool;
      /** The pools that its authorizer was given, if it is of this library. */
      readonly pools?: Requirement['pools'];
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

/** A way that a token opens, if its claims are right. */
export type WayOfTokens = Extract<Way, { readonly kind: 'policy' | 'token' }>;

/**
 * The ways into a route: what its authorizer requires if the template says that, and else what the template says.
 *
 * @param isIntact whether all that guards the route is as it was made
 */
export function waysOf(index: TemplateIndex, route: ApiRoute, isIntact: () => boolean): readonly Way[] {
  return index.during(() => {
    const { requirement } = route;
    const isChanged = Problems.areFoundBy((problems) => checkRequirement(index, route, problems));
    if (!requirement || isChanged) return waysOfTemplate(index, route);
    if (!isIntact()) {
      return [{ kind: 'unknown', what: 'its authorizer, or a function or permission that it needs, was changed' }];
    }
    const { policy, pools } = requirement;
    if (policy) return [{ kind: 'policy', policy, requirement }];
    return waysOfTemplate(index, route).map((way) => (way.kind === 'token' ? { ...way, pools } : way));
  });
}

function waysOfTemplate(index: TemplateIndex, route: ApiRoute): Way[] {
  const { authorizationType, authorizerId, authorizationScopes } = route;
  return branchesOf(authorizationType).flatMap((type): Way[] => {
    if (type.kind === 'absent') return [{ kind: 'anyone' }];
    switch (textOf(type)) {
      case 'NONE':
        return [{ kind: 'anyone' }];
      case 'AWS_IAM':
        return [{ kind: 'iam' }];
      case 'JWT':
        return branchesOf(authorizerId).flatMap((id) =>
          branchesOf(authorizationScopes).flatMap((scopes) => waysByToken(index, id, scopes)),
        );
      case 'CUSTOM':
        return branchesOf(authorizerId).map((id) => wayByFunction(index, id));
      default:
        return [{ kind: 'unknown', what: showValue(type) }];
    }
  });
}

function waysByToken(index: TemplateIndex, id: Value, scopes: Value): Way[] {
  const [authorizer] = targetsIn(id);
  const all = scopesIn(scopes);
  const names = all.map((scope) => textOf(scope) ?? showValue(scope));
  const hasUnknownScope = all.some((scope) => textOf(scope) === undefined);
  if (!CfnResource.isCfnResource(authorizer)) {
    return [{ kind: 'token', scopes: names, hasUnknownScope, issuer: showValue(id), isOfPool: false }];
  }
  const configuration = index.resource(authorizer).value('JwtConfiguration');
  return branchesOf(configuration).flatMap((branch) => {
    const audience = entryOf(branch, 'Audience');
    return branchesOf(entryOf(branch, 'Issuer')).map((issuer) => {
      return {
        kind: 'token',
        scopes: names.map((name) => policyOf(issuer, name) ?? name),
        hasUnknownScope,
        isOfPool: isPoolIssuer(issuer),
        pool: cfnUserPoolIn(issuer),
        issuer: nameOfIssuer(issuer),
        clients: audience.kind === 'list' ? audience.items : undefined,
      };
    });
  });
}

function wayByFunction(index: TemplateIndex, id: Value): Way {
  const [authorizer] = targetsIn(id);
  if (!CfnResource.isCfnResource(authorizer)) return { kind: 'function', path: showValue(id), needsToken: false };
  const resource = index.resource(authorizer);
  const uri = resource.value('AuthorizerUri');
  const [fn] = targetsIn(uri).filter((each) => CfnResource.isCfnResource(each));
  const needsToken = branchesOf(resource.value('IdentitySource')).every(
    (source) => source.kind === 'list' && source.items.some((each) => TOKEN_SOURCE.test(textOf(each) ?? '')),
  );
  return { kind: 'function', path: fn ? pathOf(fn) : showValue(uri), needsToken };
}

/** Where requests have their token. API Gateway rejects those without it before it asks a function. */
const TOKEN_SOURCE = /^\$request\.header\.authorization$/i;

/** Who gets in by a way: of those pools whose names are to be told. */
export function inWords(way: Way, pools: readonly string[] = []): string {
  // Nobody is to take the tokens of another issuer for those of the pool.
  const issuers = way.kind === 'token' && !way.isOfPool ? [way.issuer] : pools;
  const isPart = issuers.length > 0;
  const ofIssuers = isPart ? ` of ${issuers.map(asName).join(' or ')}` : '';
  switch (way.kind) {
    case 'anyone':
      return 'anyone';
    case 'policy': {
      const isOfId = isPart && way.requirement.tokenUse === TokenUse.ID;
      return `${wordsOf(way.policy._named, { isPart })}${ofIssuers}${isOfId ? ', with an ID token' : ''}`;
    }
    case 'token':
      if (way.scopes.length === 0) return `any token of ${way.issuer}, machines included`;
      return scopesInWords(way.scopes, { isPart }) + ofIssuers;
    case 'iam':
      return 'IAM';
    case 'function':
      return `a function decides: ${way.path}`;
    case 'unknown':
      return `unknown: ${way.what}`;
  }
}

/** What could not be read may be in quotes already. */
const asName = (issuer: string) => (issuer.startsWith('"') ? issuer : nameInWords(issuer));

function scopesInWords(scopes: readonly (string | AccessPolicy)[], { isPart }: { readonly isPart: boolean }): string {
  const areSeveral = scopes.length > 1;
  const words = scopes.map((each) =>
    typeof each === 'string' ? `scope ${nameInWords(each)}` : wordsOf(each._named, { isPart: isPart || areSeveral }),
  );
  return isPart && areSeveral ? `(${words.join(' or ')})` : words.join(' or ');
}

/** The names of the pools whose tokens open a way. */
export function poolNamesOf(index: TemplateIndex, way: Way): readonly string[] {
  const { pools } = way.kind === 'policy' ? way.requirement : way.kind === 'token' ? way : {};
  if (pools) return [...new Set(pools.map((pool) => nameOfPool(index, pool)))].sort();
  return way.kind === 'token' && way.isOfPool ? [way.issuer] : [];
}

/** Where a way is guarded. */
export function whereEnforced(way: Way): string {
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

/** The policies that a way depends on, those that scopes stand for included. */
export function policiesOfWay(way: Way): readonly AccessPolicy[] {
  if (way.kind === 'policy') return [way.policy];
  return way.kind === 'token' ? way.scopes.filter((each) => typeof each !== 'string') : [];
}

/** The scopes that a way depends on, except those that stand for policies. */
export const scopesOfWay = (way: Way): readonly string[] =>
  way.kind === 'token' ? way.scopes.filter((each) => typeof each === 'string') : [];
