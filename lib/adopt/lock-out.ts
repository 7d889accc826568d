import { Duration } from 'aws-cdk-lib';
import { asBoolean } from '../template/scalars';
import { PREFIX } from './deployed';

/** A setting that the next deployment changes. */
export interface Change {
  /** The logical ID and the path of the property; the ID alone for a resource that goes. */
  readonly setting: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Settings that may lock apps or users out, those first that lock out most. */
const LOCK_OUT = [
  'ExplicitAuthFlows',
  'AllowedOAuthFlows',
  'AllowedOAuthScopes',
  'AllowedOAuthFlowsUserPoolClient',
  'CallbackURLs',
  'LogoutURLs',
  'DefaultRedirectURI',
  'SupportedIdentityProviders',
  'ProviderDetails',
  'IdpIdentifiers',
  'AttributeMapping',
  'Scopes',
  'IssuerConfiguration',
  'ManagedLoginVersion',
  'LambdaConfig',
  'MfaConfiguration',
  'EnabledMfas',
  'EmailConfiguration',
  'SmsConfiguration',
  'AccountRecoverySetting',
  'AutoVerifiedAttributes',
  'AdminCreateUserConfig',
  'WebAuthnRelyingPartyID',
  'WebAuthnFactorConfiguration',
  'WebAuthnUserVerification',
  'UserPoolAddOns',
  'UserPoolTier',
  'Policies',
  'PreventUserExistenceErrors',
  'RefreshTokenRotation',
  'RefreshTokenValidity',
  'AccessTokenValidity',
  'IdTokenValidity',
  'AuthSessionValidity',
  'ReadAttributes',
  'WriteAttributes',
];

/** Settings that lock out nobody when they are added. */
const ADDABLE = ['AttributeMapping', 'IdpIdentifiers', 'Scopes'];

const REQUIREMENT = /\.PasswordPolicy\.Require\w+$/;

/** Resources without which users can't sign in, or lack what they may do. */
const NEEDED = ['ManagedLoginBranding', 'UserPoolUser', 'UserPoolUserToGroupAttachment'].map((each) => PREFIX + each);

/** The place of a change among those that may lock out apps or users: the first is 0; undefined for any other. */
export function lockOutRank({ setting, before, after }: Change): number | undefined {
  const [, property] = setting.split('.');
  if (property === undefined) return NEEDED.includes(String(before)) ? 0 : undefined;
  const rank = LOCK_OUT.indexOf(property) + 1;
  if (rank === 0 || (before === undefined && ADDABLE.includes(property))) return undefined;
  // What passwords need not have locks out nobody.
  if (REQUIREMENT.test(setting) && asBoolean(after) === false) return undefined;
  const grows = before instanceof Duration && after instanceof Duration && before.toSeconds() < after.toSeconds();
  return grows ? undefined : rank;
}
