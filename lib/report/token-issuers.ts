import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ApiBindings } from '../authorizer/api-bindings';
import { pathOf } from '../base/path-of';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { oncePerIndex } from '../template/once-per-index';
import { branchesOf, entryOf, isSame, showValue, targetsIn, textOf, Value } from '../template/value';

/** The user pool of this app that an issuer is. Undefined for any other issuer. */
export const poolOfIssuer = (issuer: Value): cognito.CfnUserPool | undefined =>
  targetsIn(issuer).find((each) => cognito.CfnUserPool.isCfnUserPool(each));

/** The name by which people know an issuer: the path of a pool of this app, or else its URL. */
export function nameOfIssuer(issuer: Value): string {
  const pool = poolOfIssuer(issuer);
  return pool ? pathOf(pool) : (textOf(issuer) ?? showValue(issuer));
}

const issuerOf = oncePerIndex((index, pool: IUserAuthPool): Value => index.valueOf(pool, pool.issuer));

/** The name of a pool that an authorizer accepts. An import that only the deployment knows has that of its construct. */
export const nameOfPool = oncePerIndex((index, pool: IUserAuthPool): string => {
  const issuer = issuerOf(index, pool);
  return poolOfIssuer(issuer) || textOf(issuer) !== undefined ? nameOfIssuer(issuer) : pathOf(pool);
});

/**
 * Whether an app has several pools, or accepts tokens of other issuers. A pool that guards nothing counts too: it would
 * by mistake.
 */
export const hasSeveralIssuers = oncePerIndex((index): boolean => {
  const ofAuthorizers = index
    .ofType(apigwv2.CfnAuthorizer.CFN_RESOURCE_TYPE_NAME)
    .flatMap((authorizer) => branchesOf(authorizer.value('JwtConfiguration')))
    .map((configuration) => entryOf(configuration, 'Issuer'));
  const ofGuards = index
    .ofType(apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME)
    .flatMap(({ cfnResource }) => ApiBindings.guardOf(index, cfnResource as apigwv2.CfnRoute)?.requirement.pools ?? [])
    .map((pool) => issuerOf(index, pool));
  const issuers = [...ofAuthorizers, ...ofGuards].flatMap(branchesOf).filter(({ kind }) => kind !== 'absent');
  const pools = new Set([
    ...index.ofType(cognito.CfnUserPool.CFN_RESOURCE_TYPE_NAME).map(({ cfnResource }) => cfnResource),
    ...issuers.flatMap((each) => poolOfIssuer(each) ?? []),
  ]);
  const others = issuers.filter((each) => !poolOfIssuer(each));
  return pools.size > 1 || others.some((each) => pools.size > 0 || !isSame(each, others[0]!));
});
