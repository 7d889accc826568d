import { IResolvable } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { warnAtPool } from '../checks/warn';
import { sortedBy } from '../base/sorted-by';
import { asBoolean, asNumber } from '../template/scalars';
import { valueAtSynthesis } from '../template/synthesis';
import { TemplateIndex } from '../template/template-index';
import { textOf } from '../template/value';

/** The properties of an app client that front ends need. */
export interface ClientProperties {
  readonly CallbackURLs?: string[];
  readonly LogoutURLs?: string[];
  readonly AllowedOAuthScopes?: string[];
  readonly AllowedOAuthFlows?: string[];
  readonly ExplicitAuthFlows?: string[];
  readonly SupportedIdentityProviders?: string[];
  readonly GenerateSecret?: unknown;
}

/** The properties of a pool that front ends need. */
interface PoolProperties {
  readonly UsernameAttributes?: string[];
  readonly AutoVerifiedAttributes?: string[];
  readonly MfaConfiguration?: string;
  readonly EnabledMfas?: string[];
  readonly Schema?: { readonly Name: string; readonly Required?: unknown }[];
  readonly Policies?: {
    readonly PasswordPolicy?: Record<string, unknown>;
    readonly SignInPolicy?: { readonly AllowedFirstAuthFactors?: string[] };
  };
  readonly WebAuthnRelyingPartyID?: string;
  readonly WebAuthnUserVerification?: string;
}

/** What a front end is told about its pool. */
export interface FrontEndPool extends Construct, aws_cognito.IUserPoolRef {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly issuer: string;
  readonly domainName?: string;
}

/** The pool and client of a front end, whose properties are complete only at synthesis. */
interface FrontEnd {
  readonly pool: FrontEndPool;
  readonly clientId: string;
  readonly client: (index: TemplateIndex) => ClientProperties;
  /** Undefined for an imported pool. */
  readonly properties?: (index: TemplateIndex) => PoolProperties;
}

/** The identity providers that aws-amplify supports. Its format has no place for others. */
const PROVIDERS: Record<string, string> = {
  Google: 'GOOGLE',
  Facebook: 'FACEBOOK',
  LoginWithAmazon: 'LOGIN_WITH_AMAZON',
  SignInWithApple: 'SIGN_IN_WITH_APPLE',
};
const MFA: Record<string, string> = {
  SMS_MFA: 'SMS',
  SOFTWARE_TOKEN_MFA: 'TOTP',
  EMAIL_OTP: 'EMAIL',
};
const MFA_STATUS: Record<string, string> = { OFF: 'NONE', OPTIONAL: 'OPTIONAL', ON: 'REQUIRED' };

/** The content of `amplify_outputs.json`. */
export function amplifyOutputs({ pool, clientId, client, properties }: FrontEnd): { [name: string]: unknown } {
  const later = (produce: (index: TemplateIndex) => unknown): IResolvable => valueAtSynthesis(pool, produce);
  const ofPool = (read: (all: PoolProperties, index: TemplateIndex) => unknown) =>
    properties && later((index) => read(properties(index), index));
  return {
    version: '1.4',
    auth: {
      aws_region: pool.env.region,
      user_pool_id: pool.userPoolId,
      user_pool_client_id: clientId,
      oauth: pool.domainName && later((index) => oAuth(pool, client(index))),
      password_policy: ofPool(({ Policies }) => passwordPolicy(Policies?.PasswordPolicy)),
      standard_required_attributes: ofPool(({ Schema }) =>
        listOf(Schema)
          .filter((attribute) => asBoolean(attribute?.Required) === true)
          .map(({ Name }) => Name)
          .sort(),
      ),
      username_attributes: ofPool(({ UsernameAttributes: names = [] }) => (names.length === 0 ? ['username'] : names)),
      user_verification_types: ofPool(({ AutoVerifiedAttributes = [] }) => AutoVerifiedAttributes),
      mfa_configuration: ofPool(({ MfaConfiguration }) => MFA_STATUS[String(MfaConfiguration)]),
      mfa_methods: ofPool(({ EnabledMfas }) => listOf(EnabledMfas).flatMap((name) => MFA[name] ?? [])),
      passwordless: ofPool((all) => passwordless(all, pool.domainName)),
      groups: ofPool((_, index) => precedenceOfGroups(index, pool)),
    },
  };
}

export function warnOfSecret(pool: FrontEndPool, { GenerateSecret }: ClientProperties): void {
  if (asBoolean(GenerateSecret) !== true) return;
  warnAtPool(
    pool,
    'amplifyWithClientSecret',
    'amplifyOutputs is for a client that has a secret, and aws-amplify sends none, so Cognito would reject every sign-in. Give frontEndConfig() a client without a secret.',
  );
}

/** How tokens get to the page that users come back to. Undefined if there is none. */
export function responseType({ AllowedOAuthFlows: flows }: ClientProperties): string | undefined {
  if (!Array.isArray(flows)) return undefined;
  return flows.includes('code') ? 'code' : 'token';
}

/** A list, unless a function of CloudFormation takes its place. */
function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

function oAuth(pool: FrontEndPool, client: ClientProperties): object | undefined {
  const { CallbackURLs, LogoutURLs = [], AllowedOAuthScopes, SupportedIdentityProviders } = client;
  if (!CallbackURLs) return undefined;
  // aws-amplify requires URLs for signing out.
  if (LogoutURLs.length === 0) {
    warnAtPool(
      pool,
      'amplifyWithoutLogoutUrls',
      'The client has no logoutUrls, so amplifyOutputs names its callbackUrls for signing out, and Cognito shows an error to users who sign out. Give the client logoutUrls.',
    );
  }
  return {
    identity_providers: listOf(SupportedIdentityProviders).flatMap((name) => PROVIDERS[name] ?? []),
    domain: pool.domainName,
    scopes: AllowedOAuthScopes,
    redirect_sign_in_uri: CallbackURLs,
    redirect_sign_out_uri: LogoutURLs.length === 0 ? CallbackURLs : LogoutURLs,
    response_type: responseType(client),
  };
}

function passwordPolicy(policy: Record<string, unknown> | undefined): object | undefined {
  return (
    policy && {
      min_length: asNumber(policy.MinimumLength),
      require_lowercase: asBoolean(policy.RequireLowercase),
      require_uppercase: asBoolean(policy.RequireUppercase),
      require_numbers: asBoolean(policy.RequireNumbers),
      require_symbols: asBoolean(policy.RequireSymbols),
    }
  );
}

/** The ways to sign in without a password. Undefined if there is none. */
function passwordless(pool: PoolProperties, domain: string | undefined): object | undefined {
  const factors = listOf(pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors);
  if (!factors.some((factor) => factor !== 'PASSWORD')) return undefined;
  const relyingParty = pool.WebAuthnRelyingPartyID ?? domain;
  return {
    email_otp_enabled: factors.includes('EMAIL_OTP'),
    sms_otp_enabled: factors.includes('SMS_OTP'),
    web_authn:
      factors.includes('WEB_AUTHN') && relyingParty !== undefined
        ? { relying_party_id: relyingParty, user_verification: pool.WebAuthnUserVerification ?? 'preferred' }
        : undefined,
  };
}

/** The groups by name, each with its precedence. */
function precedenceOfGroups(index: TemplateIndex, pool: FrontEndPool): object[] {
  const groups = index.ofPool(pool, cognito.CfnUserPoolGroup.CFN_RESOURCE_TYPE_NAME).flatMap((group) => {
    const name = textOf(group.value('GroupName'));
    return name === undefined ? [] : { name, precedence: asNumber(group.properties.Precedence) };
  });
  return sortedBy(groups, ({ name }) => name).map(({ name, precedence }) => ({
    [name]: { precedence: index.references.toTokens(precedence) },
  }));
}
