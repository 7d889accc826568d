import { CfnResource, SecretValue, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import {
  AttributeSchema,
  FrontEndConfig,
  IdentityProvider,
  IUserAuthPool,
  MfaStatus,
  MfaType,
  SamlMetadata,
  StandardAttribute,
  UserAuthClient,
  UserAuthPool,
  UserAuthPoolProps,
  UserVerificationType,
} from '../../lib';
import { env, newPool, PAGES } from '../support/front-end';
import { LENIENT, newStack, warningsOf } from '../support/synth';

const amplifyOf = (pool: IUserAuthPool) =>
  (Stack.of(pool).resolve(pool.frontEndConfig().amplifyOutputs) as { auth: Record<string, any> }).auth;

describe('amplify_outputs.json', () => {
  it('has what aws-amplify reads', () => {
    const pool = newPool({
      ...PAGES,
      schema: [AttributeSchema.standard(StandardAttribute.NAME, { required: true })],
      mfaConfiguration: { status: MfaStatus.ON, enabledTypes: [MfaType.SOFTWARE_TOKEN] },
      passwordPolicy: { minimumLength: 20, requireSymbols: false },
      identityProviders: [
        IdentityProvider.google({ clientId: 'id', clientSecret: SecretValue.secretsManager('google') }),
      ],
    });
    pool.addGroup('writers', { precedence: 2 });
    pool.addGroup('admins', { precedence: 1 });
    const resolve = (value: unknown) => Stack.of(pool).resolve(value);
    expect(resolve(pool.frontEndConfig().amplifyOutputs)).toEqual({
      version: '1.4',
      auth: {
        aws_region: 'eu-west-1',
        user_pool_id: resolve(pool.userPoolId),
        user_pool_client_id: resolve(pool.userPoolClientId),
        oauth: {
          identity_providers: ['GOOGLE'],
          domain: 'mine.auth.eu-west-1.amazoncognito.com',
          scopes: ['openid', 'email', 'profile'],
          redirect_sign_in_uri: ['https://example.com/in'],
          redirect_sign_out_uri: ['https://example.com/out'],
          response_type: 'code',
        },
        password_policy: {
          min_length: 20,
          require_lowercase: true,
          require_uppercase: true,
          require_numbers: true,
          require_symbols: false,
        },
        standard_required_attributes: ['name'],
        username_attributes: ['email'],
        user_verification_types: ['email'],
        mfa_configuration: 'REQUIRED',
        mfa_methods: ['TOTP'],
        groups: [{ admins: { precedence: 1 } }, { writers: { precedence: 2 } }],
      },
    });
  });

  it('names users who sign in with names of their own', () => {
    expect(amplifyOf(newPool({ allowUserName: true })).username_attributes).toEqual(['username']);
  });

  it('has no OAuth where there is no page', () => {
    expect(amplifyOf(newPool({}))).not.toHaveProperty('oauth');
    expect(amplifyOf(newPool({ ...PAGES, client: {} }))).not.toHaveProperty('oauth');
  });

  it('shows what was written over the pool', () => {
    const pool = newPool({ overrides: { userPool: { 'Policies.PasswordPolicy.MinimumLength': 30 } } });
    expect(amplifyOf(pool).password_policy).toMatchObject({ min_length: 30 });
  });

  it('has numbers and Booleans as such where a template has them as text', () => {
    const pool = newPool({ schema: [AttributeSchema.standard(StandardAttribute.NAME, { required: true })] });
    for (const [path, value] of [
      ['Policies.PasswordPolicy', { MinimumLength: '30', RequireNumbers: 'true', RequireSymbols: 'false' }],
      ['Schema.0.Required', 'true'],
    ] as const) {
      pool.cfnUserPool.addPropertyOverride(path, value);
    }
    (pool.addGroup('staff').node.defaultChild as CfnResource).addPropertyOverride('Precedence', '3');
    expect(amplifyOf(pool)).toMatchObject({
      password_policy: { min_length: 30, require_numbers: true, require_symbols: false },
      standard_required_attributes: ['name'],
      groups: [{ staff: { precedence: 3 } }],
    });
  });
});

describe('a client with a secret', () => {
  const warningsWith = (use: (config: FrontEndConfig) => unknown, add: (pool: UserAuthPool) => UserAuthClient) => {
    const pool = newPool(PAGES, LENIENT);
    use(pool.frontEndConfig({ client: add(pool) }));
    return warningsOf(Stack.of(pool)).filter((warning) => warning.includes('amplifyWithClientSecret'));
  };
  const withSecret = (pool: UserAuthPool) => pool.addServerClient('Server');
  const without = (pool: UserAuthPool) => pool.addClient('Web');

  it('is none for aws-amplify, with or without pages', () => {
    expect(warningsWith((config) => config.amplifyOutputs, withSecret)).toHaveLength(1);
    expect(warningsWith((config) => config.amplifyOutputs, without)).toEqual([]);
    const withText = (pool: UserAuthPool) => {
      const client = without(pool);
      client.cfnUserPoolClient.addPropertyOverride('GenerateSecret', 'true');
      return client;
    };
    expect(warningsWith((config) => config.amplifyOutputs, withText)).toHaveLength(1);
  });

  it('is one for other front ends', () => {
    expect(warningsWith((config) => config.values, withSecret)).toEqual([]);
  });
});

describe('a pool that stands elsewhere, for aws-amplify', () => {
  it('is what is known of it', () => {
    const pool = UserAuthPool.fromUserAuthPoolAttributes(newStack('S', { env }), 'Pool', {
      userPoolId: 'us-east-1_Ab12Cd34E',
      userPoolClientIds: ['abc'],
      domainName: 'auth.example.com',
    });
    expect(Stack.of(pool).resolve(pool.frontEndConfig().amplifyOutputs)).toEqual({
      version: '1.4',
      auth: { aws_region: 'us-east-1', user_pool_id: 'us-east-1_Ab12Cd34E', user_pool_client_id: 'abc' },
    });
  });
});

/**
 * What the schema of aws-amplify takes, version 1.4.
 *
 * https://github.com/aws-amplify/amplify-backend/blob/main/packages/client-config/src/client-config-schema/schema_v1.4.json
 */
const AMPLIFY: Record<string, string[]> = {
  identity_providers: ['GOOGLE', 'FACEBOOK', 'LOGIN_WITH_AMAZON', 'SIGN_IN_WITH_APPLE'],
  username_attributes: ['email', 'phone_number', 'username'],
  user_verification_types: ['email', 'phone_number'],
  mfa_configuration: ['NONE', 'OPTIONAL', 'REQUIRED'],
  mfa_methods: ['SMS', 'TOTP', 'EMAIL'],
  response_type: ['code', 'token'],
};
const NAMES = [
  'aws_region',
  'user_pool_id',
  'user_pool_client_id',
  'oauth',
  'password_policy',
  'standard_required_attributes',
  'username_attributes',
  'user_verification_types',
  'mfa_configuration',
  'mfa_methods',
  'passwordless',
  'groups',
];

describe('the format of aws-amplify', () => {
  const secret = SecretValue.secretsManager('x');
  const { OFF, ON, OPTIONAL } = MfaStatus;

  it.each<UserAuthPoolProps>([
    {},
    PAGES,
    { ...PAGES, client: { callbackUrls: ['https://example.com/in'], logoutUrls: [] } },
    { allowUserName: true, mfaConfiguration: { status: OFF } },
    { allowPhoneNumberAsUserName: true, userVerificationType: UserVerificationType.SMS },
    { userVerificationType: UserVerificationType.NONE },
    { mfaConfiguration: { status: OPTIONAL, enabledTypes: [MfaType.SMS, MfaType.SOFTWARE_TOKEN] } },
    { mfaConfiguration: { status: ON, enabledTypes: [MfaType.SMS] } },
    { passwordless: { emailCode: true, passkeys: { relyingPartyId: 'example.com' } } },
    {
      ...PAGES,
      identityProviders: [
        IdentityProvider.google({ clientId: 'id', clientSecret: secret }),
        IdentityProvider.facebook({ clientId: 'id', clientSecret: secret }),
        IdentityProvider.loginWithAmazon({ clientId: 'id', clientSecret: secret }),
        IdentityProvider.saml('Acme', { metadata: SamlMetadata.fromUrl('https://acme.example.com/metadata') }),
      ],
    },
  ])('has a place for all that is said of %j', (props) => {
    const auth = amplifyOf(newPool(props));
    expect(NAMES).toEqual(expect.arrayContaining(Object.keys(auth)));
    const said = { ...auth, ...auth.oauth } as Record<string, unknown>;
    for (const [name, values] of Object.entries(AMPLIFY)) {
      expect(values).toEqual(expect.arrayContaining([said[name] ?? []].flat()));
    }
    if (!auth.oauth) return;
    for (const name of ['redirect_sign_in_uri', 'redirect_sign_out_uri', 'scopes']) {
      expect(auth.oauth[name].length).toBeGreaterThan(0);
    }
    expect(Object.keys(auth.oauth).sort()).toEqual([
      'domain',
      'identity_providers',
      'redirect_sign_in_uri',
      'redirect_sign_out_uri',
      'response_type',
      'scopes',
    ]);
  });

  it('has no place for providers of OpenID Connect and SAML', () => {
    const saml = IdentityProvider.saml('Acme', { metadata: SamlMetadata.fromUrl('https://acme.example.com/metadata') });
    const google = IdentityProvider.google({ clientId: 'id', clientSecret: secret });
    const pool = newPool({ ...PAGES, identityProviders: [saml, google] });
    expect(amplifyOf(pool).oauth.identity_providers).toEqual(['GOOGLE']);
  });

  it.each([
    [OFF, 'NONE', []],
    [OPTIONAL, 'OPTIONAL', ['TOTP']],
    [ON, 'REQUIRED', ['TOTP']],
  ])('has MFA %s as %s', (status, said, methods) => {
    const enabledTypes = status === OFF ? undefined : [MfaType.SOFTWARE_TOKEN];
    const auth = amplifyOf(newPool({ mfaConfiguration: { status, enabledTypes } }));
    expect(auth).toMatchObject({ mfa_configuration: said, mfa_methods: methods });
  });

  it('has groups with their precedence, where they have one, whoever made them', () => {
    const pool = newPool();
    const stack = Stack.of(pool);
    pool.addGroup('b', { precedence: 0 });
    new cognito.UserPoolGroup(stack, 'A', { userPool: pool, groupName: 'a' });
    new UserAuthPool(stack, 'Other').addGroup('theirs');
    expect(amplifyOf(pool).groups).toEqual([{ a: {} }, { b: { precedence: 0 } }]);
  });

  it('names the callbackUrls for signing out, with a warning, where the client has no logoutUrls', () => {
    const pool = newPool({ ...PAGES, client: { callbackUrls: ['https://example.com/in'] } });
    expect(amplifyOf(pool).oauth.redirect_sign_out_uri).toEqual(['https://example.com/in']);
    expect(warningsOf(Stack.of(pool))).toEqual([expect.stringContaining('amplifyWithoutLogoutUrls')]);
  });

  it.each([
    ['logoutUrls', { callbackUrls: ['https://example.com/in'], logoutUrls: ['https://example.com/out'] }],
    ['no hosted page', {}],
  ])('does not warn of signing out for a client with %s', (_, client) => {
    const pool = newPool({ ...PAGES, client });
    amplifyOf(pool);
    expect(warningsOf(Stack.of(pool)).join()).not.toContain('amplifyWithoutLogoutUrls');
  });
});

describe('sign-in without a password', () => {
  const passwordlessOf = (props: UserAuthPoolProps) => amplifyOf(newPool(props)).passwordless;

  it('is missing by default', () => {
    expect(passwordlessOf({})).toBeUndefined();
  });

  it('is by code and passkey, of the domain that is given', () => {
    const passkeys = { relyingPartyId: 'example.com', userVerification: cognito.PasskeyUserVerification.REQUIRED };
    expect(passwordlessOf({ passwordless: { emailCode: true, passkeys } })).toEqual({
      email_otp_enabled: true,
      sms_otp_enabled: false,
      web_authn: { relying_party_id: 'example.com', user_verification: 'required' },
    });
  });

  it('is by passkeys of the hosted pages if no other domain is given', () => {
    expect(passwordlessOf({ ...PAGES, passwordless: { passkeys: {} } }).web_authn).toEqual({
      relying_party_id: 'mine.auth.eu-west-1.amazoncognito.com',
      user_verification: 'preferred',
    });
  });

  it('is by code only', () => {
    expect(passwordlessOf({ passwordless: { smsCode: true } })).toEqual({
      email_otp_enabled: false,
      sms_otp_enabled: true,
    });
  });
});
