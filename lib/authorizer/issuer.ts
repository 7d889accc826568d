import { Problems } from '../checks/problems';
import { TemplateIndex } from '../template/template-index';
import { branchesOf } from '../template/value';
import { show } from '../checks/values';
import { cfnUserPoolOf } from '../pool/cfn-user-pool';
import { IssuerType } from '../pool/issuer';
import { IUserAuthPool } from '../pool/user-auth-pool-base';

/** An override can make a pool write a different issuer into its tokens than a JWT authorizer expects. */
export function checkIssuer(index: TemplateIndex, pool: IUserAuthPool, problems: Problems): void {
  const resource = cfnUserPoolOf(pool);
  if (!resource) return;
  const configuration = index.resource(resource).value('IssuerConfiguration');
  const type = configuration.kind === 'map' ? configuration.entries.Type : undefined;
  const written = type ? branchesOf(type) : [{ kind: 'literal', value: IssuerType.ORIGINAL } as const];
  const other = written.find((each) => each.kind === 'literal' && each.value !== pool.issuerType);
  if (other?.kind !== 'literal') return;
  problems.add({
    where: `IssuerConfiguration of ${pool.node.path}`,
    given: show(other.value),
    outcome: `its tokens then name another issuer than the one of issuerType, which is ${pool.issuerType}, and API Gateway rejects all of them`,
    remedy: 'Remove the override, and set issuerType of the pool',
  });
}
