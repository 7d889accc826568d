/*
 * Apps that grow, each written with the library and with plain L2 in its best style, so that both have the same
 * resources.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { newFunction, paths, plainClient, plainPool, plainPoolWithClient } from './parts.mjs';
import { best } from './plain.mjs';

const require = createRequire(import.meta.url);
const { CfnResource, SecretValue, Stack } = require('aws-cdk-lib');
const { HttpApi, HttpMethod } = require('aws-cdk-lib/aws-apigatewayv2');
const cognito = require('aws-cdk-lib/aws-cognito');
const lambda = require('aws-cdk-lib/aws-lambda');

const CALLBACK_URLS = ['https://app.example.com/signed-in'];
const GROUPS = ['admins', 'editors'];
const ids = (prefix, count) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** The library is loaded only by those who use it. */
const library = () => require('cdk-user-auth-pool');

/** A pool with hosted pages, three clients and two groups in a stack of its own, and an API with ten routes. */
const tenants = {
  sizes: [25, 50, 100],
  library: (app, size) => {
    const { CognitoHttpApiAuthorizer, HostedUi, UserAuthPool } = library();
    for (const id of ids('Tenant', size)) {
      const stack = new Stack(app, id);
      const client = { callbackUrls: CALLBACK_URLS };
      const hostedUi = HostedUi.cognitoDomain({ domainPrefix: id.toLowerCase() });
      const userAuthPool = new UserAuthPool(stack, 'Pool', { hostedUi, client });
      for (const each of ['Web', 'Mobile']) userAuthPool.addClient(each, client);
      for (const group of GROUPS) userAuthPool.addGroup(group);
      guard(stack, new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool }), 10);
    }
  },
  best: (app, size) => {
    for (const id of ids('Tenant', size)) {
      const stack = new Stack(app, id);
      const made = plainPoolWithPages(stack, id.toLowerCase(), 3);
      for (const group of GROUPS) made.pool.addGroup(group, { groupName: group });
      best(stack, 10, made);
    }
  },
};

/** Ten clients, and identity providers that were created with the CDK's own constructs. */
const providers = {
  sizes: [25, 50, 100],
  library: (app, size) => {
    const { HostedUi, UserAuthPool } = library();
    const stack = new Stack(app, 'Stack');
    const client = { callbackUrls: CALLBACK_URLS };
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'app' }), client });
    for (const id of ids('Client', 9)) pool.addClient(id, client);
    addProviders(stack, pool.userPool, size);
  },
  best: (app, size) => {
    const stack = new Stack(app, 'Stack');
    plainPoolWithPages(stack, 'app', 10, size);
  },
};

/** A pool and an API with ten routes among other constructs. */
const surroundings = {
  sizes: [20_000],
  library: (app, size) => {
    const { CognitoHttpApiAuthorizer, UserAuthPool } = library();
    const stack = new Stack(app, 'Stack');
    addOthers(app, size);
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    guard(stack, new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool }), 10);
  },
  best: (app, size) => {
    const stack = new Stack(app, 'Stack');
    addOthers(app, size);
    best(stack, 10);
  },
};

/** Clients with the classic pages, since a pool can have 20 styles of managed login, and ten identity providers. */
const clients = {
  sizes: [1, 10, 50],
  library: (app, size) => {
    const { Branding, HostedUi, UserAuthPool } = library();
    const stack = new Stack(app, 'Stack');
    const client = { callbackUrls: CALLBACK_URLS };
    const hostedUi = HostedUi.cognitoDomain({ domainPrefix: 'app', branding: Branding.classic() });
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, client });
    for (const id of ids('Client', size - 1)) pool.addClient(id, client);
    addProviders(stack, pool.userPool, 10);
  },
  best: (app, size) => {
    const stack = new Stack(app, 'Stack');
    plainPoolWithPages(stack, 'app', size, 10, { isClassic: true });
  },
};

/**
 * Routes with a policy each, enforced in the token. Plain L2 has a hook from the same asset, and scopes in place of
 * policies. The library without policies has the same routes, and a function from that asset that is no hook.
 */
const policies = {
  sizes: [1, 10, 50, 300],
  library: (app, size) => {
    const { AccessPolicy, CognitoHttpApiAuthorizer, UserAuthPool } = library();
    const stack = new Stack(app, 'Stack');
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
    guard(stack, authorizer, size, (index) => ({ accessPolicy: AccessPolicy.group(`group${index}`) }));
  },
  without: (app, size) => {
    const { CognitoHttpApiAuthorizer, UserAuthPool } = library();
    const stack = new Stack(app, 'Stack');
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    guard(stack, new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool }), size);
    newHook(stack);
  },
  best: (app, size) => {
    const stack = new Stack(app, 'Stack');
    const made = plainPoolWithClient(stack);
    const { PRE_TOKEN_GENERATION_CONFIG } = cognito.UserPoolOperation;
    made.pool.addTrigger(PRE_TOKEN_GENERATION_CONFIG, newHook(stack), cognito.LambdaVersion.V2_0);
    best(stack, size, made, (index) => [`policy/group${index}`]);
  },
};

export const GROWING = { tenants, providers, surroundings, clients, policies };

/** A function from the asset of the token hook. The first asset of an app loads much of aws-cdk-lib. */
function newHook(stack) {
  const assets = join(dirname(require.resolve('cdk-user-auth-pool/package.json')), 'assets');
  return new lambda.Function(stack, 'Hook', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(join(assets, 'pre-token-generation')),
  });
}

/** Adds routes of the library to a function. */
function guard(stack, authorizer, routes, optionsOf = () => ({})) {
  const httpApi = new HttpApi(stack, 'Api');
  const handler = newFunction(stack);
  for (const [index, path] of paths(routes).entries()) {
    authorizer.addLambdaRoute(handler, { httpApi, path, methods: [HttpMethod.GET], ...optionsOf(index) });
  }
}

/** A pool of plain L2 with hosted pages. For managed login, each client has a style, without which it has no page. */
function plainPoolWithPages(stack, domainPrefix, count, providerCount = 0, { isClassic = false } = {}) {
  const pool = plainPool(stack);
  const { COGNITO, custom } = cognito.UserPoolClientIdentityProvider;
  const external = addProviders(stack, pool, providerCount).map(({ providerName }) => custom(providerName));
  pool.addDomain('Domain', {
    cognitoDomain: { domainPrefix },
    managedLoginVersion: cognito.ManagedLoginVersion[isClassic ? 'CLASSIC_HOSTED_UI' : 'NEWER_MANAGED_LOGIN'],
  });
  const { OPENID, EMAIL, PROFILE } = cognito.OAuthScope;
  const oAuth = {
    flows: { authorizationCodeGrant: true },
    scopes: [OPENID, EMAIL, PROFILE],
    callbackUrls: CALLBACK_URLS,
  };
  const supportedIdentityProviders = [COGNITO, ...external];
  const clients = ids('Client', count).map((id) => plainClient(pool, id, { oAuth, supportedIdentityProviders }));
  for (const [index, client] of isClassic ? [] : clients.entries()) {
    new cognito.CfnManagedLoginBranding(stack, `Style${index}`, {
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
  }
  return { pool, clients };
}

const addProviders = (stack, userPool, count) =>
  ids('Provider', count).map(
    (name) =>
      new cognito.UserPoolIdentityProviderOidc(stack, name, {
        userPool,
        name,
        clientId: 'client',
        clientSecret: SecretValue.secretsManager('provider').unsafeUnwrap(),
        issuerUrl: `https://${name}.example.com`,
        attributeMapping: { email: cognito.ProviderAttribute.other('email') },
      }),
  );

/** Resources of another kind, in stacks of 400. */
function addOthers(app, count) {
  for (let at = 0; at < count; at += 400) {
    const stack = new Stack(app, `Others${at}`);
    for (const id of ids('Topic', 400)) {
      new CfnResource(stack, id, { type: 'AWS::SNS::Topic', properties: { DisplayName: id } });
    }
  }
}
