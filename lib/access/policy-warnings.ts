import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { pathOf } from '../base/path-of';
import { nearName } from '../checks/near-name';
import { show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { hasCustomFlow } from '../hooks/hooks';
import { appClientsOf } from '../sign-in/app-client';
import { attributesOf } from '../sign-in/pool-attributes';
import { NOT_WRITABLE } from '../sign-in/standard-attribute';
import { isScalar } from '../template/scalars';
import { TemplateIndex } from '../template/template-index';
import { branchesOf, entryOf } from '../template/value';
import { AccessPolicy } from './access-policy';
import { attributeNamesOf } from './attribute-names';
import { groupNamesOf } from './group';

const USER_NAME = 'cognito:username';

/** The pool whose users the policies are about, and where they are enforced. */
interface Enforcement {
  readonly index: TemplateIndex;
  readonly pool: aws_cognito.IUserPoolRef;
  readonly cfnUserPool: cognito.CfnUserPool;
  readonly inToken: boolean;
}

/** Warns of policies that are valid but do not guard what they seem to. */
export function warnOfPolicies(enforcement: Enforcement, policies: Iterable<AccessPolicy>): void {
  const { index, pool, cfnUserPool, inToken } = enforcement;
  const all = [...policies];
  warnOfUnknownGroups(enforcement, sortedSet(all.flatMap((policy) => policy._groups)));
  const { custom } = attributesOf(index, cfnUserPool);
  const known = attributeNamesOf(index, cfnUserPool);
  // An ID token has claims that are not attributes, and may be from another pool.
  const isUnknown = (name: string) =>
    inToken && custom && !/^(cognito:|identities$)/.test(name) && !known.includes(name);
  for (const attribute of sortedSet(all.flatMap((policy) => policy._attributes))) {
    if (isUnknown(attribute)) warnOfUnknownAttribute(pool, attribute, known);
    else if (attribute === USER_NAME) warnOfUserName(enforcement);
    else warnOfWriters(pool, attribute, clientsThatWrite(enforcement, attribute));
  }
}

function warnOfUnknownGroups({ index, pool }: Enforcement, groups: readonly string[]): void {
  const known = groupNamesOf(index, pool).sort();
  if (known.length === 0) return;
  for (const group of groups.filter((name) => !known.includes(name))) {
    const meant = nearName(group, known);
    warnAtPool(
      pool,
      'unknownGroup',
      `An access policy requires the group ${show(group)}, and the groups of the pool are ${known.map(show).join(', ')}. Unless something else creates that group, nobody satisfies the policy. ${meant ? `Write ${show(meant)}; or, if it is another group, add it: pool.addGroup(${show(group)})` : `Add it: pool.addGroup(${show(group)})`}.`,
    );
  }
}

function warnOfUnknownAttribute(pool: aws_cognito.IUserPoolRef, attribute: string, known: readonly string[]): void {
  const meant = nearName(attribute, known);
  warnAtPool(
    pool,
    'unknownAttribute',
    `An access policy requires the attribute ${show(attribute)}, which the pool does not have, so nobody satisfies the policy. ${meant ? `Write ${show(meant)}; or, if it is another attribute, add it to the schema of the pool` : 'Add it to the schema of the pool'}.`,
  );
}

function warnOfWriters(pool: aws_cognito.IUserPoolRef, attribute: string, clients: readonly string[]): void {
  if (clients.length === 0) return;
  warnAtPool(
    pool,
    'policyOnWritableAttribute',
    `An access policy requires the attribute ${show(attribute)}, which users can set to any value when they sign up or in, because these clients can write it: ${clients.join(', ')}. Remove it from writeAttributes and writableCustomAttributes of each; without a list, a client of the CDK's own can write all attributes. ` +
      'If an identity provider fills it, its clients must be able to write it: set allowOnlyAdminsToCreateAccount on the pool, and allowOnlyExternalIdentityProviders on those clients, without OAuthScope.COGNITO_ADMIN.',
  );
}

/** Only ID tokens have the username. */
function warnOfUserName({ index, pool, cfnUserPool, inToken }: Enforcement): void {
  if (inToken || !areUserNamesChosen(index, cfnUserPool) || isOnlyForAdmins(index, cfnUserPool)) return;
  warnAtPool(
    pool,
    'policyOnUserName',
    `An access policy requires the attribute ${show(USER_NAME)}, which users choose when they sign up: the first user to sign up with that name satisfies the policy. ` +
      'Require a group or the attribute "sub", which Cognito generates; or set allowOnlyAdminsToCreateAccount on the pool.',
  );
}

/** Whether users choose their usernames: Cognito generates them where users sign up with an email address or number. */
function areUserNamesChosen(index: TemplateIndex, pool: cognito.CfnUserPool): boolean {
  const names = branchesOf(index.resource(pool).value('UsernameAttributes'));
  return names.some((each) => each.kind !== 'list' || each.items.length === 0);
}

const sortedSet = (names: readonly string[]) => [...new Set(names)].sort();

/** The clients through which users can write an attribute: an immutable one at sign-up, any other at any time. */
function clientsThatWrite({ index, pool, cfnUserPool }: Enforcement, attribute: string): string[] {
  if (NOT_WRITABLE.includes(attribute)) return [];
  const isClosed = isOnlyForAdmins(index, cfnUserPool);
  if (isClosed && attributesOf(index, cfnUserPool).immutable.includes(attribute)) return [];
  // The secret of a machine client is enough to sign up through it.
  return appClientsOf(index, pool, hasCustomFlow(index, cfnUserPool))
    .filter((client) => !isClosed || client.changesUsers)
    .filter((client) => client.writes(attribute))
    .map(({ resource }) => pathOf(resource.cfnResource));
}

/** Whether users cannot sign up by themselves. */
function isOnlyForAdmins(index: TemplateIndex, pool: cognito.CfnUserPool): boolean {
  const config = index.resource(pool).value('AdminCreateUserConfig');
  return isScalar(entryOf(config, 'AllowAdminCreateUserOnly'), true);
}
