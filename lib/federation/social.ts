import { SecretValue } from 'aws-cdk-lib';
import { checkPattern } from '../checks/values';
import { Mapping } from './attribute-mapping';
import { checkClientId, checkScopes, ProviderDefinition, ProviderOptions } from './provider';
import { checkSecret } from './secrets';

/**
 * Options for Google sign-in. Requires an OAuth client of type "Web application" in a Google Cloud project.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-social-idp.html
 */
export interface GoogleOptions extends ProviderOptions {
  /** The ID of the OAuth client, such as `1234567890-abc.apps.googleusercontent.com`. An empty one fails synthesis. */
  readonly clientId: string;

  /**
   * The secret of the OAuth client. A literal secret fails synthesis, and so does a Systems Manager secure string,
   * which CloudFormation does not resolve here.
   */
  readonly clientSecret: SecretValue;

  /**
   * The scopes to request from Google. An empty list fails synthesis.
   *
   * @default - email, profile and openid
   */
  readonly scopes?: string[];
}

/**
 * Options for Facebook sign-in. Requires an app with the product "Facebook Login".
 *
 * If `attributeMapping` contains a claim that is not a field of Facebook's Graph API, no attribute is filled.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-social-idp.html
 */
export interface FacebookOptions extends ProviderOptions {
  /** The app ID. An empty one fails synthesis. */
  readonly clientId: string;

  /**
   * The app secret. A literal secret fails synthesis, and so does a Systems Manager secure string, which CloudFormation
   * does not resolve here.
   */
  readonly clientSecret: SecretValue;

  /**
   * The version of Facebook's Graph API, such as `v21.0`; any other format fails synthesis. Facebook retires a version
   * after about two years.
   *
   * @see https://developers.facebook.com/docs/graph-api/changelog/versions
   * @default - the version that Cognito chooses
   */
  readonly apiVersion?: string;

  /**
   * The scopes to request from Facebook. An empty list fails synthesis.
   *
   * @default - public_profile and email
   */
  readonly scopes?: string[];
}

/**
 * Options for Login with Amazon. Requires a security profile.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-social-idp.html
 */
export interface LoginWithAmazonOptions extends ProviderOptions {
  /**
   * The client ID of the security profile, such as `amzn1.application-oa2-client.0123456789abcdef`. An empty one fails
   * synthesis.
   */
  readonly clientId: string;

  /**
   * The client secret of the security profile. A literal secret fails synthesis, and so does a Systems Manager secure
   * string, which CloudFormation does not resolve here.
   */
  readonly clientSecret: SecretValue;

  /**
   * The scopes to request from Amazon. An empty list fails synthesis.
   *
   * @default - profile
   */
  readonly scopes?: string[];
}

/**
 * Options for Sign in with Apple. Requires a Services ID and a key for "Sign in with Apple".
 *
 * Apple supplies the name of a user only at the very first sign-in.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-social-idp.html
 */
export interface SignInWithAppleOptions extends ProviderOptions {
  /** The Services ID, such as `com.example.web` (not the App ID). An empty one fails synthesis. */
  readonly clientId: string;

  /** The team ID: 10 uppercase letters and digits. Otherwise synthesis fails. */
  readonly teamId: string;

  /** The key ID: 10 uppercase letters and digits. Otherwise synthesis fails. */
  readonly keyId: string;

  /**
   * The private key: the text between the lines `BEGIN PRIVATE KEY` and `END PRIVATE KEY` of the file downloaded from
   * Apple, on one line. A literal secret fails synthesis, and so does a Systems Manager secure string, which
   * CloudFormation does not resolve here.
   */
  readonly privateKey: SecretValue;

  /**
   * The scopes to request from Apple. An empty list fails synthesis.
   *
   * @default - email and name
   */
  readonly scopes?: string[];
}

interface SocialOptions extends ProviderOptions {
  readonly clientId: string;
  readonly clientSecret?: SecretValue;
  readonly scopes?: string[];
}

/** What distinguishes one social provider from the others. */
interface SocialKind {
  readonly claims: Mapping;
  /** The default scopes. */
  readonly scopes: string[];
  /** What separates the scopes: a space, unless it is given here. */
  readonly separator?: string;
  /** The options that no other social provider has. */
  readonly check?: ProviderDefinition['check'];
  readonly details?: ProviderDefinition['details'];
}

/** What the four social providers share: a pool has at most one of each, and its name is its type. */
const social = (type: string, options: SocialOptions, kind: SocialKind): ProviderDefinition => ({
  type,
  name: type,
  options,
  claims: kind.claims,
  check: (where, problems) => {
    const { clientId, clientSecret, scopes } = options;
    checkClientId(problems, `${where}.clientId`, clientId);
    checkScopes(problems, `${where}.scopes`, scopes);
    if (clientSecret) checkSecret(problems, `${where}.clientSecret`, clientSecret);
    kind.check?.(where, problems);
  },
  details: () => ({
    client_id: options.clientId,
    authorize_scopes: (options.scopes ?? kind.scopes).join(kind.separator ?? ' '),
    client_secret: options.clientSecret?.unsafeUnwrap(),
    ...kind.details?.(),
  }),
});

/** OpenID Connect claims that fill the attributes of the same names. */
export const OPENID_CLAIMS = {
  email: 'email',
  email_verified: 'email_verified',
  name: 'name',
  given_name: 'given_name',
  family_name: 'family_name',
};

export const google = (options: GoogleOptions): ProviderDefinition =>
  social('Google', options, { claims: OPENID_CLAIMS, scopes: ['email', 'profile', 'openid'] });

export const facebook = (options: FacebookOptions): ProviderDefinition =>
  social('Facebook', options, {
    // Facebook does not say whether an address is verified.
    claims: { email: 'email', name: 'name', given_name: 'first_name', family_name: 'last_name' },
    scopes: ['public_profile', 'email'],
    separator: ',',
    check: (where, problems) =>
      checkPattern(problems, `${where}.apiVersion`, options.apiVersion, /^v\d+\.\d+$/, {
        outcome: "Facebook's Graph API has no such version, and every sign-in fails",
        remedy: 'Write it as, for example, "v21.0", or omit it',
      }),
    details: () => ({ api_version: options.apiVersion }),
  });

export const loginWithAmazon = (options: LoginWithAmazonOptions): ProviderDefinition =>
  social('LoginWithAmazon', options, { claims: { email: 'email', name: 'name' }, scopes: ['profile'] });

export const signInWithApple = (options: SignInWithAppleOptions): ProviderDefinition =>
  social('SignInWithApple', options, {
    claims: { email: 'email', email_verified: 'email_verified', given_name: 'firstName', family_name: 'lastName' },
    scopes: ['email', 'name'],
    check: (where, problems) => {
      for (const id of ['teamId', 'keyId'] as const) {
        checkPattern(problems, `${where}.${id}`, options[id], /^[A-Z0-9]{10}$/, {
          outcome: "Apple's IDs have 10 capital letters and digits, so Apple would reject every sign-in",
          remedy: `Give the ${id === 'teamId' ? 'ID of your team' : 'ID of the key'} as Apple's developer account shows it`,
        });
      }
      checkSecret(problems, `${where}.privateKey`, options.privateKey);
    },
    details: () => ({
      team_id: options.teamId,
      key_id: options.keyId,
      private_key: options.privateKey.unsafeUnwrap(),
    }),
  });
