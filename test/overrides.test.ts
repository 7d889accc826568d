import { Aws, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import {
  Firewall,
  HostedUi,
  IdentityProvider,
  PasswordPolicy,
  SamlMetadata,
  UserAuthPool,
  UserAuthPoolOverrides,
  UserAuthPoolProps,
  UserVerificationType,
} from '../lib';
import { messageOf, newStack, only, templateOf } from './support/synth';

const ACL = 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/mine/a1b2';
const make = (overrides: UserAuthPoolOverrides, props: UserAuthPoolProps = {}) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', { ...props, overrides });
  return stack;
};
/** With every resource that can be overridden. */
const everything = (stack: Stack): UserAuthPoolProps => ({
  userVerificationType: UserVerificationType.SMS,
  threatProtection: {},
  logDelivery: { notificationErrors: logs.LogGroup.fromLogGroupName(stack, 'Group', 'mine') },
  firewall: Firewall.fromWebAclArn(ACL),
  hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }),
});

describe('overrides', () => {
  it.each([undefined, Aws.NO_VALUE])('remove a property: %j', (nothing) => {
    const stack = make({
      userPool: { UsernameConfiguration: nothing, 'Policies.PasswordPolicy.RequireSymbols': nothing },
    });
    const { properties } = only(templateOf(stack), 'AWS::Cognito::UserPool');
    expect(properties).not.toHaveProperty('UsernameConfiguration');
    expect(properties.Policies).toMatchObject({ PasswordPolicy: { MinimumLength: 12 } });
    expect(JSON.stringify(properties)).not.toMatch(/RequireSymbols|NoValue/);
  });

  it.each<[keyof UserAuthPoolOverrides, string, string, unknown]>([
    ['userPool', 'AWS::Cognito::UserPool', 'UserPoolName', 'overridden'],
    ['client', 'AWS::Cognito::UserPoolClient', 'ClientName', 'overridden'],
    ['smsRole', 'AWS::IAM::Role', 'MaxSessionDuration', 3600],
    ['riskConfiguration', 'AWS::Cognito::UserPoolRiskConfigurationAttachment', 'ClientId', 'abc'],
    ['logDelivery', 'AWS::Cognito::LogDeliveryConfiguration', 'UserPoolId', 'eu-west-1_Ab12Cd34E'],
    ['webAclAssociation', 'AWS::WAFv2::WebACLAssociation', 'WebACLArn', ACL.replace('mine', 'other')],
    ['hostedUiDomain', 'AWS::Cognito::UserPoolDomain', 'Domain', 'other'],
  ])('writes over a property of %s, and over nothing else', (name, type, path, value) => {
    const plain = newStack('S');
    new UserAuthPool(plain, 'Pool', everything(plain));
    const stack = newStack('S');
    new UserAuthPool(stack, 'Pool', { ...everything(stack), overrides: { [name]: { [path]: value } } });
    const expected = templateOf(plain).toJSON();
    expected.Resources[only(templateOf(plain), type).id].Properties[path] = value;
    expect(templateOf(stack).toJSON()).toEqual(expected);
  });

  it('reaches inside by a path, and keeps what is beside', () => {
    const { Policies } = only(
      templateOf(make({ userPool: { 'Policies.PasswordPolicy.MinimumLength': 9 } })),
      'AWS::Cognito::UserPool',
    ).properties as { Policies: { PasswordPolicy: PasswordPolicy } };
    expect(Policies.PasswordPolicy).toMatchObject({ MinimumLength: 9, RequireSymbols: true });
  });

  it('has the last word, over what this library overrides itself too', () => {
    const path = 'Policies.SignInPolicy.AllowedFirstAuthFactors';
    const stack = make({ userPool: { [path]: ['PASSWORD'] } }, { passwordless: { passkeys: {} } });
    templateOf(stack).hasResourceProperties('AWS::Cognito::UserPool', {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
    });
  });

  it('can take a property away', () => {
    const { properties } = only(
      templateOf(make({ client: { EnableTokenRevocation: undefined } })),
      'AWS::Cognito::UserPoolClient',
    );
    expect(properties).not.toHaveProperty('EnableTokenRevocation');
  });

  it('writes over several resources', () => {
    const template = templateOf(make({ userPool: { UserPoolName: 'mine' }, client: { ClientName: 'theirs' } }));
    template.hasResourceProperties('AWS::Cognito::UserPool', { UserPoolName: 'mine' });
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', { ClientName: 'theirs' });
  });

  it('is not checked', () => {
    expect(() => make({ userPool: { 'Policies.PasswordPolicy.MinimumLength': 5, Anything: 1 } })).not.toThrow();
  });

  it('leaves out what is undefined', () => {
    expect(() => make({ smsRole: undefined })).not.toThrow();
  });
});

it('of the default client have the last word over what identity providers bring', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool', {
    hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }),
    overrides: { client: { SupportedIdentityProviders: ['COGNITO'], AccessTokenValidity: 400 } },
  });
  const metadata = SamlMetadata.fromUrl('https://acme.example.com/metadata');
  pool.addIdentityProvider(IdentityProvider.saml('Acme', { metadata }));
  templateOf(stack).hasResourceProperties('AWS::Cognito::UserPoolClient', {
    SupportedIdentityProviders: ['COGNITO'],
    AccessTokenValidity: 400,
    TokenValidityUnits: { AccessToken: 'seconds' },
  });
});

describe('an override of what the pool does not have', () => {
  it.each(['smsRole', 'riskConfiguration', 'logDelivery', 'webAclAssociation', 'hostedUiDomain'])(
    'is rejected: %s',
    (name) => {
      expect(messageOf(() => make({ [name]: { Description: 'mine' } }))).toBe(
        `S/Pool has 1 problem:\n  1. overrides.${name} is set: the pool does not create that resource. ` +
          `Set the prop that creates it, or omit overrides.${name}.`,
      );
    },
  );

  it('is rejected too where nobody knows the name', () => {
    expect(messageOf(() => make({ identityPool: {} } as UserAuthPoolOverrides))).toMatch(
      /1\. overrides\.identityPool is not a known option: .* The options are client, /,
    );
  });

  it('is told with every other mistake, and nothing is made', () => {
    const stack = newStack('S');
    const overrides = { smsRole: { MaxSessionDuration: 3600 }, webAclAssociation: { WebACLArn: ACL } };
    const props = { passwordPolicy: { minimumLength: 5 }, overrides };
    expect(messageOf(() => new UserAuthPool(stack, 'Pool', props)).split('\n')).toEqual([
      'S/Pool has 3 problems:',
      expect.stringMatching(/^ {2}1\. passwordPolicy\.minimumLength is 5: /),
      expect.stringMatching(/^ {2}2\. overrides\.smsRole is set: /),
      expect.stringMatching(/^ {2}3\. overrides\.webAclAssociation is set: /),
    ]);
    expect(messageOf(() => new UserAuthPool(stack, 'Second', { overrides }))).toMatch(/^S\/Second has 2 problems:/);
    expect(stack.node.findChild('Second').node.children).toEqual([]);
  });
});
