import { CfnParameter } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { AppClient, appClientsOf } from '../../lib/sign-in/app-client';
import { TemplateIndex } from '../../lib/template/template-index';
import { newStack } from '../support/synth';

/** A client with properties as a template would have them. */
function clientWith(properties: Record<string, unknown>, { hasCustomFlow = false } = {}): AppClient {
  const stack = newStack();
  new CfnParameter(stack, 'Flow');
  const client = new cognito.CfnUserPoolClient(stack, 'Client', { userPoolId: 'eu-west-1_abc' });
  for (const [name, value] of Object.entries(properties)) client.addPropertyOverride(name, value);
  return new AppClient(new TemplateIndex(stack.node.root).resource(client), hasCustomFlow);
}

const LATER = { Ref: 'Flow' };
const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['If', one, other] });

describe('allowsApiSignIn', () => {
  it.each<[string, unknown, boolean]>([
    ['without a list, for which Cognito enables several flows', undefined, true],
    ['with an empty list, which is the same', [], true],
    ['with SRP', ['ALLOW_USER_SRP_AUTH'], true],
    ['with the older name of a flow', ['USER_PASSWORD_AUTH'], true],
    ['with the refresh of tokens only', ['ALLOW_REFRESH_TOKEN_AUTH'], false],
    ['with a custom flow', ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], false],
    ['with a flow that is not known', [LATER], true],
    ['with a list that is not known', LATER, true],
    ['with one of two lists', either(['ALLOW_REFRESH_TOKEN_AUTH'], ['ALLOW_USER_AUTH']), true],
  ])('%s', (_, ExplicitAuthFlows, expected) => {
    const properties = ExplicitAuthFlows === undefined ? {} : { ExplicitAuthFlows };
    expect(clientWith(properties).allowsApiSignIn).toBe(expected);
  });

  it('with a custom flow of the pool', () => {
    const properties = { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] };
    expect(clientWith(properties, { hasCustomFlow: true }).allowsApiSignIn).toBe(true);
  });
});

it.each<[unknown, boolean]>([
  [['ALLOW_USER_PASSWORD_AUTH'], true],
  [['ALLOW_ADMIN_USER_PASSWORD_AUTH'], true],
  [['ALLOW_USER_SRP_AUTH'], false],
  [LATER, true],
])('sendsPasswords with %j', (ExplicitAuthFlows, expected) => {
  expect(clientWith({ ExplicitAuthFlows }).sendsPasswords).toBe(expected);
});

describe('changesUsers', () => {
  const ExplicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];

  it.each<[unknown, boolean]>([
    [['openid'], false],
    [['openid', 'aws.cognito.signin.user.admin'], true],
    [['openid', LATER], true],
    [LATER, true],
  ])('with the scopes %j', (AllowedOAuthScopes, expected) => {
    expect(clientWith({ ExplicitAuthFlows, AllowedOAuthScopes }).changesUsers).toBe(expected);
  });

  it('with a sign-in through the API', () => {
    expect(clientWith({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }).changesUsers).toBe(true);
    expect(clientWith({ ExplicitAuthFlows }).changesUsers).toBe(false);
  });
});

it.each<[unknown, boolean]>([
  [undefined, true],
  [[], true],
  [['email'], true],
  [['locale'], false],
  [['locale', LATER], true],
  [LATER, true],
])('writes an attribute with the list %j', (WriteAttributes, expected) => {
  expect(clientWith(WriteAttributes === undefined ? {} : { WriteAttributes }).writes('email')).toBe(expected);
});

it('hasHostedPages with the URLs that they return to', () => {
  expect(clientWith({ CallbackURLs: ['https://example.com'] }).hasHostedPages).toBe(true);
  expect(clientWith({}).hasHostedPages).toBe(false);
});

it.each<[unknown, unknown, boolean]>([
  [['client_credentials'], ['ALLOW_REFRESH_TOKEN_AUTH'], false],
  [['client_credentials'], ['ALLOW_USER_SRP_AUTH'], true],
  [['client_credentials'], [], true],
  [undefined, ['ALLOW_REFRESH_TOKEN_AUTH'], false],
  [['code'], ['ALLOW_REFRESH_TOKEN_AUTH'], true],
  [LATER, ['ALLOW_REFRESH_TOKEN_AUTH'], true],
])('letsPeopleIn with the OAuth flows %j and the flows %j', (AllowedOAuthFlows, ExplicitAuthFlows, expected) => {
  const properties = AllowedOAuthFlows === undefined ? {} : { AllowedOAuthFlows };
  expect(clientWith({ ...properties, ExplicitAuthFlows }).letsPeopleIn).toBe(expected);
});

it('appClientsOf lists the clients of a pool', () => {
  const stack = newStack();
  const pool = new cognito.CfnUserPool(stack, 'Pool');
  for (const [id, userPoolId] of [
    ['B', pool.ref],
    ['A', pool.ref],
    ['C', 'other'],
  ] as const)
    new cognito.CfnUserPoolClient(stack, id, { userPoolId });
  const clients = appClientsOf(new TemplateIndex(stack.node.root), pool, false);
  expect(clients.map(({ resource }) => resource.path)).toEqual(['Stack/A', 'Stack/B']);
});
