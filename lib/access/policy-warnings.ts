import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { partsOfPool } from '../template/parts';
import { rendered } from '../template/rendered';
import { warn } from '../checks/warn';
import { attributesOf, isStandard } from '../sign-in/schema';

/** What the policies of a pool require. */
interface Asked {
  readonly groups: string[];
  readonly attributes: string[];
}

/** Attributes that only Cognito itself and administrators write. */
const OUT_OF_REACH = ['sub', 'email_verified', 'phone_number_verified', 'cognito:user_status'];

interface SchemaAttribute {
  readonly Name: string;
  readonly Mutable?: boolean;
}

/** Warns of policies that are valid but do not guard what they seem to. */
export function warnOfPolicies(
  pool: IConstruct,
  cfnUserPool: cognito.CfnUserPool,
  { groups, attributes }: Asked,
  { inToken }: { inToken: boolean },
): void {
  const known = groupsOf(cfnUserPool).sort();
  for (const group of known.length > 0 ? groups.filter((name) => !known.includes(name)) : []) {
    warn(
      pool,
      'unknownGroup',
      `An access policy asks for the group ${group}, and the groups of the pool are ${known.join(', ')}. If nothing else makes that group, nobody satisfies the policy. Add it: pool.addGroup('${group}').`,
    );
  }
  const { custom } = attributesOf(cfnUserPool);
  // An ID token has claims that are no attributes, and may be of another pool.
  const isUnknown = (name: string) =>
    inToken &&
    custom &&
    !isStandard(name) &&
    !/^(cognito:|identities$)/.test(name) &&
    ![...OUT_OF_REACH, ...custom].includes(name);
  for (const attribute of attributes.filter(isUnknown)) {
    const meant = custom?.find((name) => name.endsWith(`:${attribute}`));
    warn(
      pool,
      'unknownAttribute',
      `An access policy asks for the attribute ${attribute}, which the pool does not have, so nobody satisfies the policy. ${meant ? `Write ${meant}` : 'Add it to the schema of the pool'}.`,
    );
  }
  for (const attribute of attributes.filter((name) => !isUnknown(name) && usersWrite(cfnUserPool, name))) {
    warn(
      pool,
      'policyOnWritableAttribute',
      `An access policy asks for the attribute ${attribute}, which users can set to whatever they like: a client of the pool may write it. Leave it out of the writeAttributes of every client that users sign in or sign up through. ` +
        'If an identity provider fills it, its clients must be able to write it: set allowOnlyAdminsToCreateAccount on the pool, and allowOnlyExternalIdentityProviders on those clients, without OAuthScope.COGNITO_ADMIN.',
    );
  }
}

function groupsOf(pool: cognito.CfnUserPool): string[] {
  const groups = partsOfPool(pool, (node) => cognito.CfnUserPoolGroup.isCfnUserPoolGroup(node));
  return groups.map(({ properties }) => properties.GroupName).filter((name) => typeof name === 'string');
}

/** Whether users can write an attribute of their own: an immutable one at sign-up, any other at any time. */
function usersWrite(pool: cognito.CfnUserPool, attribute: string): boolean {
  if (OUT_OF_REACH.includes(attribute)) return false;
  const {
    Schema = [],
    AdminCreateUserConfig,
    LambdaConfig,
  } = rendered(pool) as {
    Schema?: SchemaAttribute[];
    AdminCreateUserConfig?: { AllowAdminCreateUserOnly?: boolean };
    LambdaConfig?: { DefineAuthChallenge?: unknown };
  };
  // Without challenges, custom authentication leads nowhere.
  const idle = ['ALLOW_REFRESH_TOKEN_AUTH', ...(LambdaConfig?.DefineAuthChallenge ? [] : ['ALLOW_CUSTOM_AUTH'])];
  const isClosed = AdminCreateUserConfig?.AllowAdminCreateUserOnly === true;
  const fixed = Schema.some(({ Name, Mutable }) => attribute.replace(/^custom:/, '') === Name && Mutable === false);
  if (fixed && isClosed) return false;
  return (
    partsOfPool(pool, (node) => cognito.CfnUserPoolClient.isCfnUserPoolClient(node))
      .map(({ properties }) => properties as ClientProperties)
      .filter(({ AllowedOAuthFlows }) => !AllowedOAuthFlows?.includes('client_credentials'))
      .filter((client) => !isClosed || changesUsers(client, idle))
      // To Cognito, an empty list means all attributes.
      .some(({ WriteAttributes = [] }) => WriteAttributes.length === 0 || WriteAttributes.includes(attribute))
  );
}

interface ClientProperties {
  readonly WriteAttributes?: string[];
  readonly AllowedOAuthFlows?: string[];
  readonly AllowedOAuthScopes?: unknown;
  readonly ExplicitAuthFlows?: unknown;
}

/** Whether users get tokens from a client with which they can change themselves: by signing in through the API, or with a scope for that. */
function changesUsers({ AllowedOAuthScopes = [], ExplicitAuthFlows }: ClientProperties, idle: string[]): boolean {
  if (!Array.isArray(ExplicitAuthFlows) || !Array.isArray(AllowedOAuthScopes)) return true;
  const isIdle = ExplicitAuthFlows.length > 0 && ExplicitAuthFlows.every((flow) => idle.includes(flow as string));
  return !isIdle || AllowedOAuthScopes.some((scope) => typeof scope !== 'string' || scope === ADMIN_SCOPE);
}

const ADMIN_SCOPE = 'aws.cognito.signin.user.admin';
