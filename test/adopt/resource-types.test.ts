import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { withArticle } from '../../lib/checks/article';
import { createOnlyOf, describeType, isFixed, kindOf, mayGo, nameOf } from '../../lib/adopt/resource-types';

const of = (type: string, properties: Record<string, unknown> = {}) => ({ type, properties });

it.each<[string, string, string | undefined]>([
  [cognito.CfnUserPool.CFN_RESOURCE_TYPE_NAME, 'a pool', undefined],
  [cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME, 'a client', 'ClientName'],
  [cognito.CfnUserPoolDomain.CFN_RESOURCE_TYPE_NAME, 'a domain', 'Domain'],
  [cognito.CfnUserPoolGroup.CFN_RESOURCE_TYPE_NAME, 'a group', 'GroupName'],
  [cognito.CfnUserPoolIdentityProvider.CFN_RESOURCE_TYPE_NAME, 'an identity provider', 'ProviderName'],
  [cognito.CfnUserPoolResourceServer.CFN_RESOURCE_TYPE_NAME, 'a resource server', 'Identifier'],
])('%s is %s, and stays', (type, noun, name) => {
  expect(withArticle(describeType(of(type)))).toBe(noun);
  expect(nameOf(of(type, { ClientName: 1, Domain: 1, GroupName: 1, ProviderName: 1, Identifier: 1 }))).toBe(
    name === undefined ? undefined : 1,
  );
  expect(mayGo(of(type))).toBe(false);
});

it('what else hangs on a pool may go, and change', () => {
  const style = of('AWS::Cognito::ManagedLoginBranding');
  expect(mayGo(style)).toBe(true);
  expect(createOnlyOf(style)).toBeUndefined();
  expect(isFixed(style, 'ClientId')).toBe(false);
});

it('a fixed property is one that CloudFormation or Cognito can only create', () => {
  const [client, pool] = [of('AWS::Cognito::UserPoolClient'), of('AWS::Cognito::UserPool')];
  expect(['GenerateSecret', 'UserPoolId', 'ClientName'].map((each) => isFixed(client, each))).toEqual([
    true,
    true,
    false,
  ]);
  expect(['Schema', 'UsernameAttributes', 'MfaConfiguration'].map((each) => isFixed(pool, each))).toEqual([
    true,
    true,
    false,
  ]);
});

it.each([
  ['UserPoolClient', 'GenerateSecret'],
  ['UserPoolDomain', 'Domain'],
  ['UserPoolGroup', 'GroupName'],
  ['UserPoolIdentityProvider', 'ProviderName', 'ProviderType'],
  ['UserPoolResourceServer', 'Identifier'],
])('a %s is created with the ID of its pool and with %s', (type, ...properties) => {
  expect(createOnlyOf(of(`AWS::Cognito::${type}`))).toEqual([...properties, 'UserPoolId']);
});

it.each([
  ['machine', { AllowedOAuthFlows: ['client_credentials'], GenerateSecret: true }],
  ['server', { AllowedOAuthFlows: ['code'], GenerateSecret: true }],
  ['server', { GenerateSecret: 'true' }],
  ['public', { GenerateSecret: false }],
  ['public', { AllowedOAuthFlows: { Ref: 'Flows' } }],
  ['public', {}],
])('a client of the kind %s: %j', (kind, properties) => {
  expect(kindOf(of('AWS::Cognito::UserPoolClient', properties))).toBe(kind);
});
