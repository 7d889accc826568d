/*
 * Random pools of the CDK, taken over under the same construct IDs, with a client and perhaps a group, a resource
 * server, a domain, an identity provider and ways to sign in without a password: what Cognito and CloudFormation can't
 * change is the same, byte for byte, and what the warning says will change is exactly what changes.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExistingUserPool, HostedUi, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { newProvider } from '../client/support';
import { runsOr, seed } from '../support/random';
import { synth, Template, templateIn, useDeployed } from './support';

const deployed = useDeployed();

const attribute = fc.oneof(
  fc
    .record(
      { mutable: fc.boolean(), minLen: fc.integer({ min: 0, max: 9 }), maxLen: fc.integer({ min: 9, max: 99 }) },
      { requiredKeys: [] },
    )
    .map((options) => new cognito.StringAttribute(options)),
  fc
    .record(
      { mutable: fc.boolean(), min: fc.integer({ min: 0, max: 9 }), max: fc.integer({ min: 9, max: 99 }) },
      { requiredKeys: [] },
    )
    .map((options) => new cognito.NumberAttribute(options)),
  fc.boolean().map((mutable) => new cognito.BooleanAttribute({ mutable })),
);
/** How users sign in: in the props of the CDK, and in ours. */
const NAMES: readonly [cognito.SignInAliases | undefined, UserAuthPoolProps][] = [
  [{ email: true }, {}],
  [{ phone: true }, { allowEmailAsUserName: false, allowPhoneNumberAsUserName: true }],
  [{ email: true, phone: true }, { allowPhoneNumberAsUserName: true }],
  [undefined, { allowEmailAsUserName: false }],
  [{ username: true, email: true }, { allowUserName: true }],
  [
    { username: true, preferredUsername: true },
    { allowEmailAsUserName: false, allowPreferredUserName: true },
  ],
];
/** Whether users could sign up, and whether the props say that only administrators can create accounts. */
const SIGN_UP: readonly [boolean | undefined, boolean | undefined][] = [
  [true, undefined],
  [true, true],
  [undefined, true],
  [false, false],
];
const pools = fc.record({
  names: fc.constantFrom(...NAMES),
  signUp: fc.constantFrom(...SIGN_UP),
  isSensitive: fc.constantFrom(undefined, true, false),
  attributes: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), attribute, { maxKeys: 3 }),
  email: fc.constantFrom(undefined, { required: true, mutable: true }, { required: false, mutable: false }),
  minLength: fc.integer({ min: 6, max: 20 }),
  mfa: fc.constantFrom(undefined, cognito.Mfa.OFF, cognito.Mfa.OPTIONAL),
  recovery: fc.constantFrom(undefined, cognito.AccountRecovery.EMAIL_ONLY, cognito.AccountRecovery.NONE),
  flows: fc.record({ userSrp: fc.boolean(), userPassword: fc.boolean(), custom: fc.boolean() }),
  secret: fc.constantFrom(undefined, true, false),
  hours: fc.integer({ min: 1, max: 20 }),
  group: fc.boolean(),
  server: fc.boolean(),
  domain: fc.boolean(),
  provider: fc.boolean(),
  factors: fc.record({
    before: fc.subarray(['EMAIL_OTP', 'WEB_AUTHN']),
    after: fc.subarray(['EMAIL_OTP', 'WEB_AUTHN']),
  }),
});

const SCOPE = { scopeName: 'read', scopeDescription: 'read' };
/** The pool of the CDK. */
function plainPool(stack: Stack, given: Given): void {
  const { names, isSensitive, attributes, email, minLength, mfa, recovery, flows, secret, hours, factors } = given;
  const pool = new cognito.UserPool(stack, 'Users', {
    signInAliases: names[0],
    selfSignUpEnabled: given.signUp[0],
    signInCaseSensitive: isSensitive,
    customAttributes: attributes,
    standardAttributes: { email },
    passwordPolicy: { minLength },
    mfa,
    accountRecovery: recovery,
    signInPolicy:
      factors.before.length > 0
        ? {
            allowedFirstAuthFactors: {
              password: true,
              emailOtp: factors.before.includes('EMAIL_OTP'),
              passkey: factors.before.includes('WEB_AUTHN'),
            },
          }
        : undefined,
  });
  pool.addClient('Client', { authFlows: flows, generateSecret: secret, idTokenValidity: Duration.hours(hours) });
  if (given.group) pool.addGroup('Admins', { groupName: 'admins' });
  if (given.server) {
    const scopes = [new cognito.ResourceServerScope(SCOPE)];
    pool.addResourceServer('Api', { identifier: 'api', userPoolResourceServerName: 'api', scopes });
  }
  if (given.domain) pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'shop' } });
  if (given.provider) {
    new cognito.CfnUserPoolIdentityProvider(stack, 'Acme', {
      userPoolId: pool.userPoolId,
      providerName: 'Acme',
      providerType: 'SAML',
      providerDetails: { MetadataURL: 'https://old.example.com' },
    });
  }
}

/** The pool in its place. */
function adoptedPool(stack: Stack, given: Given, existing: ExistingUserPool): void {
  const pool = new UserAuthPool(stack, 'Users', {
    ...given.names[1],
    existing,
    allowOnlyAdminsToCreateAccount: given.signUp[1],
    client: { generateClientSecret: given.secret },
    hostedUi: given.domain ? HostedUi.cognitoDomain({ domainPrefix: 'shop' }) : undefined,
    identityProviders: given.provider ? [newProvider('Acme')] : undefined,
    passwordless: {
      emailCode: given.factors.after.includes('EMAIL_OTP'),
      passkeys: given.factors.after.includes('WEB_AUTHN') ? {} : undefined,
    },
  });
  if (given.group) pool.addGroup('Admins', { groupName: 'admins' });
  if (given.server) pool.addResourceServer('Api', { identifier: 'api', scopes: [SCOPE] });
  if (given.provider) pool.identityProvider('Acme').overrideLogicalId('Acme');
}
type Given = typeof pools extends fc.Arbitrary<infer T> ? T : never;

const FIXED = [
  'Schema',
  'UsernameAttributes',
  'AliasAttributes',
  'UsernameConfiguration',
  'GenerateSecret',
  'GroupName',
  'Domain',
  'Identifier',
  'ProviderName',
  'ProviderType',
  'UserPoolId',
];

const cognitoIn = ({ Resources }: Template) =>
  Object.entries(Resources).filter(([, { Type }]) => Type.startsWith('AWS::Cognito'));

/** What AWS documents as the default of a property that the templates of the CDK or of this library may lack. */
const DEFAULTS: Record<string, Record<string, unknown>> = {
  'AWS::Cognito::UserPool': {
    DeletionProtection: 'INACTIVE',
    MfaConfiguration: 'OFF',
    'Policies.PasswordPolicy.TemporaryPasswordValidityDays': 7,
    'Policies.SignInPolicy.AllowedFirstAuthFactors': ['PASSWORD'],
    WebAuthnFactorConfiguration: 'SINGLE_FACTOR',
  },
  'AWS::Cognito::UserPoolClient': {
    EnableTokenRevocation: true,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
    PreventUserExistenceErrors: 'LEGACY',
    'RefreshTokenRotation.Feature': 'DISABLED',
  },
  'AWS::Cognito::UserPoolDomain': { ManagedLoginVersion: 1 },
};
/** Units of tokens, whose validities are compared apart, and texts that are not sent. */
const SILENT = /\.(\w+TokenValidity|TokenValidityUnits\.\w+|EmailMessageByLink|EmailSubjectByLink)$/;

/** Every difference, as lines of the warning, by a walk of its own. */
function differences(before: Template, after: Template, hoursBefore: number): string[] {
  const leaves = (value: unknown, path: string): [string, string][] =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'))
      ? Object.entries(value).flatMap(([name, each]) => leaves(each, `${path}.${name}`))
      : [[path, JSON.stringify(value)]];
  const inOrder = (text?: string) =>
    text?.startsWith('["') ? JSON.stringify((JSON.parse(text) as string[]).sort()) : text;
  const lines = cognitoIn(before).flatMap(([id, { Type, Properties }]) => {
    const defaults = Object.entries(DEFAULTS[Type] ?? {}).flatMap(([name, each]) => leaves(each, `${id}.${name}`));
    const [was, is] = [Properties, after.Resources[id]?.Properties].map(
      (each) => new Map([...defaults, ...leaves(each, id)]),
    );
    const names = [...new Set([...was!.keys(), ...is!.keys()])];
    return names
      .filter((name) => inOrder(was!.get(name)) !== inOrder(is!.get(name)) && !FIXED.includes(name.split('.')[1]!))
      .filter((name) => !SILENT.test(name))
      .map((name) => `  ${name}: ${was!.get(name) ?? 'absent'} -> ${is!.get(name) ?? 'absent'}`);
  });
  const validity = `  UsersClient3B43F2CF.IdTokenValidity: ${hoursBefore} hours -> 1 hour`;
  return hoursBefore === 1 ? lines : [...lines, validity];
}

it('a pool that is taken over keeps what is fixed, and the warning has all that changes', () => {
  fc.assert(
    fc.property(pools, (given) => {
      const old = templateIn((stack) => plainPool(stack, given));
      const existing = ExistingUserPool.fromTemplate(deployed.write(old), 'Users0A0EEA89');
      const { template, warnings, error } = synth((stack) => adoptedPool(stack, given, existing));
      expect(error).toBe('');
      for (const [id, { Type, Properties }] of cognitoIn(old)) {
        expect(template.Resources[id]?.Type).toBe(Type);
        for (const name of FIXED) {
          expect(JSON.stringify(template.Resources[id]?.Properties?.[name]), `${id}.${name}`).toBe(
            JSON.stringify(Properties?.[name]),
          );
        }
      }
      const lines = warnings
        .flatMap((each) => each.replace(/ \[ack: .*/, '').split('\n'))
        .filter((each) => each.startsWith('  '));
      expect(lines.sort()).toEqual(differences(old, template, given.hours).sort());
    }),
    { numRuns: runsOr(150), seed },
  );
});
