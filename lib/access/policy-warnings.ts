import { IConstruct } from 'constructs';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { nearName } from '../checks/near-name';
import { show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { hasCustomFlow } from '../hooks/hooks';
import { appClientsOf } from '../sign-in/app-client';
import { attributesOf } from '../sign-in/pool-attributes';
import { NOT_WRITABLE } from '../sign-in/standard-attribute';
import { TemplateIndex } from '../template/template-index';
import { entryOf, isSame, literal } from '../template/value';
import { AccessPolicy } from './access-policy';
import { attributeNamesOf } from './attribute-names';
import { groupNamesOf } from './group';

/** Warns of policies that are valid but do not guard what they seem to. */
export function warnOfPolicies(
  index: TemplateIndex,
  pool: IConstruct & aws_cognito.IUserPoolRef,
  cfnUserPool: cognito.CfnUserPool,
  policies: Iterable<AccessPolicy>,
  { inToken }: { inToken: boolean },
): void {
  const all = [...policies];
  const groups = sortedSet(all.flatMap((policy) => policy._groups));
  const attributes = sortedSet(all.flatMap((policy) => policy._attributes));
  const known = groupNamesOf(index, pool).sort();
  for (const group of known.length > 0 ? groups.filter((name) => !known.includes(name)) : []) {
    const meant = nearName(group, known);
    warnAtPool(
      pool,
      'unknownGroup',
      `An access policy requires the group ${show(group)}, and the groups of the pool are ${known.map(show).join(', ')}. Unless something else creates that group, nobody satisfies the policy. ${meant ? `Write ${show(meant)}; or, if it is another group, add it: pool.addGroup(${show(group)})` : `Add it: pool.addGroup(${show(group)})`}.`,
    );
  }
  const { custom } = attributesOf(index, cfnUserPool);
  // An ID token has claims that are not attributes, and may be from another pool.
  const names = attributeNamesOf(index, cfnUserPool);
  const isUnknown = (name: string) =>
    inToken && custom && !/^(cognito:|identities$)/.test(name) && !names.includes(name);
  for (const attribute of attributes.filter(isUnknown)) {
    const meant = nearName(attribute, [...(custom ?? []), ...names]);
    warnAtPool(
      pool,
      'unknownAttribute',
      `An access policy requires the attribute ${show(attribute)}, which the pool does not have, so nobody satisfies the policy. ${meant ? `Write ${show(meant)}; or, if it is another attribute, add it to the schema of the pool` : 'Add it to the schema of the pool'}.`,
    );
  }
  const isWritable = (name: string) => usersWrite(index, pool, cfnUserPool, name);
  for (const attribute of attributes.filter((name) => !isUnknown(name) && isWritable(name))) {
    warnAtPool(
      pool,
      'policyOnWritableAttribute',
      `An access policy requires the attribute ${show(attribute)}, which users can set to any value, because a client of the pool can write it. Remove it from writeAttributes and writableCustomAttributes of every client that users sign in or sign up through. ` +
        'If an identity provider fills it, its clients must be able to write it: set allowOnlyAdminsToCreateAccount on the pool, and allowOnlyExternalIdentityProviders on those clients, without OAuthScope.COGNITO_ADMIN.',
    );
  }
}

const sortedSet = (names: readonly string[]) => [...new Set(names)].sort();

/** Whether users can write an attribute of their own: an immutable one at sign-up, any other at any time. */
function usersWrite(
  index: TemplateIndex,
  pool: aws_cognito.IUserPoolRef,
  cfnUserPool: cognito.CfnUserPool,
  attribute: string,
): boolean {
  if (NOT_WRITABLE.includes(attribute)) return false;
  const isClosed = isOnlyForAdmins(index, cfnUserPool);
  if (isClosed && attributesOf(index, cfnUserPool).immutable.includes(attribute)) return false;
  // Whoever has the secret of a machine client can sign up through it.
  return appClientsOf(index, pool, hasCustomFlow(index, cfnUserPool))
    .filter((client) => !isClosed || client.changesUsers)
    .some((client) => client.writes(attribute));
}

/** Whether users cannot sign up by themselves. */
function isOnlyForAdmins(index: TemplateIndex, pool: cognito.CfnUserPool): boolean {
  const config = index.resource(pool).value('AdminCreateUserConfig');
  return isSame(entryOf(config, 'AllowAdminCreateUserOnly'), literal(true));
}
