import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { describe, expect, it, vi } from 'vitest';
import {
  FrontEndConfig,
  FrontEndConfigOptions,
  IUserAuthPool,
  OAuthFlow,
  UserAuthClient,
  UserAuthPool,
  UserPoolHook,
} from '../../lib';
import { env, newPool, PAGES } from '../support/front-end';
import { messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const valuesOf = (pool: IUserAuthPool, options?: FrontEndConfigOptions) =>
  Stack.of(pool).resolve(pool.frontEndConfig(options).values) as Record<string, any>;

describe('the values for a front end', () => {
  it('are what an OpenID Connect client needs', () => {
    const pool = newPool();
    const resolve = (value: unknown) => Stack.of(pool).resolve(value);
    const domain = 'mine.auth.eu-west-1.amazoncognito.com';
    expect(valuesOf(pool)).toEqual({
      region: 'eu-west-1',
      userPoolId: resolve(pool.userPoolId),
      userPoolClientId: resolve(pool.userPoolClientId),
      issuer: resolve(pool.issuer),
      domain,
      scopes: ['openid', 'email', 'profile'],
      callbackUrls: ['https://example.com/in'],
      logoutUrls: ['https://example.com/out'],
      responseType: 'code',
      authenticationFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      endpoints: {
        authorization: `https://${domain}/oauth2/authorize`,
        token: `https://${domain}/oauth2/token`,
        userInfo: `https://${domain}/oauth2/userInfo`,
        revocation: `https://${domain}/oauth2/revoke`,
        logout: `https://${domain}/logout`,
      },
    });
  });

  it('without hosted pages say nothing of them', () => {
    expect(Object.keys(valuesOf(newPool({}))).sort()).toEqual(
      ['authenticationFlows', 'issuer', 'region', 'userPoolClientId', 'userPoolId'].sort(),
    );
  });

  it('are of the client that is meant', () => {
    const pool = newPool();
    const other = pool.addClient('Other', {
      callbackUrls: ['myapp://in'],
      allowedOAuthFlows: [OAuthFlow.IMPLICIT],
    });
    expect(valuesOf(pool, { client: other })).toMatchObject({
      userPoolClientId: Stack.of(pool).resolve(other.userPoolClientId),
      callbackUrls: ['myapp://in'],
      responseType: 'token',
    });
  });

  it('show what was changed on the resources, also after they were asked for', () => {
    const pool = newPool({ ...PAGES, overrides: { client: { AllowedOAuthScopes: ['openid'] } } });
    const { values } = pool.frontEndConfig();
    pool.client.cfnUserPoolClient.callbackUrLs = ['https://changed.example.com/'];
    pool.client.cfnUserPoolClient.addPropertyOverride('LogoutURLs', ['https://overridden.example.com/']);
    expect(Stack.of(pool).resolve(values)).toMatchObject({
      scopes: ['openid'],
      callbackUrls: ['https://changed.example.com/'],
      logoutUrls: ['https://overridden.example.com/'],
    });
  });

  it('of an imported pool are what is known of it', () => {
    const pool = UserAuthPool.fromUserAuthPoolAttributes(newStack('S', { env }), 'Pool', {
      userPoolId: 'us-east-1_Ab12Cd34E',
      userPoolClientIds: ['abc'],
      domainName: 'auth.example.com',
    });
    expect(valuesOf(pool)).toMatchObject({
      region: 'us-east-1',
      userPoolId: 'us-east-1_Ab12Cd34E',
      userPoolClientId: 'abc',
      domain: 'auth.example.com',
      endpoints: { token: 'https://auth.example.com/oauth2/token' },
    });
  });
});

describe('where they are kept', () => {
  it('a parameter has them as JSON', () => {
    const pool = newPool();
    const stack = Stack.of(pool);
    const parameter = pool.frontEndConfig().toParameter(stack, 'Config', { parameterName: '/my/config' });
    expect(parameter).toBeInstanceOf(ssm.StringParameter);
    const [{ Properties }] = Object.values(templateOf(stack).findResources('AWS::SSM::Parameter')) as any;
    expect(Properties.Name).toBe('/my/config');
    const text = (Properties.Value['Fn::Join'][1] as unknown[])
      .map((part) => (typeof part === 'string' ? part : 'TOKEN'))
      .join('');
    expect(JSON.parse(text)).toMatchObject({
      userPoolId: 'TOKEN',
      callbackUrls: ['https://example.com/in'],
      endpoints: { logout: 'https://mine.auth.eu-west-1.amazoncognito.com/logout' },
    });
  });

  it('outputs have one each, of another stack too', () => {
    const app = newApp();
    const stack = new Stack(app, 'S', { env });
    const pool = new UserAuthPool(stack, 'Pool', PAGES);
    const other = new Stack(app, 'Other', { env });
    pool.frontEndConfig().toParameter(other, 'Config'); // a stack needs a resource
    expect(pool.frontEndConfig().toOutputs(other).length).toBeGreaterThan(5);
    const outputs = templateOf(other).toJSON().Outputs;
    expect(outputs.UserPoolId.Value['Fn::ImportValue']).toMatch(/^S:ExportsOutputRef/);
    expect(outputs).toMatchObject({
      Domain: { Value: 'mine.auth.eu-west-1.amazoncognito.com' },
      Scopes: { Value: 'openid email profile' },
      CallbackUrls: { Value: 'https://example.com/in' },
    });
    expect(outputs).not.toHaveProperty('Endpoints');
  });
});

/** What Fn::Join makes of its parts, with a mark for each that only deployment will know. */
const textOf = (value: any): string =>
  typeof value === 'string'
    ? value
    : 'Fn::Join' in value
      ? value['Fn::Join'][1].map(textOf).join(value['Fn::Join'][0])
      : `<${JSON.stringify(value).replaceAll('"', "'")}>`;
const parameterIn = (stack: Stack) => textOf(only(templateOf(stack), 'AWS::SSM::Parameter').properties.Value);

describe('which client it is', () => {
  it('is the first, of a pool without another', () => {
    const pool = newPool();
    pool.addClient('Other');
    expect(valuesOf(pool).userPoolClientId).toEqual(Stack.of(pool).resolve(pool.client.userPoolClientId));
  });

  it.each<[string, (client: UserAuthClient) => FrontEndConfigOptions]>([
    ['this library', (client) => ({ client })],
    ['the CDK', (client) => ({ client: client.userPoolClient })],
    ['CloudFormation', (client) => ({ client: client.cfnUserPoolClient })],
  ])('can be said by the construct of %s', (_, options) => {
    const pool = newPool();
    const client = pool.addClient('Other', { callbackUrls: ['myapp://in'] });
    expect(valuesOf(pool, options(client))).toMatchObject({ callbackUrls: ['myapp://in'] });
  });

  it('can be one that was made for a pool that stands elsewhere', () => {
    const stack = newStack('S', { env });
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'us-east-1_Ab12Cd34E' });
    const client = new UserAuthClient(stack, 'Client', { userPool, callbackUrls: ['myapp://in'] });
    expect(valuesOf(userPool, { client })).toMatchObject({
      region: 'us-east-1',
      callbackUrls: ['myapp://in'],
      responseType: 'code',
    });
  });

  it('has to be known', () => {
    const pool = UserAuthPool.fromUserAuthPoolAttributes(newStack('S'), 'Pool', { userPoolId: 'us-east-1_Ab12Cd34E' });
    expect(messageOf(() => pool.frontEndConfig())).toBe(
      'S/Pool was imported without a client. Give one in userPoolClientIds.',
    );
  });

  it('has the flows that came with hooks later', () => {
    const pool = newPool();
    const config = pool.frontEndConfig();
    pool.addHook(UserPoolHook.DEFINE_AUTH_CHALLENGE, newFunction(Stack.of(pool), 'Fn'));
    expect(Stack.of(pool).resolve(config.values).authenticationFlows).toContain('ALLOW_CUSTOM_AUTH');
  });
});

describe('what only deployment will know', () => {
  const withUrls = (stack: Stack) => {
    const host = new CfnParameter(stack, 'Host');
    const callbackUrls = [`https://${host.valueAsString}/in`, 'https://example.com/in'];
    return new UserAuthPool(stack, 'Pool', { ...PAGES, client: { callbackUrls } }).frontEndConfig();
  };

  it('is in a parameter of the same stack', () => {
    const stack = newStack('S', { env });
    withUrls(stack).toParameter(stack, 'Config');
    expect(JSON.parse(parameterIn(stack))).toMatchObject({
      userPoolId: "<{'Ref':'PoolD3F588B8'}>",
      callbackUrls: ["https://<{'Ref':'Host'}>/in", 'https://example.com/in'],
    });
  });

  it('is in the outputs of the same stack, as text', () => {
    const stack = newStack('S', { env });
    withUrls(stack).toOutputs(stack);
    expect(textOf(templateOf(stack).toJSON().Outputs.CallbackUrls.Value)).toBe(
      "https://<{'Ref':'Host'}>/in https://example.com/in",
    );
  });

  it('reaches another stack, and nothing else does', () => {
    const app = newApp();
    const [users, web] = [new Stack(app, 'Users', { env }), new Stack(app, 'Web', { env })];
    const config = withUrls(users);
    config.toParameter(web, 'Config');
    config.toOutputs(web);
    const { callbackUrls } = JSON.parse(parameterIn(web));
    const host = /^https:\/\/<\{'Fn::ImportValue':'Users:ExportsOutputRefHost\w+'\}>\/in$/;
    expect(callbackUrls).toEqual([expect.stringMatching(host), 'https://example.com/in']);
    expect(textOf(templateOf(web).toJSON().Outputs.CallbackUrls.Value).split(' ')).toEqual([
      expect.stringMatching(host),
      'https://example.com/in',
    ]);
    // The ids of pool and client, and the host.
    expect(Object.keys(templateOf(users).toJSON().Outputs)).toHaveLength(3);
  });

  it('reaches another stack for aws-amplify too', () => {
    const app = newApp();
    const [users, web] = [new Stack(app, 'Users', { env }), new Stack(app, 'Web', { env })];
    const { amplifyOutputs } = withUrls(users);
    new ssm.StringParameter(web, 'Config', { stringValue: web.toJsonString(amplifyOutputs) });
    const { auth } = JSON.parse(parameterIn(web));
    expect(auth.oauth.redirect_sign_in_uri[0]).toMatch(/^https:\/\/<\{'Fn::ImportValue':/);
    expect(auth.password_policy).toMatchObject({ min_length: 12 });
  });

  it('can be the whole list of URLs', () => {
    const stack = newStack('S', { env });
    const callbackUrls = new CfnParameter(stack, 'Urls', { type: 'CommaDelimitedList' }).valueAsList;
    const config = new UserAuthPool(stack, 'Pool', { ...PAGES, client: { callbackUrls } }).frontEndConfig();
    config.toOutputs(stack);
    expect(templateOf(stack).toJSON().Outputs.CallbackUrls.Value).toEqual({ 'Fn::Join': [' ', { Ref: 'Urls' }] });
  });
});

describe('outputs and parameters', () => {
  it('are empty where the client has none of something, and absent where the pool has no domain', () => {
    const pool = newPool({});
    pool.frontEndConfig().toOutputs(Stack.of(pool));
    const { Outputs } = templateOf(Stack.of(pool)).toJSON();
    expect(Outputs.CallbackUrls).toEqual({ Value: '' });
    expect(Outputs).not.toHaveProperty('Domain');
  });

  it('a parameter has all values, and no more', () => {
    const pool = newPool();
    const stack = Stack.of(pool);
    pool.frontEndConfig().toParameter(stack, 'Config');
    const resolved = JSON.parse(
      JSON.stringify(valuesOf(pool), (_, value) =>
        typeof value === 'object' &&
        value !== null &&
        Object.keys(value as object).some((key) => /^(Ref|Fn::)/.test(key))
          ? textOf(value)
          : (value as unknown),
      ),
    );
    expect(JSON.parse(parameterIn(stack))).toEqual(resolved);
  });

  it('have nothing secret in them', () => {
    const pool = newPool({ ...PAGES, client: { ...PAGES.client, generateClientSecret: true } });
    const stack = Stack.of(pool);
    const config: FrontEndConfig = pool.frontEndConfig();
    config.toOutputs(stack);
    config.toParameter(stack, 'Config');
    const template = templateOf(stack).toJSON();
    expect(JSON.stringify([template.Outputs, parameterIn(stack)])).not.toMatch(/secret/i);
  });

  it('are named after where they are put', () => {
    const pool = newPool();
    const [first] = pool.frontEndConfig().toOutputs(new Construct(Stack.of(pool), 'Web'));
    expect(first!.node.path).toBe('S/Web/Region');
    expect(Object.keys(templateOf(Stack.of(pool)).toJSON().Outputs).every((id) => id.startsWith('Web'))).toBe(true);
  });

  it('need a scope of their own for each pool', () => {
    const stack = newStack();
    const [one, other] = ['One', 'Other'].map((id) => new UserAuthPool(stack, id).frontEndConfig());
    one!.toOutputs(stack);
    expect(() => other!.toOutputs(stack)).toThrow(
      /^Stack already has .* "Region".* a scope of its own, for example new Construct\(this, 'Outputs'\)\./,
    );
    expect(other!.toOutputs(new Construct(stack, 'Of'))).not.toHaveLength(0);
  });
});

it('reading the configuration for aws-amplify again, from wherever, adds no other check and no other warning', () => {
  const pool = newPool(PAGES);
  const server = pool.addServerClient('Server');
  const addValidation = vi.spyOn(pool.node, 'addValidation');
  const config = pool.frontEndConfig({ client: server });
  for (const each of [config, config, pool.frontEndConfig({ client: server })])
    expect(each.amplifyOutputs).toBeDefined();
  expect(addValidation).toHaveBeenCalledTimes(1);
  expect(warningsOf(Stack.of(pool)).filter((each) => each.includes('amplifyWithClientSecret'))).toHaveLength(1);
  expect(pool.frontEndConfig().amplifyOutputs).toBeDefined();
  expect(addValidation).toHaveBeenCalledTimes(2);
});
