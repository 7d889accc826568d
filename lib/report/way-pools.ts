import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ApiRoute } from '../authorizer/routes/api-route';
import { Requirement } from '../authorizer/routes/requirement';
import { pathOf } from '../base/path-of';
import { cfnUserPoolIn, issuerOf } from '../authorizer/tokens/issuer';
import { oncePerIndex } from '../template/once-per-index';
import { branchesOf, entryOf, isSame, showValue, textOf, Value } from '../template/value';

type Pool = NonNullable<Requirement['pools']>[number];

/** Whether an issuer is a user pool, of this app or imported. */
export function isPoolIssuer(issuer: Value): boolean {
  if (cfnUserPoolIn(issuer)) return true;
  return issuer.kind === 'unknown'
    ? issuer.operands.some(isPoolIssuer)
    : (textOf(issuer)?.includes('cognito-idp.') ?? false);
}

/** The name of an issuer: the path of a pool of this app, or else its URL. */
export function nameOfIssuer(issuer: Value): string {
  const pool = cfnUserPoolIn(issuer);
  return pool ? pathOf(pool) : (textOf(issuer) ?? showValue(issuer));
}

/** The name of a pool that an authorizer accepts: for an import, its ID or, if that is not known, its path. */
export const nameOfPool = oncePerIndex((index, pool: Pool): string => {
  if (cfnUserPoolIn(issuerOf(index, pool))) return nameOfIssuer(issuerOf(index, pool));
  return textOf(index.valueOf(pool, pool.userPoolRef.userPoolId)) ?? pathOf(pool);
});

/** Whether an app has or accepts several pools. One that guards nothing counts too: by mistake, it soon would. */
export const hasSeveralPools = oncePerIndex((index): boolean => {
  const ofAuthorizers = index
    .ofType(apigwv2.CfnAuthorizer.CFN_RESOURCE_TYPE_NAME)
    .flatMap((authorizer) => branchesOf(authorizer.value('JwtConfiguration')))
    .map((configuration) => entryOf(configuration, 'Issuer'));
  const ofGuards = index
    .ofType(apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME)
    .flatMap((resource) => new ApiRoute(resource).requirement?.pools ?? [])
    .map((pool) => issuerOf(index, pool));
  const issuers = [...ofAuthorizers, ...ofGuards].flatMap(branchesOf).filter(isPoolIssuer);
  const own = index.ofType(cognito.CfnUserPool.CFN_RESOURCE_TYPE_NAME);
  const [imported, ...others] = issuers.filter((each) => !cfnUserPoolIn(each));
  if (!imported) return own.length > 1;
  return own.length > 0 || others.some((each) => !isSame(each, imported));
});
