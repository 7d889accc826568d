import { SecretValue, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, HostedUi, IdentityProvider, SamlMetadata, UserAuthPool } from '../../lib';
import { OBJECTS, STRUCTS } from '../../lib/checks/structs';

// `npm test` compares the whole file with the assemblies; this shows that the script reads them as it should.
describe('the structs', () => {
  it('have their own properties, those that they inherit, and the types of both', () => {
    expect(STRUCTS.UserAuthClientProps).toMatchObject({
      userPool: 'IUserPoolRef!',
      callbackUrls: 'list string',
      accessTokenValidity: 'Duration',
      generateClientSecret: 'boolean',
    });
  });

  it('leave enums and structs of the CDK to other checks', () => {
    expect(STRUCTS.UserAuthPoolProps).toMatchObject({ featurePlan: 'any', client: 'UserAuthClientOptions' });
  });

  it('name a type that is a struct, a primitive or a class with a member to know it by', () => {
    const types = Object.values(STRUCTS).flatMap((each) => Object.values(each));
    for (const type of types) {
      const name = type.replace(/^(list|map) /, '').replace('!', '');
      const isKnown = name in STRUCTS || name in OBJECTS || ['string', 'number', 'boolean', 'any'].includes(name);
      expect(isKnown, type).toBe(true);
    }
  });
});

it('pools and APIs of other kinds lack the member by which those of the library are known', () => {
  const stack = new Stack();
  expect(OBJECTS.IUserAuthPool! in new UserAuthPool(stack, 'Pool')).toBe(true);
  expect(OBJECTS.IUserAuthPool! in new cognito.UserPool(stack, 'CdkPool')).toBe(false);
  expect(OBJECTS.IHttpApi! in new apigwv2.HttpApi(stack, 'Api')).toBe(true);
  expect(OBJECTS.IHttpApi! in new apigwv2.WebSocketApi(stack, 'Socket')).toBe(false);
});

describe('a class of the library is known by a member that no class of the CDK has', () => {
  const metadata = SamlMetadata.fromUrl('https://idp.example.com/metadata');
  it.each<[string, object, object]>([
    ['AttributeSchema', AttributeSchema.customString('tenant'), { name: 'tenant' }],
    [
      'IdentityProvider',
      IdentityProvider.saml('Staff', { metadata }),
      new cognito.UserPoolIdentityProviderGoogle(new Stack(), 'Google', {
        userPool: cognito.UserPool.fromUserPoolId(new Stack(), 'Pool', 'eu-west-1_Ab12Cd34E'),
        clientId: 'x',
        clientSecretValue: SecretValue.secretsManager('x'),
      }),
    ],
    ['SamlMetadata', metadata, cognito.UserPoolIdentityProviderSamlMetadata.url('https://idp.example.com/metadata')],
    ['HostedUi', HostedUi.cognitoDomain(), { cognitoDomain: { domainPrefix: 'x' } }],
  ])('%s', (type, own, other) => {
    expect(OBJECTS[type]! in own).toBe(true);
    expect(OBJECTS[type]! in other).toBe(false);
  });
});
