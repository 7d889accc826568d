import * as cognito from 'aws-cdk-lib/aws-cognito';
import { AccessPolicy } from '../../access/access-policy';
import { hasPolicyScopes } from '../../access/token-policies';
import { Problems } from '../../checks/problems';
import { oncePerIndex } from '../../template/once-per-index';
import { TemplateIndex } from '../../template/template-index';
import { branchesOf, entryOf, literal, showValue, targetsIn, textOf, Value } from '../../template/value';
import { cfnUserPoolOf } from '../../pool/cfn-user-pool';
import { IssuerType } from '../../pool/issuer';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';

/**
 * An override can make a pool write a different issuer into its tokens than a JWT authorizer expects. What only the
 * deployment knows may be a different one, too.
 */
export function checkIssuer(index: TemplateIndex, pool: IUserAuthPool, problems: Problems): void {
  const resource = cfnUserPoolOf(pool);
  if (!resource) return;
  const configuration = index.resource(resource).value('IssuerConfiguration');
  const types = branchesOf(entryOf(configuration, 'Type'));
  const written = types.map((type) => (type.kind === 'absent' ? literal(IssuerType.ORIGINAL) : type));
  const other = written.find((type) => textOf(type) !== pool.issuerType);
  if (!other) return;
  problems.add({
    where: `IssuerConfiguration of ${pool.node.path}`,
    given: showValue(other),
    outcome: `its tokens may then name an issuer other than that of issuerType, which is ${pool.issuerType}, and API Gateway rejects all of them`,
    remedy: 'Remove the override, and set issuerType of the pool',
  });
}

/** The resource of the pool that a value refers to, such as an issuer or the ID of a pool. */
export const cfnUserPoolIn = (value: Value): cognito.CfnUserPool | undefined =>
  targetsIn(value).find((each) => cognito.CfnUserPool.isCfnUserPool(each));

/** The issuer of a pool's tokens, as the templates will say it. */
export const issuerOf = oncePerIndex((index, pool: IUserAuthPool): Value => index.valueOf(pool, pool.issuer));

/** The policy that a scope stands for in the tokens of an issuer. */
export function policyOf(issuer: Value, scope: string): AccessPolicy | undefined {
  const pool = cfnUserPoolIn(issuer)?.node.scopes.find(hasPolicyScopes);
  return pool?._policyOf(scope);
}
