import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { addLine } from '../../lib/adopt/add-line';
import { DeployedResource } from '../../lib/adopt/deployed';
import { namesOf } from '../../lib/adopt/resource-names';
import { newStack, templateOf } from '../support/synth';

type Properties = Record<string, unknown>;
const resource = (type: string, properties: Properties): DeployedResource => ({
  type: `AWS::Cognito::${type}`,
  properties,
});
const withNames = namesOf(new Map([['Api', resource('UserPoolResourceServer', { Identifier: 'api' })]]));
const lineOf = (
  logicalId: string,
  type: string,
  properties: Properties,
  pool = new Construct(newStack('S'), 'Users'),
) => addLine(logicalId, resource(type, properties), pool, withNames);
const SECRET = { GenerateSecret: true };
const machine = (scopes: unknown) => ({
  ...SECRET,
  AllowedOAuthFlows: ['client_credentials'],
  AllowedOAuthScopes: scopes,
});
const SCOPES = [{ ScopeName: 'read', ScopeDescription: 'Read it' }];

describe('a logical ID that somebody wrote is given to', () => {
  it.each<[string, string, Properties, string]>([
    ['a public client', 'UserPoolClient', {}, 'pool.addClient("Old").cfnUserPoolClient.overrideLogicalId("Old")'],
    ['a public client that says so', 'UserPoolClient', { GenerateSecret: false }, 'pool.addClient("Old", { generateClientSecret: false }).cfnUserPoolClient.overrideLogicalId("Old")'], // prettier-ignore
    ['a client with a secret', 'UserPoolClient', SECRET, 'pool.addServerClient("Old").cfnUserPoolClient.overrideLogicalId("Old")'], // prettier-ignore
    ['a machine', 'UserPoolClient', machine(['api/read', { 'Fn::Join': ['', [{ Ref: 'Api' }, '/write']] }]), 'pool.addMachineClient("Old", { scopes: [OAuthScope.custom("api/read"), OAuthScope.custom("api/write")] }).cfnUserPoolClient.overrideLogicalId("Old")'], // prettier-ignore
    ['a machine with unknown scopes', 'UserPoolClient', machine([{ 'Fn::ImportValue': 'scope' }]), 'pool.addMachineClient("Old", { scopes }).cfnUserPoolClient.overrideLogicalId("Old"), with scopes as in the old template'], // prettier-ignore
    ['a machine without scopes', 'UserPoolClient', machine(undefined), 'pool.addMachineClient("Old", { scopes }).cfnUserPoolClient.overrideLogicalId("Old"), with scopes as in the old template'], // prettier-ignore
    ['a group', 'UserPoolGroup', { GroupName: 'admins' }, '(pool.addGroup("Old", { groupName: "admins" }).node.defaultChild as CfnResource).overrideLogicalId("Old")'], // prettier-ignore
    ['a group of that name', 'UserPoolGroup', { GroupName: 'Old' }, '(pool.addGroup("Old").node.defaultChild as CfnResource).overrideLogicalId("Old")'], // prettier-ignore
    ['a group without a name', 'UserPoolGroup', {}, '(pool.addGroup("Old", { groupName: "..." }).node.defaultChild as CfnResource).overrideLogicalId("Old"), and (group.node.defaultChild as CfnResource).addPropertyDeletionOverride("GroupName"), where group is the group, whose groupName is the name that CloudFormation gave it'], // prettier-ignore
    ['a resource server', 'UserPoolResourceServer', { Identifier: 'https://api', Scopes: SCOPES }, '(pool.addResourceServer("Old", { identifier: "https://api", scopes: [{ scopeName: "read", scopeDescription: "Read it" }] }).node.defaultChild as CfnResource).overrideLogicalId("Old")'], // prettier-ignore
    ['a resource server without scopes', 'UserPoolResourceServer', { Identifier: 'Old' }, '(pool.addResourceServer("Old").node.defaultChild as CfnResource).overrideLogicalId("Old")'], // prettier-ignore
    ['a resource server with unknown scopes', 'UserPoolResourceServer', { Identifier: 'Old', Scopes: { Ref: 'Scopes' } }, '(pool.addResourceServer("Old", { scopes }).node.defaultChild as CfnResource).overrideLogicalId("Old"), with scopes as in the old template'], // prettier-ignore
    ['a domain', 'UserPoolDomain', { Domain: 'shop' }, 'hostedUi: HostedUi.cognitoDomain({ domainPrefix: "shop" }) in the props, and pool.hostedUiDomain?.cfnUserPoolDomain.overrideLogicalId("Old")'], // prettier-ignore
    ['a custom domain', 'UserPoolDomain', { Domain: 'auth.example.com' }, 'hostedUi: HostedUi.customDomain({ domainName: "auth.example.com", certificate }) in the props, with the certificate of the domain, and pool.hostedUiDomain?.cfnUserPoolDomain.overrideLogicalId("Old")'], // prettier-ignore
    ['a custom domain that only the deployment knows', 'UserPoolDomain', { Domain: { Ref: 'Name' }, CustomDomainConfig: {} }, 'hostedUi: HostedUi.customDomain({ domainName: Fn.ref("Name"), certificate }) in the props, with the certificate of the domain, and pool.hostedUiDomain?.cfnUserPoolDomain.overrideLogicalId("Old")'], // prettier-ignore
    ['an identity provider', 'UserPoolIdentityProvider', { ProviderName: 'Acme' }, 'pool.addIdentityProvider(provider).overrideLogicalId("Old"), where provider is an IdentityProvider with the name "Acme"'], // prettier-ignore
    ['an identity provider of an unknown type', 'UserPoolIdentityProvider', { ProviderName: 'Acme', ProviderType: { Ref: 'Type' } }, 'pool.addIdentityProvider(provider).overrideLogicalId("Old"), where provider is an IdentityProvider with the name "Acme"'], // prettier-ignore
    ['Google', 'UserPoolIdentityProvider', { ProviderName: 'Google', ProviderType: 'Google' }, 'pool.addIdentityProvider(provider).overrideLogicalId("Old"), where provider is an IdentityProvider.google()'], // prettier-ignore
    ['Amazon', 'UserPoolIdentityProvider', { ProviderName: 'LoginWithAmazon', ProviderType: 'LoginWithAmazon' }, 'pool.addIdentityProvider(provider).overrideLogicalId("Old"), where provider is an IdentityProvider.loginWithAmazon()'], // prettier-ignore
    ['an OpenID Connect provider', 'UserPoolIdentityProvider', { ProviderName: 'Acme', ProviderType: 'OIDC' }, 'pool.addIdentityProvider(provider).overrideLogicalId("Old"), where provider is an IdentityProvider.oidc() with the name "Acme"'], // prettier-ignore
    ['a SAML provider', 'UserPoolIdentityProvider', { ProviderName: 'Acme', ProviderType: 'SAML' }, 'pool.addIdentityProvider(provider).overrideLogicalId("Old"), where provider is an IdentityProvider.saml() with the name "Acme"'], // prettier-ignore
  ])('%s', (_, type, properties, expected) => {
    expect(lineOf('Old', type, properties)).toBe(expected);
  });

  it('a construct whose ID is free', () => {
    const pool = new Construct(newStack('S'), 'Users');
    new Construct(pool, 'Client');
    expect(lineOf('Client', 'UserPoolClient', {}, pool)).toBe(
      'pool.addClient("OldClient").cfnUserPoolClient.overrideLogicalId("Client")',
    );
  });

  it('a resource whose long names are not cut off', () => {
    const id = 'A'.repeat(200);
    expect(lineOf(id, 'UserPoolClient', {})).toBe(
      `pool.addClient("${id}").cfnUserPoolClient.overrideLogicalId("${id}")`,
    );
  });
});

/** The logical IDs that the CDK gives to what is in its own pool, by type. */
function logicalIds(): Record<string, string> {
  const stack = newStack('S');
  const pool = new cognito.UserPool(stack, 'Users');
  pool.addClient('Web');
  pool.addGroup('Admins', { groupName: 'admins' });
  pool.addResourceServer('Api', { identifier: 'api' });
  pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'shop' } });
  const { Resources } = templateOf(stack).toJSON() as { Resources: Record<string, { Type: string }> };
  return Object.fromEntries(Object.entries(Resources).map(([id, { Type }]) => [Type.split('::')[2], id]));
}

it.each<[string, Properties, string]>([
  ['UserPoolClient', {}, 'pool.addClient("Web")'],
  ['UserPoolClient', SECRET, 'pool.addServerClient("Web")'],
  ['UserPoolClient', machine(['api/read']), 'pool.addMachineClient("Web", { scopes: [OAuthScope.custom("api/read")] })'], // prettier-ignore
  ['UserPoolGroup', { GroupName: 'admins' }, 'pool.addGroup("Admins", { groupName: "admins" })'],
  ['UserPoolGroup', { GroupName: 'Admins' }, 'pool.addGroup("Admins")'],
  ['UserPoolResourceServer', { Identifier: 'api' }, 'pool.addResourceServer("Api", { identifier: "api" })'],
  ['UserPoolDomain', { Domain: 'shop' }, 'hostedUi: HostedUi.cognitoDomain({ domainPrefix: "shop" }) in the props'],
])('a logical ID of the CDK comes by itself for a %s: %j', (type, properties, expected) => {
  expect(lineOf(logicalIds()[type]!, type, properties)).toBe(expected);
});
