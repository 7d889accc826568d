import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../../checks/problems';
import { cfnUserPoolOf } from '../../pool/cfn-user-pool';
import { IUserAuthPool, UserAuthPoolBase } from '../../pool/user-auth-pool-base';
import { isLibraryClient } from '../../template/library-client';
import { oncePerIndex } from '../../template/once-per-index';
import { textOf, Value } from '../../template/value';

/**
 * The clients of a pool whose tokens an authorizer accepts, however they were created, in an order independent of the
 * order of calls. An import that names its clients has no others, but for those that were created for this very import.
 */
export const audienceOf = oncePerIndex((index, pool: IUserAuthPool): readonly string[] => {
  const known = pool.userPoolClients.map((client) => client.userPoolClientId);
  const { _namesClients: namesClients } = pool as Partial<UserAuthPoolBase>;
  const made = index
    .ofPool(pool, cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME)
    .filter(({ cfnResource }) => !namesClients || isCreatedFor(pool, cfnResource));
  return [...new Set([...made.map(({ cfnResource }) => cfnResource.ref), ...known])];
});

/** The same as the templates will say them. */
export const audienceInTemplate = oncePerIndex((index, pool: IUserAuthPool): readonly Value[] =>
  audienceOf(index, pool).map((id) => index.valueOf(pool, id)),
);

/** Whether it is known which client has an ID. Two different functions of CloudFormation may return the same ID. */
export const isKnownClient = (id: Value): boolean =>
  textOf(id) !== undefined || (id.kind === 'reference' && cognito.CfnUserPoolClient.isCfnUserPoolClient(id.target));

/** Whether a client of this library was created for a pool. */
const isCreatedFor = (pool: IUserAuthPool, { node }: IConstruct) =>
  node.scopes.some((each) => isLibraryClient(each) && each._userPool === pool);

/** A quota of JWT authorizers. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_AUDIENCES = 50;

/** A JWT authorizer accepts the tokens of at most 50 clients and for at most 50 APIs, together. */
export function checkAudience(
  pool: IUserAuthPool,
  audience: readonly string[],
  resources: number,
  problems: Problems,
): void {
  checkHasAudience(pool, audience, problems);
  if (audience.length + resources <= MAX_AUDIENCES) return;
  problems.add({
    where: `userPoolClients of ${pool.node.path}`,
    given: `a list of ${audience.length}${resources > 0 ? `, beside ${resources} resources of an authorizer` : ''}`,
    outcome: `API Gateway accepts ${MAX_AUDIENCES} audiences in a JWT authorizer, a limit that cannot be raised`,
    remedy: 'Let applications share app clients, or import the pool once for each API with the clients of that API',
  });
}

/** An authorizer needs at least one client. */
export function checkHasAudience(pool: IUserAuthPool, audience: readonly string[], problems: Problems): void {
  if (audience.length > 0) return;
  problems.add({
    where: `userPoolClients of ${pool.node.path}`,
    given: 'empty',
    outcome: 'an authorizer without an audience accepts no token, and API Gateway rejects it',
    remedy: cfnUserPoolOf(pool)
      ? 'Add a client with addClient() of the pool, or omit defaultClient'
      : 'List the app clients whose tokens it should accept in userPoolClientIds',
  });
}
