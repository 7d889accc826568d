import { CfnResource } from 'aws-cdk-lib';
import { Policy } from '../../access/policy';
import { implies } from '../../access/policy-implication';
import { issuerOf, policyOf } from '../tokens/issuer';
import { TemplateIndex } from '../../template/template-index';
import { branchesOf, entryOf, isSame, literal, targetsIn, textOf, Value } from '../../template/value';
import { ApiRoute, scopesIn } from './api-route';
import { audienceInTemplate } from '../tokens/audience';
import { Requirement } from './requirement';

/** What guards a route: its properties, and what an authorizer of this library requires, if it has one. */
type GuardedRoute = Pick<ApiRoute, 'authorizationType' | 'authorizerId' | 'authorizationScopes' | 'requirement'>;

/** What a caller needs in one branch of a condition. */
type CallerRequirement =
  | {
      readonly kind: 'token';
      readonly issuers: readonly Issuer[];
      /** The scopes and policies of which a token needs one, if it needs any. */
      readonly needed: readonly (Value | Policy)[];
    }
  /** What IAM or a function decides. */
  | { readonly kind: 'other'; readonly type: Value; readonly authorizerId: Value };

/** An issuer of tokens, and for whom they have to be. */
interface Issuer {
  readonly issuer: Value;
  readonly audience: readonly Value[];
}

/** A route as it was guarded when it was made. */
export const guardedAsRequired = (index: TemplateIndex, requirement: Requirement): GuardedRoute => {
  const { authorizationType, authorizer, scopes = [] } = requirement;
  const target = authorizer.node.defaultChild ?? authorizer;
  return {
    authorizationType: literal(authorizationType),
    authorizerId: { kind: 'reference', target, attribute: 'Ref' },
    authorizationScopes: index.valueOf(authorizer, scopes),
    requirement,
  };
};

/** Whether every caller whom one route lets in would get into another one, too, as far as that can be seen. */
export function requiresAsMuch(index: TemplateIndex, one: GuardedRoute, other: GuardedRoute): boolean {
  if (areGuardedAlike(one, other)) return true;
  const ofOther = requirementsOf(index, other);
  return requirementsOf(index, one).every((each) => ofOther.every((of) => meets(each, of)));
}

function areGuardedAlike(one: GuardedRoute, other: GuardedRoute): boolean {
  return (
    isSame(one.authorizationType, other.authorizationType) &&
    isSame(one.authorizerId, other.authorizerId) &&
    isSame(one.authorizationScopes, other.authorizationScopes) &&
    policyTextOf(one) === policyTextOf(other)
  );
}

const policyTextOf = ({ requirement }: GuardedRoute) => JSON.stringify(requirement?.policy?._named);

function requirementsOf(index: TemplateIndex, route: GuardedRoute): readonly CallerRequirement[] {
  const { authorizationType, authorizerId, authorizationScopes, requirement } = route;
  return branchesOf(authorizationType).flatMap((type) =>
    branchesOf(authorizerId).flatMap((id) => {
      if (textOf(type) === 'CUSTOM' && requirement?.policy) return requirementAtRequest(index, requirement);
      if (textOf(type) !== 'JWT') return { kind: 'other', type, authorizerId: id } as const;
      return branchesOf(authorizationScopes).map((scopes) => requirementInToken(index, type, id, scopesIn(scopes)));
    }),
  );
}

function requirementAtRequest(index: TemplateIndex, { policy, pools = [] }: Requirement): CallerRequirement {
  const issuers = pools.map((pool) => ({
    issuer: issuerOf(index, pool),
    audience: audienceInTemplate(index, pool),
  }));
  return { kind: 'token', issuers, needed: policy ? [policy._named] : [] };
}

function requirementInToken(index: TemplateIndex, type: Value, id: Value, scopes: readonly Value[]): CallerRequirement {
  const [authorizer] = targetsIn(id);
  if (!CfnResource.isCfnResource(authorizer)) return { kind: 'other', type, authorizerId: id };
  const configuration = index.resource(authorizer).value('JwtConfiguration');
  const [issuer, audience] = [entryOf(configuration, 'Issuer'), entryOf(configuration, 'Audience')];
  return {
    kind: 'token',
    issuers: [{ issuer, audience: audience.kind === 'list' ? audience.items : [audience] }],
    needed: scopes.map((scope) => policyOf(issuer, textOf(scope) ?? '')?._named ?? scope),
  };
}

/** Whether what one route needs is enough for another. */
function meets(one: CallerRequirement, other: CallerRequirement): boolean {
  if (one.kind === 'other' || other.kind === 'other') {
    if (one.kind === 'token' || other.kind === 'token') return false;
    return isSame(one.type, other.type) && isSame(one.authorizerId, other.authorizerId);
  }
  const isAccepted = ({ issuer, audience }: Issuer) =>
    other.issuers.some((each) => isSame(each.issuer, issuer) && audience.every((id) => has(each.audience, id)));
  if (!one.issuers.every(isAccepted)) return false;
  if (other.needed.length === 0) return true;
  return one.needed.length > 0 && one.needed.every((each) => other.needed.some((need) => isEnough(each, need)));
}

const has = (audience: readonly Value[], id: Value) => audience.some((each) => isSame(each, id));

function isEnough(one: Value | Policy, other: Value | Policy): boolean {
  if ('kind' in one) return 'kind' in other && isSame(one, other);
  return !('kind' in other) && implies(one, other);
}
