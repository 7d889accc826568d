import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { AccessPolicy } from '../access/access-policy';
import { attributeNamesOf } from '../access/attribute-names';
import { groupNamesOf } from '../access/group';
import { COGNITO_SCOPES, scopesOf } from '../access/resource-server';
import { Problems } from '../checks/problems';
import { nearName } from '../checks/near-name';
import { show } from '../checks/values';
import { TemplateIndex } from '../template/template-index';
import { cfnUserPoolIn } from '../authorizer/tokens/issuer';
import { ApiCaller } from './api-caller';
import { scopesOfClient } from './machine-scopes';

/** What names groups, attributes and scopes: the policies and scopes of a route, and the pools of its callers. */
interface NamesSomething {
  readonly policies: readonly AccessPolicy[];
  readonly scopes: readonly string[];
  readonly pools: readonly aws_cognito.IUserPoolRef[];
}

/**
 * Checks that a question about a caller has no typo: a group `Admins` beside policies for `admins` would let any denial
 * pass. A name that resembles no other one is left alone: the test may be about somebody who is denied.
 *
 * @param api the API, by its name
 */
export function checkNames(
  index: TemplateIndex,
  api: string,
  caller: ApiCaller,
  accesses: readonly NamesSomething[],
): void {
  const { groups = [], attributes = {}, scopes = [] } = caller._claims;
  const kinds: [string, readonly string[], () => readonly string[]][] = [
    ['group', groups, () => groupsIn(index, accesses)],
    ['attribute', Object.keys(attributes), () => attributesIn(index, accesses)],
    ['scope', scopes, () => [...scopesIn(index, accesses), ...ownScopes(index, caller)]],
  ];
  const problems = new Problems('HttpApiAccess');
  for (const [kind, given, find] of kinds) {
    const known = given.length > 0 ? find() : [];
    for (const name of given.filter((each) => !known.includes(each))) {
      const near = nearName(name, known);
      if (near === undefined) continue;
      problems.add({
        where: `The ${kind} of the caller`,
        given: show(name),
        outcome: `neither the routes of ${api} nor the pools behind them know that ${kind}, so the answer would be about a caller without it`,
        remedy: `Write ${show(near)}, or omit it`,
      });
    }
  }
  problems.throwIfAny();
}

const poolsIn = (accesses: readonly NamesSomething[]) => [...new Set(accesses.flatMap(({ pools }) => pools))];

const groupsIn = (index: TemplateIndex, accesses: readonly NamesSomething[]): string[] => [
  ...accesses.flatMap(({ policies }) => policies.flatMap((policy) => policy._groups)),
  ...poolsIn(accesses).flatMap((pool) => groupNamesOf(index, pool)),
];

const attributesIn = (index: TemplateIndex, accesses: readonly NamesSomething[]): string[] => [
  ...accesses.flatMap(({ policies }) => policies.flatMap((policy) => policy._attributes)),
  ...attributeNamesOf(index, undefined),
  ...poolsIn(accesses).flatMap((pool) => attributeNamesOf(index, resourceOfPool(index, pool))),
];

const scopesIn = (index: TemplateIndex, accesses: readonly NamesSomething[]): string[] => [
  ...accesses.flatMap(({ scopes }) => scopes),
  ...COGNITO_SCOPES,
  ...poolsIn(accesses).flatMap((pool) => scopesOf(index, pool) ?? []),
];

const ownScopes = (index: TemplateIndex, { _client: client }: ApiCaller): readonly string[] =>
  (client && scopesOfClient(index, client)) ?? [];

const resourceOfPool = (index: TemplateIndex, pool: aws_cognito.IUserPoolRef): cognito.CfnUserPool | undefined =>
  cfnUserPoolIn(index.valueOf(pool, pool.userPoolRef.userPoolId));
