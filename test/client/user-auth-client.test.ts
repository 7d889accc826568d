import { CfnElement, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import {
  Branding,
  CognitoHttpApiAuthorizer,
  HostedUi,
  IdentityProvider,
  MfaStatus,
  OAuthFlow,
  UserAuthClient,
  UserAuthClientOptions,
  UserAuthPool,
  UserAuthPoolProps,
  UserAuthResourceServer,
  UserPoolHook,
} from '../../lib';
import { messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';
import { newProvider, problemsOf, propertiesOf, resourceOf } from './support';

const CLIENT = 'AWS::Cognito::UserPoolClient';

describe('the default client', () => {
  const stack = newStack();
  new UserAuthPool(stack, 'Pool');
  const { properties } = only(templateOf(stack), CLIENT);

  it('is public: there is no secret to leak', () => {
    // Not false: to CloudFormation, that is another value, for which it replaces a client of before.
    expect(properties).not.toHaveProperty('GenerateSecret');
  });

  it('signs in by SRP and refresh tokens, by nothing else', () => {
    expect(properties.ExplicitAuthFlows).toEqual(['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
  });

  it('has no OAuth flow open, no callback and no scope', () => {
    expect(properties).toMatchObject({ AllowedOAuthFlowsUserPoolClient: false });
    for (const name of ['AllowedOAuthFlows', 'AllowedOAuthScopes', 'CallbackURLs', 'LogoutURLs']) {
      expect(properties).not.toHaveProperty(name);
    }
    expect(JSON.stringify(properties)).not.toContain('example.com');
  });

  it('tells nobody whether a user exists, and lets tokens be revoked', () => {
    expect(properties).toMatchObject({ PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: true });
  });

  it('sends the lifetimes of tokens with their units', () => {
    expect(properties).toMatchObject({
      AccessTokenValidity: 3600,
      IdTokenValidity: 3600,
      RefreshTokenValidity: 2592000,
      TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
    });
  });
});

describe('addClient', () => {
  it('adds a client of the same kind', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    const mobile = pool.addClient('Mobile', { userPoolClientName: 'Mobile app' });
    const template = templateOf(stack);
    template.resourceCountIs(CLIENT, 2);
    template.hasResourceProperties(CLIENT, {
      ClientName: 'Mobile app',
      UserPoolId: { Ref: Match.stringLikeRegexp('^Pool') },
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    expect(pool.userPoolClients).toEqual([pool.client.userPoolClient, mobile.userPoolClient]);
  });

  it.each(['a', 'a'.repeat(128), 'My app_1+=,.@-'])('accepts the name %s', (userPoolClientName) => {
    expect(() => new UserAuthPool(newStack(), 'Pool').addClient('C', { userPoolClientName })).not.toThrow();
  });

  it.each(['', 'a'.repeat(129), 'naïve', 'a/b'])('rejects the name "%s"', (userPoolClientName) => {
    expect(messageOf(() => new UserAuthPool(newStack('S'), 'Pool').addClient('C', { userPoolClientName }))).toMatch(
      /^S\/Pool\/C has 1 problem:\n {2}1\. userPoolClientName is ".*: Cognito accepts only 1 to 128 .* Omit it, or give a name/,
    );
  });

  it('does not judge a name that only deployment will know', () => {
    const userPoolClientName = Lazy.string({ produce: () => 'a' });
    expect(() => new UserAuthPool(newStack(), 'Pool').addClient('C', { userPoolClientName })).not.toThrow();
  });
});

const ALWAYS = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'];
const CHOICE = 'ALLOW_USER_AUTH';
const CUSTOM = 'ALLOW_CUSTOM_AUTH';
const WITHOUT_MFA = { mfaConfiguration: { status: MfaStatus.OFF } };

const flowsOf = (stack: Stack, client: UserAuthClient) => {
  const { ExplicitAuthFlows } =
    templateOf(stack).findResources(CLIENT)[stack.getLogicalId(client.node.defaultChild as CfnElement)]!.Properties;
  return [...ExplicitAuthFlows].sort();
};

describe('how users sign in', () => {
  it.each<[UserAuthClientOptions, string[]]>([
    [{}, []],
    [{ allowChoiceBasedSignIn: true }, [CHOICE]],
    [{ allowCustomSignIn: true }, [CUSTOM]],
    [{ allowChoiceBasedSignIn: true, allowCustomSignIn: true }, [CHOICE, CUSTOM]],
    [{ allowChoiceBasedSignIn: false, allowCustomSignIn: false }, []],
  ])('%o', (options, flows) => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    const added = pool.addClient('Mobile', options);
    const alone = new UserAuthClient(stack, 'Alone', { ...options, userPool: pool });
    for (const client of [added, alone]) expect(flowsOf(stack, client)).toEqual([...flows, ...ALWAYS].sort());
    expect(flowsOf(stack, pool.client)).toEqual(ALWAYS);
  });

  it.each<[string, string, (stack: Stack) => UserAuthPoolProps]>([
    ['codes by email', CHOICE, () => ({ ...WITHOUT_MFA, passwordless: { emailCode: true } })],
    ['codes by text message', CHOICE, () => ({ ...WITHOUT_MFA, passwordless: { smsCode: true } })],
    ['passkeys', CHOICE, () => ({ ...WITHOUT_MFA, passwordless: { passkeys: {} } })],
    ['challenges', CUSTOM, (stack) => ({ hooks: { defineAuthChallenge: newFunction(stack, 'Fn') } })],
  ])('is what the pool has, by default: %s', (_, flow, newProps) => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', newProps(stack));
    const added = pool.addClient('Mobile');
    const fixed = pool.addClient('Fixed', { allowChoiceBasedSignIn: false, allowCustomSignIn: false });
    for (const client of [pool.client, added]) expect(flowsOf(stack, client)).toEqual([flow, ...ALWAYS].sort());
    expect(flowsOf(stack, fixed)).toEqual(ALWAYS);
  });

  it('is no choice where the pool has no other way than the password', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', {
      passwordless: { emailCode: false },
      hooks: { verifyAuthChallengeResponse: newFunction(stack, 'Fn') },
    });
    expect(flowsOf(stack, pool.client)).toEqual(ALWAYS);
  });

  it('may be of your own too where the hook is added later', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    const before = pool.addClient('Before');
    pool.addHook(UserPoolHook.DEFINE_AUTH_CHALLENGE, newFunction(stack, 'Fn'));
    const after = pool.addClient('After');
    for (const client of [pool.client, before, after]) {
      expect(flowsOf(stack, client)).toEqual([CUSTOM, ...ALWAYS].sort());
    }
  });

  it('is what the pool has where an option is undefined', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', {
      passwordless: { passkeys: {} },
      hooks: { defineAuthChallenge: newFunction(stack, 'Fn') },
    });
    const client = pool.addClient('Mobile', { allowChoiceBasedSignIn: undefined, allowCustomSignIn: undefined });
    expect(flowsOf(stack, client)).toEqual([CHOICE, CUSTOM, ...ALWAYS].sort());
  });
});

it('can be made for a pool that stands elsewhere', () => {
  const stack = newStack();
  const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
  new UserAuthClient(stack, 'Client', { userPool: pool });
  templateOf(stack).hasResourceProperties(CLIENT, { UserPoolId: 'eu-west-1_Ab12Cd34E' });
});

const URL = 'https://app.example.com/signed-in';
const WEB = { callbackUrls: [URL] };
const hostedUi = HostedUi.cognitoDomain({ domainPrefix: 'mine' });
const attribute = (name: string) => cognito.ProviderAttribute.other(name);

describe('addServerClient', () => {
  it('adds a client that differs by its secret only', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi });
    const [server, browser] = [pool.addServerClient('Server', WEB), pool.addClient('Browser', WEB)];
    const { GenerateSecret, ...properties } = resourceOf(stack, server).Properties;
    const { GenerateSecret: none, ...others } = resourceOf(stack, browser).Properties;
    expect([GenerateSecret, none]).toEqual([true, undefined]);
    expect(properties).toEqual(others);
    expect([server.hasClientSecret, browser.hasClientSecret]).toEqual([true, false]);
  });

  it('has a secret where the option is undefined, and may not be without one', () => {
    const pool = new UserAuthPool(newStack(), 'Pool');
    expect(pool.addServerClient('A', { generateClientSecret: undefined }).hasClientSecret).toBe(true);
    expect(messageOf(() => pool.addServerClient('B', { generateClientSecret: false }))).toContain(
      'generateClientSecret is false, for a client of a server: the client would have no secret, and anyone could use its ID. ' +
        'Omit it; or use addClient() for an application that cannot keep a secret.',
    );
    expect(pool.addClient('C', { generateClientSecret: true }).hasClientSecret).toBe(true);
  });
});

describe('enablePropagateAdditionalUserContextData', () => {
  it('needs a secret', () => {
    const options = { enablePropagateAdditionalUserContextData: true };
    expect(propertiesOf({ ...options, generateClientSecret: true })).toMatchObject({
      EnablePropagateAdditionalUserContextData: true,
    });
    expect(problemsOf(options)).toEqual([
      expect.stringMatching(
        /^enablePropagateAdditionalUserContextData is true, without a client secret: .* Set generateClientSecret to true/,
      ),
    ]);
    expect(() => propertiesOf({ enablePropagateAdditionalUserContextData: false })).not.toThrow();
  });
});

describe('branding', () => {
  const branding = Branding.managedLogin();

  it('is made for a client with a hosted page', () => {
    const stack = newStack();
    const client = new UserAuthPool(stack, 'Pool', { hostedUi }).addClient('Web', { ...WEB, branding });
    templateOf(stack).hasResourceProperties('AWS::Cognito::ManagedLoginBranding', {
      ClientId: stack.resolve(client.userPoolClientId),
    });
  });

  it('is an error for a client without one', () => {
    expect(problemsOf({ branding }, { hostedUi })).toEqual([
      'branding is set, without callbackUrls: the client has no hosted page to apply it to. Give callbackUrls as well, or omit it.',
    ]);
    expect(problemsOf({ ...WEB, branding })).toEqual([
      'branding is set, for a pool without hostedUi: there is no page to apply it to. Give the pool hostedUi as well, or omit it.',
    ]);
    const theirs = UserAuthPool.fromUserAuthPoolAttributes(newStack('S'), 'Pool', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
    });
    expect(messageOf(() => new UserAuthClient(theirs, 'C', { ...WEB, branding, userPool: theirs }))).toMatch(
      /^S\/Pool\/C has 1 problem:\n {2}1\. branding is set, for a pool without hostedUi/,
    );
    expect(messageOf(() => new UserAuthPool(newStack('S'), 'Pool', { client: { ...WEB, branding } }))).toMatch(
      /^S\/Pool has 1 problem:\n {2}1\. client\.branding is set, for a pool without hostedUi/,
    );
  });
});

describe('signInUrl', () => {
  const make = (options: UserAuthClientOptions, env = { region: 'eu-west-1', account: '111111111111' }) => {
    const stack = newStack('S', { env });
    return { stack, client: new UserAuthPool(stack, 'Pool', { hostedUi }).addClient('Web', options) };
  };
  const parametersOf = (stack: Stack, url: string) => {
    const parts = stack.resolve(url)['Fn::Join'][1] as unknown[];
    const resolved = parts.map((part) => (typeof part === 'string' ? part : encodeURIComponent(JSON.stringify(part))));
    return new globalThis.URL(resolved.join(''));
  };

  it('leads to the page of the client, and back to its first callback URL', () => {
    const { stack, client } = make({ callbackUrls: [URL, 'myapp://signed-in'] });
    const url = parametersOf(stack, client.signInUrl);
    expect(url.origin + url.pathname).toBe('https://mine.auth.eu-west-1.amazoncognito.com/login');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: JSON.stringify(stack.resolve(client.userPoolClientId)),
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: URL,
    });
  });

  it('leads back to the URL that counts by default, where one does', () => {
    const { stack, client } = make({ callbackUrls: [URL, 'myapp://in'], defaultRedirectUri: 'myapp://in' });
    expect(parametersOf(stack, client.signInUrl).searchParams.get('redirect_uri')).toBe('myapp://in');
  });

  it('asks for the scopes of the client, with the one that the others need', () => {
    const { stack, client } = make({ ...WEB, allowedOAuthScopes: [cognito.OAuthScope.EMAIL] });
    const scopes = parametersOf(stack, client.signInUrl).searchParams.get('scope')?.split(' ');
    expect(scopes?.sort()).toEqual(['email', 'openid']);
  });

  it('leads back to the first of URLs that only deployment will know', () => {
    const stack = newStack();
    const callbackUrls = new CfnParameter(stack, 'Urls', { type: 'CommaDelimitedList' }).valueAsList;
    const client = new UserAuthPool(stack, 'Pool', { hostedUi }).addClient('Web', { callbackUrls });
    expect(JSON.stringify(stack.resolve(client.signInUrl))).toContain('{"Fn::Select":[0,{"Ref":"Urls"}]}');
  });

  it('is known for the default client', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, client: WEB });
    expect(JSON.stringify(stack.resolve(pool.client.signInUrl))).toContain('mine.auth.');
  });

  it('leads to the domain of an imported pool', () => {
    const stack = newStack();
    const attributes = { userPoolId: 'eu-west-1_Ab12Cd34E', domainName: 'auth.example.com' };
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', attributes);
    const url = parametersOf(stack, new UserAuthClient(stack, 'Web', { ...WEB, userPool }).signInUrl);
    expect(url.origin + url.pathname).toBe('https://auth.example.com/login');
  });

  it.each<[string, () => UserAuthClient]>([
    ['the client has no callbackUrls', () => make({}).client],
    ['the client has no code flow', () => make({ ...WEB, allowedOAuthFlows: [OAuthFlow.IMPLICIT] }).client],
    ['the pool has no domain', () => new UserAuthPool(newStack('S'), 'Pool').addClient('Web', WEB)],
    [
      'the pool is imported without its domain',
      () => {
        const pool = new Stack(newApp(), 'S');
        const userPool = UserAuthPool.fromUserAuthPoolAttributes(pool, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
        return new UserAuthClient(userPool, 'Web', { ...WEB, userPool });
      },
    ],
  ])('is an error where %s', (_, newClient) => {
    expect(messageOf(() => newClient().signInUrl)).toBe(
      'S/Pool/Web has no hosted page on which users sign in by code. Give the client callbackUrls and OAuthFlow.CODE, and the pool hostedUi: HostedUi.cognitoDomain() or, if it is imported, its domainName.',
    );
  });
});

describe('a client comes after what it names, whatever the order of calls', () => {
  const SCOPES = { scopes: [{ scopeName: 'read' }] };
  const build = (order: 'first' | 'last') => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, client: WEB });
    const steps = [
      () => pool.addIdentityProvider(newProvider('Acme', { nickname: attribute('nick') })),
      () => pool.addResourceServer('api', SCOPES),
      () => pool.addClient('Web', WEB),
      () => pool.addServerClient('Server', { ...WEB, writeAttributes: new cognito.ClientAttributes() }),
    ];
    for (const step of order === 'first' ? steps : [...steps].reverse()) step();
    return templateOf(stack).toJSON();
  };

  it('makes the same template', () => {
    expect(build('last')).toEqual(build('first'));
  });

  it('waits for each of them, and no client waits for nothing', () => {
    const { Resources } = build('last');
    const named = Object.entries(Resources as Record<string, { Type: string; DependsOn?: string[] }>);
    const idsOf = (type: string) => named.filter(([, { Type }]) => Type === type).map(([id]) => id);
    const awaited = [
      ...idsOf('AWS::Cognito::UserPoolIdentityProvider'),
      ...idsOf('AWS::Cognito::UserPoolResourceServer'),
    ];
    expect(awaited).toHaveLength(2);
    const clients = named.filter(([, { Type }]) => Type === CLIENT);
    expect(clients).toHaveLength(3);
    for (const [, { DependsOn }] of clients) expect([...DependsOn!].sort()).toEqual([...awaited].sort());
  });

  it('is what a client of its own construct does too, in another stack', () => {
    const app = newApp();
    const [users, web] = [new Stack(app, 'Users'), new Stack(app, 'Web')];
    const pool = new UserAuthPool(users, 'Pool', { hostedUi });
    new UserAuthClient(web, 'Client', { userPool: pool });
    pool.addIdentityProvider(newProvider('Acme'));
    expect(only(templateOf(web), CLIENT).properties.SupportedIdentityProviders).toEqual(['COGNITO', 'Acme']);
    expect(web.dependencies).toEqual([users]);
  });

  it('waits for the resource server of its scopes beside a pool that stands elsewhere', () => {
    const stack = newStack();
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    const server = new UserAuthResourceServer(stack, 'api', { userPool, ...SCOPES });
    const allowedOAuthScopes = [cognito.OAuthScope.OPENID, server.scope('read')];
    const client = new UserAuthClient(stack, 'Client', { ...WEB, userPool, allowedOAuthScopes });
    expect(resourceOf(stack, client)).toMatchObject({
      DependsOn: [stack.getLogicalId(server.node.defaultChild as CfnElement)],
      Properties: { AllowedOAuthScopes: ['openid', 'api/read'] },
    });
  });

  it('needs no order where it names none', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool');
    expect(only(templateOf(stack), CLIENT)).not.toHaveProperty('DependsOn');
  });
});

describe('to add or remove an identity provider', () => {
  // What CloudFormation replaces a client for.
  const REPLACING = ['GenerateSecret', 'UserPoolId'];
  const clientsWith = (identityProviders: IdentityProvider[]) => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, identityProviders });
    pool.addServerClient('Server', WEB);
    return Object.entries(templateOf(stack).findResources(CLIENT)).map(([id, { Properties }]) => [
      id,
      ...REPLACING.map((name) => Properties[name]),
    ]);
  };

  it('never replaces a client', () => {
    const none = clientsWith([]);
    expect(none).toHaveLength(2);
    expect(clientsWith([newProvider('Acme')])).toEqual(none);
    expect(clientsWith([newProvider('Acme'), newProvider('Zeta')])).toEqual(none);
  });
});

describe('what Cognito accepts and users stumble over', () => {
  it('is a warning: callbackUrls without a page that could send users there', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool').addClient('Web', WEB);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/callbackUrlsWithoutDomain/)]);
  });

  it('is none with a domain, whoever made it, nor without callbackUrls', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', { hostedUi }).addClient('Web', WEB);
    new UserAuthPool(stack, 'Without').addClient('Web');
    const other = new UserAuthPool(stack, 'Other');
    other.addClient('Web', WEB);
    other.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'other' } });
    expect(warningsOf(stack)).toEqual([]);
  });
});

it('leaves what it is given as it was', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool', { hostedUi, identityProviders: [newProvider('Acme')] });
  const options = Object.freeze({
    callbackUrls: Object.freeze([URL]) as string[],
    logoutUrls: Object.freeze([URL]) as string[],
    allowedOAuthFlows: Object.freeze([OAuthFlow.CODE]) as OAuthFlow[],
    allowedOAuthScopes: Object.freeze([cognito.OAuthScope.EMAIL]) as cognito.OAuthScope[],
    supportedIdentityProviders: Object.freeze([
      cognito.UserPoolClientIdentityProvider.COGNITO,
    ]) as cognito.UserPoolClientIdentityProvider[],
    writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ locale: true, email: true }),
  });
  pool.addClient('A', options);
  pool.addServerClient('B', options);
  expect(() => templateOf(stack)).not.toThrow();
  expect(options.writeAttributes.attributes()).toEqual(['email', 'locale']);
});

it('may be in the stack of its app, whose URL it has, and which uses the pool', () => {
  const app = newApp();
  const hostedUi = HostedUi.cognitoDomain();
  const userPool = new UserAuthPool(new Stack(app, 'Users'), 'Pool', { defaultClient: false, hostedUi });
  const stack = new Stack(app, 'App');
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const web = new UserAuthClient(stack, 'Web', { userPool, callbackUrls: [`${httpApi.apiEndpoint}/`] });
  const fn = newFunction(stack, 'Fn');
  new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: userPool }).addLambdaRoute(fn, {
    httpApi,
    path: '/',
  });
  userPool.connect(fn, { client: web });
  const { JwtConfiguration } = only(templateOf(stack), 'AWS::ApiGatewayV2::Authorizer').properties as any;
  expect(JwtConfiguration.Audience).toEqual([stack.resolve(web.userPoolClientId)]);
});
