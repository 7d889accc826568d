import { CfnCondition, CfnParameter, Duration, Fn, Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import {
  AttributeSchema,
  HostedUi,
  StandardAttribute,
  UserAuthMachineClient,
  UserAuthMachineClientOptions,
  UserAuthPool,
  UserAuthResourceServer,
} from '../../lib';
import { messageOf, newStack, templateOf, warningsOf } from '../support/synth';
import { CLIENT, resourceOf } from './support';

const { OPENID, EMAIL, PHONE, PROFILE, COGNITO_ADMIN } = cognito.OAuthScope;
const custom = (name: string) => cognito.OAuthScope.custom(name);
const READ = { scopes: [custom('api/read')] };

const make = (options: Partial<UserAuthMachineClientOptions> = {}) => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain() });
  const server = pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }, { scopeName: 'write' }] });
  const client = pool.addMachineClient('M', { scopes: [server.scope('read')], ...options });
  return { stack, pool, client, properties: () => resourceOf(stack, client).Properties };
};
const problemsOf = (options: Partial<UserAuthMachineClientOptions>) =>
  messageOf(() => make(options)).replace(/^S\/Pool\/M has \d+ problems?:\n {2}1\. /, '');

describe('a machine client', () => {
  it('gets tokens by its id and secret, and in no other way', () => {
    expect(make().properties()).toMatchObject({
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['api/read'],
    });
  });

  it('lets nobody sign in: no flow of the API is open, which Cognito would open if none were named, and no page', () => {
    const properties = make().properties();
    expect(properties.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
    for (const name of ['CallbackURLs', 'LogoutURLs', 'DefaultRedirectURI'])
      expect(properties).not.toHaveProperty(name);
  });

  it('writes only attributes that the pool requires, since anyone with its secret can sign up through it', () => {
    expect(make().properties().WriteAttributes).toEqual(['updated_at']);
    const stack = newStack('S');
    const schema = [AttributeSchema.standard(StandardAttribute.NAME, { required: true })];
    const client = new UserAuthPool(stack, 'Pool', { schema }).addMachineClient('M', READ);
    expect(resourceOf(stack, client).Properties.WriteAttributes).toEqual(['name']);
    const unread = newStack('S');
    const pool = new UserAuthPool(unread, 'Pool', { schema });
    const attributes = ['name', 'locale'].map((Name) => [{ Name, Required: true }]);
    pool.cfnUserPool.addPropertyOverride('Schema', { 'Fn::If': ['C', ...attributes] });
    const { valueAsString: stage } = new CfnParameter(unread, 'Stage');
    new CfnCondition(unread, 'C', { expression: Fn.conditionEquals(stage, 'prod') });
    const ofUnread = pool.addMachineClient('M', READ);
    expect(resourceOf(unread, ofUnread).Properties.WriteAttributes).toContain('name');
    const other = newStack('S');
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(other, 'Import', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    const ofImport = new UserAuthMachineClient(other, 'OfImport', { userPool, ...READ });
    const { WriteAttributes: names } = resourceOf(other, ofImport).Properties as { WriteAttributes: string[] };
    expect(names).toContain('nickname');
    expect(names.filter((name) => name.includes(':') || name.endsWith('_verified'))).toEqual([]);
  });

  it('has tokens that work as long as it says', () => {
    expect(make().properties()).toMatchObject({ AccessTokenValidity: 3600 });
    expect(make({ accessTokenValidity: Duration.seconds(330) }).properties()).toMatchObject({
      AccessTokenValidity: 330,
      TokenValidityUnits: { AccessToken: 'seconds' },
    });
    expect(make({ accessTokenValidity: Duration.days(1) }).properties()).toMatchObject({ AccessTokenValidity: 86_400 });
    expect(problemsOf({ accessTokenValidity: Duration.seconds(299) })).toMatch(
      /^accessTokenValidity is 4 minutes 59 seconds: Cognito accepts only 5 minutes to 1 day/,
    );
    expect(problemsOf({ accessTokenValidity: Duration.seconds(86_401) })).toMatch(/^accessTokenValidity is 1 day/);
  });

  it('never has refresh tokens shorter than its access tokens, which Cognito would reject', () => {
    const { AccessTokenValidity, RefreshTokenValidity } = make({ accessTokenValidity: Duration.days(1) }).properties();
    expect(RefreshTokenValidity).toBeGreaterThanOrEqual(AccessTokenValidity);
  });

  it('is one of the clients of its pool, but no page is branded for it', () => {
    const { stack, pool, client } = make();
    expect(pool.userPoolClients).toEqual([pool.client.userPoolClient, client.userPoolClient]);
    templateOf(stack).resourceCountIs('AWS::Cognito::ManagedLoginBranding', 0);
  });

  it.each(['a', 'a'.repeat(128)])('may be called %s', (userPoolClientName) => {
    expect(make({ userPoolClientName }).properties().ClientName).toBe(userPoolClientName);
  });

  it.each(['', 'a'.repeat(129)])('is not called "%s"', (userPoolClientName) => {
    expect(problemsOf({ userPoolClientName })).toMatch(/^userPoolClientName is "/);
  });
});

describe('the scopes of a machine client', () => {
  it('are 1 to 50', () => {
    const list = (length: number) => Array.from({ length }, (_, index) => custom(`api/${String(index)}`));
    expect(make({ scopes: list(50) }).properties().AllowedOAuthScopes).toHaveLength(50);
    for (const length of [0, 51]) {
      expect(problemsOf({ scopes: list(length) })).toMatch(
        `scopes is a list of ${length}: Cognito accepts only 1 to 50`,
      );
    }
  });

  it.each([OPENID, EMAIL, PHONE, PROFILE, COGNITO_ADMIN])('are not about people: $scopeName', (scope) => {
    expect(problemsOf({ scopes: [custom('api/read'), scope] })).toBe(
      `scopes is "${scope.scopeName}": it is for people: Cognito grants machines only scopes of resource servers. ` +
        "Give scopes of a resource server: pool.addResourceServer(...).scope('read').",
    );
  });

  it('are not judged before they are known', () => {
    expect(make({ scopes: [custom(Lazy.string({ produce: () => 'openid' }))] }).properties()).toMatchObject({
      AllowedOAuthScopes: ['openid'],
    });
  });
});

describe('a machine client comes after the resource server of its scopes', () => {
  it.each(['before', 'after'])('made by the pool, %s it', (when) => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain() });
    const add = () => pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] });
    const before = when === 'before' ? add() : undefined;
    const client = pool.addMachineClient('M', READ);
    const server = before ?? add();
    expect(resourceOf(stack, client).DependsOn).toEqual([
      stack.getLogicalId(server.userPoolResourceServer.node.defaultChild as cognito.CfnUserPoolResourceServer),
    ]);
  });

  it('made beside a pool that stands elsewhere', () => {
    const stack = newStack();
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    const server = new UserAuthResourceServer(stack, 'api', { userPool, scopes: [{ scopeName: 'read' }] });
    const client = new UserAuthMachineClient(stack, 'M', { userPool, scopes: [server.scope('read')] });
    expect(resourceOf(stack, client)).toMatchObject({
      DependsOn: [
        stack.getLogicalId(server.userPoolResourceServer.node.defaultChild as cognito.CfnUserPoolResourceServer),
      ],
      Properties: { UserPoolId: 'eu-west-1_Ab12Cd34E', AllowedOAuthScopes: ['api/read'] },
    });
  });
});

describe('withoutDomain', () => {
  const warned = /withoutDomain/;

  it('is a warning where nobody can ask for a token', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    pool.addMachineClient('M', {
      scopes: [pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] }).scope('read')],
    });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(warned)]);
  });

  it('is none where there is a domain, whoever made it', () => {
    expect(warningsOf(make().stack)).toEqual([]);
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    pool.addMachineClient('M', {
      scopes: [pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] }).scope('read')],
    });
    new cognito.CfnUserPoolDomain(stack, 'Domain', { userPoolId: pool.userPoolId, domain: 'mine' });
    expect(warningsOf(stack)).toEqual([]);
  });

  it('is none of a pool that stands elsewhere', () => {
    const stack = newStack();
    const userPoolId = new CfnParameter(stack, 'PoolId').valueAsString;
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId });
    new UserAuthMachineClient(stack, 'M', { ...READ, userPool });
    expect(warningsOf(stack)).toEqual([]);
    templateOf(stack).resourceCountIs(CLIENT, 1);
  });
});
