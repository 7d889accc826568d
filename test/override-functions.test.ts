/*
 * Overrides may put any function of CloudFormation in place of any value. Whatever the library reads of its resources,
 * the result is a template or an error of its own, never one of JavaScript.
 */
import { App, CfnCondition, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  AttributeSchema,
  CognitoHttpApiAuthorizer,
  HostedUi,
  IdentityProvider,
  SamlMetadata,
  UserAuthPool,
  UserPoolHook,
} from '../lib';
import { synthWithOverrides } from './support/overrides';
import { runsOr, seed } from './support/random';
import { newFunction } from './support/synth';

/** A bit of everything that reads what is rendered. */
function make() {
  const stack = new Stack(new App(), 'S');
  new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-1') });
  const pool = new UserAuthPool(stack, 'Pool', {
    hostedUi: HostedUi.cognitoDomain(),
    client: { callbackUrls: ['https://example.com'], generateClientSecret: true },
    schema: [AttributeSchema.customString('tenant')],
    identityProviders: [
      IdentityProvider.saml('Acme', { metadata: SamlMetadata.fromUrl('https://acme.example.com/metadata') }),
    ],
    hooks: { preTokenGeneration: newFunction(stack, 'Hook') },
  });
  pool.addHook(UserPoolHook.DEFINE_AUTH_CHALLENGE, newFunction(stack, 'Challenge'));
  pool.addGroup('editors', { precedence: 1 });
  const server = pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
  pool.addMachineClient('Machine', { scopes: [server.scope('read')] });
  pool.connect(newFunction(stack, 'Connected'));
  pool.frontEndConfig().toOutputs(stack);
  pool.frontEndConfig().toParameter(stack, 'Config');
  const httpApi = new apigwv2.HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: ['https://example.com'] } });
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool });
  const handler = newFunction(stack, 'Handler');
  authorizer.addLambdaRoute(handler, { httpApi, path: '/a', accessPolicy: AccessPolicy.group('editors') });
  authorizer.addLambdaRoute(handler, { httpApi, path: '/b', authorizationScopes: ['reports/read'] });
  authorizer.requireOnEveryRoute(httpApi);
  return { stack, resources: stack.node.findAll().filter((node) => CfnResource.isCfnResource(node)) };
}

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Cognito::UserPool': [
    ...['Schema', 'Schema.0', 'Schema.0.Name', 'Schema.0.Required', 'Schema.0.Mutable', 'LambdaConfig'],
    ...['LambdaConfig.DefineAuthChallenge', 'UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration'],
    ...['AutoVerifiedAttributes', 'Policies', 'MfaConfiguration', 'EnabledMfas', 'AdminCreateUserConfig'],
    ...['UserPoolTier', 'VerificationMessageTemplate', 'IssuerConfiguration', 'UserPoolName'],
  ],
  'AWS::Cognito::UserPoolClient': [
    ...['WriteAttributes', 'ReadAttributes', 'AllowedOAuthScopes', 'AllowedOAuthFlows', 'ExplicitAuthFlows'],
    ...['AllowedOAuthScopes.0', 'WriteAttributes.0', 'SupportedIdentityProviders', 'SupportedIdentityProviders.0'],
    ...['CallbackURLs', 'LogoutURLs', 'AllowedOAuthFlowsUserPoolClient', 'UserPoolId', 'ClientName', 'GenerateSecret'],
  ],
  'AWS::Cognito::UserPoolDomain': ['Domain', 'UserPoolId', 'ManagedLoginVersion', 'CustomDomainConfig'],
  'AWS::Cognito::UserPoolGroup': ['GroupName', 'UserPoolId', 'Precedence', 'RoleArn'],
  'AWS::Cognito::UserPoolIdentityProvider': [
    ...['ProviderName', 'ProviderType', 'ProviderDetails', 'ProviderDetails.IDPInit', 'AttributeMapping', 'UserPoolId'],
  ],
  'AWS::Cognito::UserPoolResourceServer': ['Identifier', 'Scopes', 'Scopes.0', 'Scopes.0.ScopeName', 'UserPoolId'],
  'AWS::Cognito::ManagedLoginBranding': ['ClientId', 'UserPoolId', 'Settings'],
  'AWS::ApiGatewayV2::Route': ['RouteKey', 'Target', 'ApiId', 'AuthorizationType', 'AuthorizationScopes'],
  'AWS::ApiGatewayV2::Integration': ['IntegrationUri', 'ApiId'],
  'AWS::ApiGatewayV2::Api': ['CorsConfiguration', 'Body', 'Target', 'Name'],
  'AWS::Lambda::Function': ['Environment', 'Environment.Variables', 'Role'],
};
const FUNCTIONS: readonly unknown[] = [
  { Ref: 'AWS::NoValue' },
  { Ref: 'AWS::Region' },
  { Ref: 'Unknown' },
  { 'Fn::GetAtt': ['Unknown', 'Arn'] },
  { 'Fn::If': ['C', ['a'], { Ref: 'AWS::NoValue' }] },
  { 'Fn::If': ['C', 'a', { 'Fn::If': ['C', 7, true] }] },
  { 'Fn::Join': [',', ['a', { Ref: 'AWS::Region' }]] },
  { 'Fn::Split': [',', { Ref: 'AWS::Region' }] },
  { 'Fn::Select': [7, ['a']] },
  { 'Fn::Sub': '${AWS::Region}-${Unknown.Arn}' },
  { 'Fn::FindInMap': ['M', 'a', 'b'] },
  { 'Fn::ImportValue': 'elsewhere' },
  { 'Fn::Transform': { Name: 'Macro', Parameters: {} } },
  { 'Fn::GetAZs': '' },
  { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] },
  { 'Fn::Base64': 'a' },
  { 'Fn::ToJsonString': { a: 1 } },
  { 'Fn::Length': ['a'] },
  { 'Fn::ForEach::X': [] },
  ...['a', '', 7, true, [], [null], ['a'], [[]], {}, { a: {} }, null],
];

const CASES = Object.entries(PROPERTIES).flatMap(([type, properties]) =>
  properties.map((property) => [type, property] as const),
);

describe('a function in place of', () => {
  const { stack, resources } = make();

  it.each(CASES)('%s %s is no error of JavaScript', (type, property) => {
    const targets = resources.filter((each) => each.cfnResourceType === type);
    expect(targets.length).toBeGreaterThan(0);
    // Some of them each time, for synthesis takes its time; all of them with RANDOM_RUNS=30.
    for (const value of fc.sample(fc.constantFrom(...FUNCTIONS), {
      numRuns: runsOr(4),
      seed: seed + CASES.findIndex(([one, other]) => one === type && other === property),
    })) {
      const overrides = targets.map((target) => [target, property, value] as const);
      expect(whyOf(stack, overrides), JSON.stringify(value)).not.toMatch(
        /TypeError|RangeError|ReferenceError|is not a function/,
      );
    }
  });
});

/** The error of synthesis, if there is one. */
function whyOf(stack: Stack, overrides: Parameters<typeof synthWithOverrides>[1]): string {
  try {
    synthWithOverrides(stack.node.root as App, overrides);
    return '';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).stack}`;
  }
}
