import { App, CfnCondition, CfnParameter, Fn, NestedStack, SecretValue, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  HostedUi,
  IdentityProvider,
  SamlMetadata,
  UserAuthClient,
  UserAuthClientOptions,
  UserAuthPool,
} from '../../lib';
import * as synth from '../support/synth';
import { newApp, newStack, only, templateOf } from '../support/synth';
import { CLIENT, errorOf, newProvider, problemsOf, propertiesOf, resourceOf } from './support';

const { COGNITO, GOOGLE } = cognito.UserPoolClientIdentityProvider;
const EXTERNAL = { allowOnlyExternalIdentityProviders: true };
const WEB = { callbackUrls: ['https://app.example.com'] };
const hostedUi = HostedUi.cognitoDomain();
const acme = () => newProvider('Acme');
const zeta = () => newProvider('Zeta');
/** The warnings, without that of pools whose clients have no callbackUrls, as here. */
const warningsOf = (stack: Stack) =>
  synth.warningsOf(stack).filter((text) => !text.includes('identityProvidersWithoutCallbackUrls'));

describe('where users come from', () => {
  it('is the pool, where it has no identity provider', () => {
    expect(propertiesOf({}).SupportedIdentityProviders).toEqual(['COGNITO']);
  });

  it('is the pool and each of its identity providers, those added later too, in an order that nothing changes', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, identityProviders: [zeta()] });
    const before = pool.addClient('Before');
    pool.addIdentityProvider(acme());
    const after = pool.addClient('After');
    for (const client of [pool.client, before, after]) {
      expect(resourceOf(stack, client).Properties.SupportedIdentityProviders).toEqual(['COGNITO', 'Acme', 'Zeta']);
    }
  });

  it('is what the client names', () => {
    const identityProviders = [acme(), zeta()];
    const named = { supportedIdentityProviders: [COGNITO, identityProviders[1]!.supportedProvider] };
    expect(propertiesOf(named, { hostedUi, identityProviders }).SupportedIdentityProviders).toEqual([
      'COGNITO',
      'Zeta',
    ]);
  });

  it("is a provider of the CDK's own too, which the client comes after", () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, identityProviders: [zeta()] });
    const google = new cognito.UserPoolIdentityProviderGoogle(stack, 'Google', {
      userPool: pool.userPool,
      clientId: 'x',
      clientSecretValue: SecretValue.secretsManager('google'),
      attributeMapping: { email: cognito.ProviderAttribute.GOOGLE_EMAIL },
    });
    const ref: unknown = stack.resolve((google.node.defaultChild as cognito.CfnUserPoolIdentityProvider).ref);
    const { GOOGLE } = cognito.UserPoolClientIdentityProvider;
    const named = pool.addClient('Named', {
      supportedIdentityProviders: [GOOGLE],
      writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ locale: true }),
    });
    const { SupportedIdentityProviders, WriteAttributes } = resourceOf(stack, named).Properties;
    expect(resourceOf(stack, pool.client).Properties.SupportedIdentityProviders).toEqual(['COGNITO', ref, 'Zeta']);
    expect(SupportedIdentityProviders).toEqual([ref]);
    expect(WriteAttributes).toEqual(['email', 'locale']);
  });

  it('is not nowhere', () => {
    expect(problemsOf({ supportedIdentityProviders: [] })).toEqual([
      'supportedIdentityProviders is empty: nobody could sign in on the hosted page. List the providers, or omit it for all of them.',
    ]);
  });
});

describe("a provider of the CDK's own", () => {
  const newGoogle = (scope: Construct, userPool: cognito.IUserPool) => {
    const clientSecretValue = SecretValue.secretsManager('google');
    const made = new cognito.UserPoolIdentityProviderGoogle(scope, 'Google', {
      userPool,
      clientId: 'x',
      clientSecretValue,
    });
    return made.node.defaultChild as cognito.CfnUserPoolIdentityProvider;
  };
  /** What a client has where the provider stands in another stack than the pool. */
  const elsewhere = (stackOf: (app: App, users: Stack) => Stack, options?: UserAuthClientOptions) => {
    const app = newApp();
    const users = new Stack(app, 'Users');
    const pool = new UserAuthPool(users, 'Pool', { hostedUi, client: options });
    newGoogle(stackOf(app, users), pool.userPool);
    const { SupportedIdentityProviders } = only(templateOf(users), CLIENT).properties;
    return { SupportedIdentityProviders, warnings: warningsOf(users) };
  };
  const PLACES: [string, string, (app: App, users: Stack) => Stack][] = [
    ['another stack', 'Providers/Google/Resource', (app) => new Stack(app, 'Providers')],
    ['a nested stack', 'Users/Nested/Google/Resource', (_, users) => new NestedStack(users, 'Nested')],
  ];
  /** A pool, a provider and a client, each in a stack of its own. */
  const inThreeStacks = () => {
    const app = newApp();
    const [users, providers, web] = [new Stack(app, 'Users'), new Stack(app, 'Providers'), new Stack(app, 'Web')];
    const pool = new UserAuthPool(users, 'Pool', { hostedUi, client: { supportedIdentityProviders: [COGNITO] } });
    const google = newGoogle(providers, pool.userPool);
    return { providers, web, google, client: new UserAuthClient(web, 'Client', { userPool: pool }) };
  };
  const leftOut = (path: string, reason: string) =>
    `The client does not offer the identity provider ${path}, because it may not exist when the client is created: ${reason}. ` +
    'Add the provider with pool.addIdentityProvider(), or ';
  const ELSEWHERE = 'it is in another stack, which may be deployed later';
  const WAITING = 'it waits for the client, directly or through other resources';

  it.each(PLACES)('in %s is missing, with a warning: the two would wait for each other', (_, path, stackOf) => {
    const { SupportedIdentityProviders, warnings } = elsewhere(stackOf);
    expect(SupportedIdentityProviders).toEqual(['COGNITO']);
    expect(warnings).toEqual([expect.stringContaining(leftOut(path, ELSEWHERE))]);
  });

  it.each(PLACES)('in %s can be named, with a warning', (_, path, stackOf) => {
    const { SupportedIdentityProviders, warnings } = elsewhere(stackOf, { supportedIdentityProviders: [GOOGLE] });
    expect(SupportedIdentityProviders).toEqual(['Google']);
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(
          `The client names the identity provider ${path}, .*: Cognito would then reject the client.*identityProviderMayNotExist`,
        ),
      ),
    ]);
  });

  it('in another stack is offered where the client has been told to wait for it', () => {
    const { providers, web, client } = inThreeStacks();
    client.node.addDependency(providers);
    expect(only(templateOf(web), CLIENT).properties.SupportedIdentityProviders).toEqual([
      'COGNITO',
      { 'Fn::ImportValue': expect.stringContaining('Google') },
    ]);
    expect(warningsOf(web)).toEqual([]);
  });

  it.each<[string, (google: cognito.CfnUserPoolIdentityProvider, condition: CfnCondition) => void]>([
    ['set', (google, condition) => (google.cfnOptions.condition = condition)],
    ['written over it', (google) => google.addOverride('Condition', 'If')],
  ])('under a condition (%s) is offered under the condition', (_, restrict) => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi });
    const google = newGoogle(stack, pool.userPool);
    const stage = new CfnParameter(stack, 'Stage').valueAsString;
    restrict(google, new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(stage, 'prod') }));
    const named = pool.addClient('Named', { supportedIdentityProviders: [GOOGLE] });
    const provider = { 'Fn::If': ['If', stack.resolve(google.ref) as unknown, { Ref: 'AWS::NoValue' }] };
    const providersOf = (client: UserAuthClient) => resourceOf(stack, client).Properties.SupportedIdentityProviders;
    expect(providersOf(pool.client)).toEqual(['COGNITO', provider]);
    expect(providersOf(named)).toEqual([provider]);
    expect(warningsOf(stack)).toEqual([]);
  });

  it('of the same name as another is offered under the condition of each', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi });
    const stage = new CfnParameter(stack, 'Stage').valueAsString;
    const prod = new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(stage, 'prod') });
    const dev = new CfnCondition(stack, 'Dev', { expression: Fn.conditionEquals(stage, 'dev') });
    const [one, other] = [prod, dev].map((condition) => {
      const google = newGoogle(new Construct(stack, `In${condition.node.id}`), pool.userPool);
      google.cfnOptions.condition = condition;
      return stack.resolve(google.ref) as unknown;
    });
    const named = pool.addClient('Named', { supportedIdentityProviders: [GOOGLE] });
    const either = [other, one].map((ref, index) => ({
      'Fn::If': [['Dev', 'Prod'][index], ref, { Ref: 'AWS::NoValue' }],
    }));
    const providersOf = (client: UserAuthClient) => resourceOf(stack, client).Properties.SupportedIdentityProviders;
    expect(providersOf(pool.client)).toEqual(['COGNITO', ...either]);
    expect(providersOf(named)).toEqual(either);
  });

  it.each<[string, (google: cognito.CfnUserPoolIdentityProvider, pool: UserAuthPool) => void]>([
    ['the pool', (google, pool) => google.node.scope!.node.addDependency(pool)],
    ['the client', (google, { client }) => google.addDependency(client.cfnUserPoolClient)],
    [
      'what waits for the client',
      (google, pool) => {
        const group = pool.addGroup('editors');
        group.node.addDependency(pool.client);
        google.node.addDependency(group);
      },
    ],
    [
      'the id of the client',
      (google, { client }) => google.addPropertyOverride('ProviderDetails.client_id', client.userPoolClientId),
    ],
  ])('that waits for %s is missing, with a warning', (_, wait) => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi });
    wait(newGoogle(stack, pool.userPool), pool);
    expect(resourceOf(stack, pool.client).Properties.SupportedIdentityProviders).toEqual(['COGNITO']);
    expect(warningsOf(stack)).toEqual([expect.stringContaining(leftOut('S/Google/Resource', WAITING))]);
  });

  it('that the client refers to by itself is no warning', () => {
    const { web, google, client } = inThreeStacks();
    client.cfnUserPoolClient.supportedIdentityProviders = [google.ref];
    expect(warningsOf(web)).toEqual([]);
  });

  const besidePool = (stackOf: (users: Stack, app: App) => Stack) => {
    const app = newApp();
    const users = new Stack(app, 'Users');
    const pool = new UserAuthPool(users, 'Pool', { hostedUi });
    const google = newGoogle(users, pool.userPool);
    const web = stackOf(users, app);
    new UserAuthClient(web, 'Client', { userPool: pool });
    return { app, web, google };
  };
  const providersIn = (stack: Stack) =>
    only(Template.fromStack(stack), CLIENT).properties.SupportedIdentityProviders as unknown[];

  it('beside the pool is waited for by a client in another stack', () => {
    const { app, web } = besidePool((_, root) => new Stack(root, 'Web'));
    app.synth();
    expect(providersIn(web)).toEqual(['COGNITO', { 'Fn::ImportValue': expect.stringContaining('Google') }]);
  });

  it('beside the pool is waited for by a client in a nested stack', () => {
    const { app, web } = besidePool((users) => new NestedStack(users, 'Web'));
    app.synth();
    expect(providersIn(web)).toEqual(['COGNITO', { Ref: expect.stringContaining('Google') }]);
  });

  it('beside the pool is missing of a client in a nested stack for which it waits', () => {
    const { app, web, google } = besidePool((users) => new NestedStack(users, 'Web'));
    google.addPropertyOverride('ProviderDetails.client_secret', new Secret(web, 'Secret').secretValue.unsafeUnwrap());
    app.synth();
    expect(providersIn(web)).toEqual(['COGNITO']);
    expect(warningsOf(web.nestedStackParent!)).toEqual([
      expect.stringContaining(leftOut('Users/Google/Resource', WAITING)),
    ]);
  });

  it('of a name that only deployment will know is waited for, and no name is judged beside it', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi });
    const google = newGoogle(stack, pool.userPool);
    google.providerName = new CfnParameter(stack, 'Name').valueAsString;
    const ref: unknown = stack.resolve(google.ref);
    const custom = cognito.UserPoolClientIdentityProvider.custom(google.ref);
    const [named, other] = [[custom], [cognito.UserPoolClientIdentityProvider.custom('Okta')]].map((each, index) =>
      pool.addClient(`C${index}`, { supportedIdentityProviders: each }),
    );
    const providersOf = (client: UserAuthClient) => resourceOf(stack, client).Properties.SupportedIdentityProviders;
    expect([pool.client, named!, other!].map(providersOf)).toEqual([['COGNITO', ref], [ref], ['Okta']]);
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('a client for users of identity providers only', () => {
  it('has those that it names, without the pool', () => {
    const supportedIdentityProviders = [COGNITO, acme().supportedProvider];
    const properties = propertiesOf(
      { ...EXTERNAL, supportedIdentityProviders },
      { hostedUi, identityProviders: [acme(), zeta()] },
    );
    expect(properties.SupportedIdentityProviders).toEqual(['Acme']);
  });

  it('takes a provider that is added later', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, client: { ...EXTERNAL, ...WEB } });
    pool.addIdentityProvider(acme());
    expect(resourceOf(stack, pool.client).Properties.SupportedIdentityProviders).toEqual(['Acme']);
    expect(warningsOf(stack)).toEqual([]);
  });

  it.each<UserAuthClientOptions>([{}, { supportedIdentityProviders: [COGNITO] }])(
    'has one provider at least: %o',
    (options) => {
      const stack = newStack('S');
      new UserAuthPool(stack, 'Pool').addClient('C', { ...EXTERNAL, ...options });
      expect(errorOf(stack)).toContain(
        '[S/Pool/C] allowOnlyExternalIdentityProviders is true, on a client without identity providers: nobody could sign in. ' +
          'Give the pool identityProviders, list some in supportedIdentityProviders, or omit it.',
      );
    },
  );

  it('names them where the pool stands elsewhere', () => {
    const stack = newStack();
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    const supportedIdentityProviders = [cognito.UserPoolClientIdentityProvider.custom('Theirs')];
    const client = new UserAuthClient(stack, 'C', { ...EXTERNAL, supportedIdentityProviders, userPool: pool });
    expect(resourceOf(stack, client).Properties.SupportedIdentityProviders).toEqual(['Theirs']);
  });
});

describe('what Cognito may reject, or users stumble over, is a warning:', () => {
  it.each([
    ['a provider that the pool lacks, for another app may have added it', 'Google', 'Add it with '],
    [
      'one that is nearly the name of another',
      'acme',
      String.raw`Write \"Acme\"; or, if it is another provider, add it with `,
    ],
  ])('%s', (_, name, remedy) => {
    const stack = newStack('S');
    const supportedIdentityProviders = [COGNITO, cognito.UserPoolClientIdentityProvider.custom(name)];
    new UserAuthPool(stack, 'Pool', {
      hostedUi,
      identityProviders: [acme()],
      client: { ...WEB, supportedIdentityProviders },
    });
    expect(warningsOf(stack)).toEqual([
      expect.stringContaining(
        String.raw`The client names the identity provider \"${name}\", and the pool has \"COGNITO\", \"Acme\": unless another app has added it, Cognito rejects the client. ${remedy}pool.addIdentityProvider().`,
      ),
    ]);
  });

  const initiating = () =>
    IdentityProvider.saml('Acme', {
      metadata: SamlMetadata.fromUrl('https://acme.example.com/metadata'),
      idpInitiated: true,
    });
  const warningsWith = (options: UserAuthClientOptions, providers = [initiating()]) => {
    const stack = newStack();
    const supportedIdentityProviders = [cognito.UserPoolClientIdentityProvider.COGNITO];
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, client: { supportedIdentityProviders } });
    pool.addClient('Web', { ...WEB, ...options });
    for (const each of providers) pool.addIdentityProvider(each);
    return warningsOf(stack);
  };

  it('a provider that sends users by itself, beside others', () => {
    const warned = [expect.stringMatching(/Acme.*idpInitiatedWithOtherProviders/)];
    expect(warningsWith({})).toEqual(warned);
    const google = IdentityProvider.google({ clientId: 'x', clientSecret: SecretValue.secretsManager('google') });
    expect(warningsWith(EXTERNAL, [initiating(), google])).toEqual(warned);
    expect(warningsWith({ supportedIdentityProviders: [COGNITO, initiating().supportedProvider] })).toEqual(warned);
  });

  it('none for one beside SAML providers only, where the client does not name it, or where users are sent there', () => {
    expect(warningsWith({ supportedIdentityProviders: [initiating().supportedProvider] })).toEqual([]);
    expect(warningsWith(EXTERNAL)).toEqual([]);
    expect(warningsWith(EXTERNAL, [initiating(), zeta()])).toEqual([]);
    expect(warningsWith({ supportedIdentityProviders: [COGNITO] })).toEqual([]);
    expect(warningsWith({}, [acme()])).toEqual([]);
  });
});
