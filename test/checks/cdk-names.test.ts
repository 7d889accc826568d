import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  CognitoHttpApiAuthorizer,
  IdentityProvider,
  LambdaHttpApiAuthorizer,
  SamlMetadata,
  UserAuthPool,
} from '../../lib';
import { CDK_STRUCTS, NameHere, remedyForCdkName } from '../../lib/checks/cdk-names';
import { STRUCTS } from '../../lib/checks/structs';
import { messageOf, newFunction, newStack } from '../support/synth';

interface Property {
  readonly name: string;
  readonly type: { readonly fqn?: string };
}
interface AssemblyType {
  readonly name: string;
  readonly datatype?: boolean;
  readonly properties?: readonly Property[];
  readonly interfaces?: readonly string[];
}

const MODULES = ['aws_cognito', 'aws_apigatewayv2', 'aws_apigatewayv2_authorizers'];

/** The structs of a version of the CDK for what this library creates, with those that are nested in them. */
function structsOfCdk(version: string): Map<string, readonly Property[]> {
  const file = join(__dirname, '..', '..', 'node_modules', version, '.jsii.gz');
  const { types } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { types: Record<string, AssemblyType> };
  const propertiesOf = ({ properties = [], interfaces = [] }: AssemblyType): Property[] => [
    ...properties,
    ...interfaces.flatMap((fqn) => (types[fqn] ? propertiesOf(types[fqn]) : [])),
  ];
  const structs = new Map<string, readonly Property[]>();
  const add = (fqn: string, isNested: boolean) => {
    const type = types[fqn];
    if (!type?.datatype || structs.has(type.name)) return;
    if (!isNested && !(type.name in CDK_STRUCTS)) return;
    const properties = propertiesOf(type);
    structs.set(type.name, properties);
    for (const { name, type: each } of properties) {
      if (each.fqn && !isTakenAsIs(type.name, name)) add(each.fqn, true);
    }
  };
  for (const [name] of Object.entries(CDK_STRUCTS))
    for (const each of MODULES) add(`aws-cdk-lib.${each}.${name}`, false);
  return structs;
}

/** Whether a prop has the same name here, in one of the structs where it would be written. */
const hasSameName = (struct: string, name: string) =>
  (CDK_STRUCTS[struct]?.here ?? []).some((each) => name in (STRUCTS[each] ?? {}));

/** Whether a prop here takes the CDK's own struct. */
const isTakenAsIs = (struct: string, name: string) =>
  !(name in (CDK_STRUCTS[struct]?.props ?? {})) &&
  (CDK_STRUCTS[struct]?.here ?? []).some((each) => (STRUCTS[each]?.[name] ?? '').startsWith('any'));

describe.each(['aws-cdk-lib', 'aws-cdk-lib-latest'])('in %s', (version) => {
  const structs = structsOfCdk(version);

  it('every struct of the table exists', () => {
    expect([...structs.keys()]).toEqual(expect.arrayContaining(Object.keys(CDK_STRUCTS)));
    expect(structs.size).toBeGreaterThan(30);
  });

  it.each([...structs])('every prop of %s has a name here, or the reason why not', (struct, properties) => {
    const names = properties.map(({ name }) => name);
    const { props } = CDK_STRUCTS[struct] ?? { props: {} };
    expect(names.filter((name) => !(name in props) && !hasSameName(struct, name))).toEqual([]);
    expect(
      Object.keys(props).filter((name) => !names.includes(name)),
      'in the table, but not in the CDK',
    ).toEqual([]);
    expect(
      Object.keys(props).filter((name) => hasSameName(struct, name)),
      'also an option here',
    ).toEqual([]);
  });
});

/** The option that a text says to write first, as `mfaConfiguration.status`. */
const optionIn = (text: NameHere) => (typeof text === 'string' ? /^`([\w.]+)/.exec(text)?.[1] : undefined);

/** Whether a struct has an option, also below another one. */
function hasOption(struct: string, path: string): boolean {
  const [name = '', ...rest] = path.split('.');
  const type = STRUCTS[struct]?.[name]?.replace('!', '');
  return type !== undefined && (rest.length === 0 || hasOption(type, rest.join('.')));
}

it.each(
  Object.entries(CDK_STRUCTS).flatMap(([struct, { here, props }]) =>
    Object.entries(props).flatMap(([name, text]) =>
      here.map((each) => [`${struct}.${name}`, each, optionIn(text)] as const),
    ),
  ),
)('what to write for %s is an option of %s', (_, here, option) => {
  expect(option === undefined || hasOption(here, option), option).toBe(true);
});

describe('an option with a name of the CDK is given what to write', () => {
  const anything = {} as never;
  const poolWith = (props: object) => new UserAuthPool(newStack('S'), 'Pool', props);
  const authorizerWith = (props: object) => {
    const stack = newStack('S');
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    return new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool, ...props });
  };
  const routeWith = (options: object) => {
    const httpApi = new apigwv2.HttpApi(newStack('T'), 'Api');
    authorizerWith({}).addLambdaRoute(newFunction(newStack('U'), 'Fn'), { httpApi, path: '/a', ...options });
  };
  const lambdaWith = (props: object) => {
    const stack = newStack('S');
    return new LambdaHttpApiAuthorizer(stack, 'A', { handler: newFunction(stack, 'Fn'), ...props });
  };
  const metadata = SamlMetadata.fromUrl('https://idp.example.com/metadata');
  const oidc = { clientId: 'x', clientSecret: anything, issuerUrl: 'https://idp.example.com' };

  it.each<[string, () => unknown, string]>([
    [
      'selfSignUpEnabled',
      () => poolWith({ selfSignUpEnabled: false }),
      'Write allowOnlyAdminsToCreateAccount, which is the opposite: true instead of false, and false instead of true.',
    ],
    [
      'signInAliases',
      () => poolWith({ signInAliases: { email: true } }),
      'Write allowEmailAsUserName, allowPhoneNumberAsUserName, allowUserName and allowPreferredUserName.',
    ],
    ['mfa', () => poolWith({ mfa: 'REQUIRED' }), 'Write mfaConfiguration.status.'],
    ['mfaMessage', () => poolWith({ mfaMessage: 'x' }), 'Write mfaConfiguration.smsMessage.'],
    ['lambdaTriggers', () => poolWith({ lambdaTriggers: {} }), 'Write hooks.'],
    ['userInvitation', () => poolWith({ userInvitation: {} }), 'Write inviteMessageConfig.'],
    [
      'inviteMessageConfig.emailBody',
      () => poolWith({ inviteMessageConfig: { emailBody: 'x' } }),
      'Write emailMessage.',
    ],
    [
      'userVerificationMessageConfig.emailBody',
      () => poolWith({ userVerificationMessageConfig: { emailBody: 'x' } }),
      'Write emailMessageUsingCode or emailMessageUsingLink.',
    ],
    [
      'userVerificationMessageConfig.emailStyle',
      () => poolWith({ userVerificationMessageConfig: { emailStyle: 'CONFIRM_WITH_LINK' } }),
      'Remove it: the pool has it as userVerificationType, for example userVerificationType: UserVerificationType.EMAIL_LINK.',
    ],
    [
      'passwordPolicy.requireDigits',
      () => poolWith({ passwordPolicy: { requireDigits: false } }),
      'Write requireNumbers.',
    ],
    ['passwordPolicy.minLength', () => poolWith({ passwordPolicy: { minLength: 8 } }), 'Write minimumLength.'],
    ['signInPolicy', () => poolWith({ signInPolicy: {} }), 'Write passwordless.'],
    [
      'passkeyRelyingPartyId',
      () => poolWith({ passkeyRelyingPartyId: 'example.com' }),
      'Write passwordless.passkeys.relyingPartyId.',
    ],
    [
      'passkeyUserVerification',
      () => poolWith({ passkeyUserVerification: 'required' }),
      'Write passwordless.passkeys.userVerification.',
    ],
    [
      'snsRegion',
      () => poolWith({ snsRegion: 'eu-west-1' }),
      "Write smsSender: SmsSender.sns({ region: 'eu-west-1' }).",
    ],
    [
      'smsRole',
      () => poolWith({ smsRole: {} }),
      'Remove it: a pool that sends text messages creates the role. To use another one, set overrides: { userPool: { ',
    ],
    ['smsRoleExternalId', () => poolWith({ smsRoleExternalId: 'x' }), 'Remove it: a pool that sends text messages'],
    ['enableSmsRole', () => poolWith({ enableSmsRole: true }), 'Remove it: a pool that sends text messages'],
    [
      'cognitoDomain',
      () => poolWith({ cognitoDomain: { domainPrefix: 'x' } }),
      "Write hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'my-app' }).",
    ],
    [
      'customDomain',
      () => poolWith({ customDomain: {} }),
      "Write hostedUi: HostedUi.customDomain({ domainName: 'auth.example.com' }).",
    ],
    [
      'managedLoginVersion',
      () => poolWith({ managedLoginVersion: 1 }),
      'Write hostedUi: HostedUi.cognitoDomain({ branding: Branding.managedLogin() }), or with Branding.classic().',
    ],
    [
      'client.preventUserExistenceErrors',
      () => poolWith({ client: { preventUserExistenceErrors: false } }),
      "Remove it: it is always true. For false, set overrides: { client: { PreventUserExistenceErrors: 'LEGACY' } }",
    ],
    [
      'client.analytics',
      () => poolWith({ client: { analytics: {} } }),
      "Remove it: set it with overrides: { client: { 'AnalyticsConfiguration.ApplicationId': id } }",
    ],
    ['client.authFlows', () => poolWith({ client: { authFlows: {} } }), 'Write allowSrpSignIn and the other'],
    [
      'userPoolClients',
      () => authorizerWith({ userPoolClients: [] }),
      'Remove it: the authorizer accepts the tokens of every client of the pool. To accept one client on a route, set accessPolicy: AccessPolicy.client(pool.client) there.',
    ],
    ['jwtAudience', () => authorizerWith({ jwtAudience: [] }), 'Remove it: the authorizer accepts the tokens of every'],
    ['authorizerName', () => lambdaWith({ authorizerName: 'x' }), 'Remove it: the authorizer is named after its'],
    ['role', () => lambdaWith({ role: {} }), 'Remove it: API Gateway may invoke the function by a permission of it'],
    [
      'authorizer',
      () => routeWith({ authorizer: {} }),
      'Remove it: the route has the authorizer whose addLambdaRoute()',
    ],
    ['integration', () => routeWith({ integration: {} }), 'Remove it: the function is the first argument of'],
    [
      'name',
      () => IdentityProvider.oidc('Staff', { ...oidc, name: 'Staff' } as never),
      'Remove it: the name is the first argument.',
    ],
    [
      'name',
      () => IdentityProvider.saml('Staff', { metadata, name: 'Staff' } as never),
      'Remove it: the name is the first argument.',
    ],
    [
      'clientSecretValue',
      () => IdentityProvider.google({ clientId: 'x', clientSecretValue: anything } as never),
      'Write clientSecret.',
    ],
  ])('%s', (name, action, remedy) => {
    expect(messageOf(action)).toContain(`${name} is not a known option: it would have no effect. ${remedy}`);
  });
});

it('a name of the CDK for something else says nothing', () => {
  expect(remedyForCdkName('PasswordPolicy', 'lambdaTriggers')).toBeUndefined();
  expect(remedyForCdkName('UserAuthPoolProps', 'toString')).toBeUndefined();
});
