import { isLiteralObject, PREFIX, Properties } from './deployed';

/**
 * What Cognito gives to a resource that does not say so, by type and path. Only what AWS documents is here. The plan of
 * a pool is not: that of a pool from before there were plans depends on its account.
 *
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 * https://docs.aws.amazon.com/cli/latest/reference/cognito-idp/create-user-pool.html#examples
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html
 */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  [`${PREFIX}UserPool`]: {
    'AdminCreateUserConfig.AllowAdminCreateUserOnly': false,
    DeletionProtection: 'INACTIVE',
    'EmailConfiguration.EmailSendingAccount': 'COGNITO_DEFAULT',
    'IssuerConfiguration.Type': 'ORIGINAL',
    KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' },
    MfaConfiguration: 'OFF',
    // Of a policy that exists, the rest may be anything.
    'Policies.PasswordPolicy': {
      MinimumLength: 8,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      RequireUppercase: true,
    },
    'Policies.SignInPolicy.AllowedFirstAuthFactors': ['PASSWORD'],
    'UserPoolAddOns.AdvancedSecurityMode': 'OFF',
    WebAuthnFactorConfiguration: 'SINGLE_FACTOR',
  },
  [`${PREFIX}UserPoolClient`]: {
    AllowedOAuthFlowsUserPoolClient: false,
    EnablePropagateAdditionalUserContextData: false,
    EnableTokenRevocation: true,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
    PreventUserExistenceErrors: 'LEGACY',
    'RefreshTokenRotation.Feature': 'DISABLED',
  },
  [`${PREFIX}UserPoolDomain`]: { ManagedLoginVersion: 1 },
};

/** The properties of a resource with those that Cognito adds. */
export const withDefaults = (type: string, properties: Properties): Properties =>
  Object.entries(DEFAULTS[type] ?? {}).reduce((all, [path, value]) => filled(all, path.split('.'), value), properties);

/** Settings that Cognito keeps when an update omits them. */
const KEPT = ['UserPoolTier', 'Policies.SignInPolicy'];

/** The properties after an update. */
export const withKept = (before: Properties, after: Properties): Properties =>
  KEPT.map((path) => path.split('.')).reduce((all, path) => {
    const value = path.reduce<unknown>((at, name) => (isLiteralObject(at) ? at[name] : undefined), before);
    return value === undefined ? all : filled(all, path, value);
  }, after);

/** Properties with a value at a path where they have none. */
function filled(properties: Properties, [name = '', ...rest]: readonly string[], value: unknown): Properties {
  const { [name]: at = rest.length > 0 ? {} : undefined } = properties;
  if (rest.length === 0) return at === undefined ? { ...properties, [name]: value } : properties;
  return isLiteralObject(at) ? { ...properties, [name]: filled(at, rest, value) } : properties;
}
