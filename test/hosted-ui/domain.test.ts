import { App, CfnOutput, CfnParameter, Fn, NestedStack, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AuthenticateCognitoAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2-actions';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { Branding } from '../../lib/hosted-ui/branding';
import { UserAuthDomain } from '../../lib/hosted-ui/domain';
import { HostedUi } from '../../lib/hosted-ui/hosted-ui';
import { UserAuthPool } from '../../lib/user-auth-pool';
import { LENIENT, messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const DOMAIN = 'AWS::Cognito::UserPoolDomain';
const STYLE = 'AWS::Cognito::ManagedLoginBranding';
const CSS = 'AWS::Cognito::UserPoolUICustomizationAttachment';
const { LITE, ESSENTIALS, PLUS } = cognito.FeaturePlan;

const mine = (branding?: Branding) => HostedUi.cognitoDomain({ domainPrefix: 'mine', branding });
const own = (stack: Stack) => {
  const arn = 'arn:aws:acm:us-east-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef';
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);
  return HostedUi.customDomain({ domainName: 'auth.example.com', certificate });
};
const make = (
  hostedUi: HostedUi | ((stack: Stack) => HostedUi),
  featurePlan?: cognito.FeaturePlan,
  props?: StackProps,
) => {
  const stack = newStack('S', props);
  const userPool = new cognito.UserPool(stack, 'Pool');
  const ui = hostedUi instanceof HostedUi ? hostedUi : hostedUi(stack);
  const domain = new UserAuthDomain(stack, 'Domain', { userPool, hostedUi: ui, featurePlan });
  const newClient = (id: string) => {
    const scope = new Construct(stack, id);
    return { scope, client: userPool.addClient(id + 'Client').node.defaultChild as cognito.CfnUserPoolClient };
  };
  return { stack, userPool, domain, newClient };
};

describe('the domain', () => {
  it('of Cognito', () => {
    const { stack, domain } = make(mine(), undefined, { env: { region: 'eu-west-1' } });
    const { id, properties } = only(templateOf(stack), DOMAIN);
    expect(properties).toEqual({ UserPoolId: { Ref: 'PoolD3F588B8' }, Domain: 'mine', ManagedLoginVersion: 2 });
    expect(domain.domainName).toBe('mine.auth.eu-west-1.amazoncognito.com');
    expect(domain.baseUrl).toBe('https://mine.auth.eu-west-1.amazoncognito.com');
    expect(domain.distributionDomainName).toBeUndefined();
    expect(domain.node.defaultChild).toBe(domain.cfnUserPoolDomain);
    expect(stack.resolve(domain.cfnUserPoolDomain.logicalId)).toBe(id);
    expect(warningsOf(stack)).toEqual([]);
  });

  it('of your own', () => {
    const { stack, domain } = make(own);
    expect(only(templateOf(stack), DOMAIN).properties).toMatchObject({
      Domain: 'auth.example.com',
      ManagedLoginVersion: 2,
    });
    expect(domain.domainName).toBe('auth.example.com');
    expect(domain.baseUrl).toBe('https://auth.example.com');
  });

  it('has a default prefix that is the same whoever makes it', () => {
    const prefixOf = (make: (stack: Stack) => void) => {
      const stack = newStack('S');
      make(stack);
      return only(templateOf(stack), DOMAIN).properties.Domain;
    };
    const hostedUi = HostedUi.cognitoDomain();
    const byPool = prefixOf((stack) => new UserAuthPool(stack, 'Users', { hostedUi }));
    const alone = prefixOf((stack) => {
      new UserAuthDomain(stack, 'Domain', { userPool: new UserAuthPool(stack, 'Users'), hostedUi });
    });
    expect(JSON.stringify(byPool)).toMatch(/^\{"Fn::Join":\["",\["s-users-[0-9a-f]{6}-",/);
    expect(alone).toEqual(byPool);
  });

  it('has another default prefix for another pool beside it', () => {
    const stack = newStack('S');
    for (const id of ['One', 'Other']) {
      const userPool = new cognito.UserPool(stack, id);
      new UserAuthDomain(stack, `${id}Domain`, { userPool, hostedUi: HostedUi.cognitoDomain() });
    }
    const prefixes = Object.values(templateOf(stack).findResources(DOMAIN)).map(({ Properties }) => Properties.Domain);
    expect(prefixes).toHaveLength(2);
    expect(prefixes[0]).not.toEqual(prefixes[1]);
  });

  it('is made for an imported pool too', () => {
    const stack = newStack('S');
    const userPool = cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-1_Ab12Cd34E');
    new UserAuthDomain(stack, 'Domain', { userPool, hostedUi: mine() });
    expect(only(templateOf(stack), DOMAIN).properties.UserPoolId).toBe('eu-west-1_Ab12Cd34E');
  });

  it('goes with the stack', () => {
    const domain = only(templateOf(make(mine()).stack), DOMAIN);
    expect([domain.DeletionPolicy, domain.UpdateReplacePolicy]).toEqual([undefined, undefined]);
  });

  it('tells its problems before anything is made', () => {
    const stack = newStack('S');
    const userPool = new cognito.UserPool(stack, 'Pool');
    const hostedUi = HostedUi.cognitoDomain({ domainPrefix: 'MINE' });
    expect(messageOf(() => new UserAuthDomain(stack, 'Domain', { userPool, hostedUi }))).toMatch(
      /^S\/Domain has 1 problem:\n {2}1\. hostedUi\.domainPrefix is "MINE": /,
    );
    templateOf(stack).resourceCountIs(DOMAIN, 0);
  });
});

describe('the name of a default domain', () => {
  /** The stack of the pool, and the one that reads. */
  const PLACES: [string, () => [Stack, Stack]][] = [
    ['another stack', () => two((app) => [new Stack(app, 'Users'), new Stack(app, 'Web')])],
    ['a nested stack', () => two((_, parent, child) => [parent, child])],
    ['the parent of its stack', () => two((_, parent, child) => [child, parent])],
    ['a sibling of its stack', () => two((_, parent, child) => [child, new NestedStack(parent, 'Sibling')])],
  ];
  const two = (choose: (app: App, parent: Stack, child: Stack) => [Stack, Stack]) => {
    const app = newApp();
    const parent = new Stack(app, 'Parent');
    return choose(app, parent, new NestedStack(parent, 'Child'));
  };

  it.each(PLACES)('read in %s, has the ID of the stack that the domain is in', (_, places) => {
    const [users, web] = places();
    const client = { callbackUrls: ['https://example.com'] };
    const pool = new UserAuthPool(users, 'Pool', { hostedUi: HostedUi.cognitoDomain(), client });
    pool.connect(newFunction(web, 'Fn'));
    const config = pool.frontEndConfig();
    config.toOutputs(new Construct(web, 'Outputs'));
    config.toParameter(web, 'Parameter');
    new CfnOutput(web, 'SignIn', { value: pool.client.signInUrl });
    const template = JSON.stringify(templateOf(web).toJSON().Resources);
    expect(template).toContain('amazoncognito');
    expect(template).not.toContain('AWS::StackId');
  });
});

describe('the pages', () => {
  it.each([
    [undefined, undefined, 2],
    [undefined, LITE, 1],
    [undefined, ESSENTIALS, 2],
    [undefined, PLUS, 2],
    [Branding.managedLogin(), undefined, 2],
    [Branding.managedLogin(), ESSENTIALS, 2],
    [Branding.classic(), undefined, 1],
    [Branding.classic(), LITE, 1],
    [Branding.classic(), PLUS, 1],
  ])('of %j on the plan %s are of version %i', (branding, featurePlan, version) => {
    const { stack, domain } = make(mine(branding), featurePlan);
    expect(only(templateOf(stack), DOMAIN).properties.ManagedLoginVersion).toBe(version);
    expect(domain.isManagedLogin).toBe(version === 2);
  });
});

describe('the style of a client', () => {
  const settings = (color: string) => ({ components: { pageBackground: { lightMode: { color } } } });

  it('is that of Cognito if nobody gave one, and comes after the domain', () => {
    const { stack, domain, newClient } = make(mine());
    const { scope, client } = newClient('Web');
    const made = domain._brand(scope, client);
    const style = only(templateOf(stack), STYLE);
    expect(style.properties).toEqual({
      UserPoolId: { Ref: 'PoolD3F588B8' },
      ClientId: { Ref: stack.resolve(client.logicalId) as string },
      UseCognitoProvidedValues: true,
    });
    expect(style.DependsOn).toEqual([only(templateOf(stack), DOMAIN).id]);
    expect(made?.node.scope).toBe(scope);
  });

  it('is that of the pool, or its own, one for each client', () => {
    const { stack, domain, newClient } = make(mine(Branding.managedLogin({ settings: settings('ffffffff') })));
    const [web, admin] = [newClient('Web'), newClient('Admin')];
    domain._brand(web.scope, web.client);
    domain._brand(admin.scope, admin.client, Branding.managedLogin({ settings: settings('000000ff') }));
    const styles = Object.values(templateOf(stack).findResources(STYLE));
    const colors = styles.map(({ Properties }) => [Properties.ClientId.Ref, Properties.Settings] as unknown);
    expect(colors).toEqual([
      [stack.resolve(web.client.logicalId), settings('ffffffff')],
      [stack.resolve(admin.client.logicalId), settings('000000ff')],
    ]);
  });

  it('is the style sheet of the pool or its own on classic pages, after the domain', () => {
    const { stack, domain, newClient } = make(mine(Branding.classic({ css: 'a' })));
    const [web, admin] = [newClient('Web'), newClient('Admin')];
    domain._brand(web.scope, web.client);
    domain._brand(admin.scope, admin.client, Branding.classic({ css: 'b' }));
    const template = templateOf(stack);
    const sheets = Object.values(template.findResources(CSS));
    expect(sheets.map(({ Properties, DependsOn }) => [Properties.CSS, DependsOn] as unknown)).toEqual([
      ['a', [only(template, DOMAIN).id]],
      ['b', [only(template, DOMAIN).id]],
    ]);
  });

  it('is none on classic pages without a style sheet', () => {
    const { stack, domain, newClient } = make(mine(), LITE);
    const { scope, client } = newClient('Web');
    expect(domain._brand(scope, client)).toBeUndefined();
    templateOf(stack).resourceCountIs(CSS, 0);
  });

  it('is rejected if it is of the other kind', () => {
    const { stack, domain, newClient } = make(mine());
    const { scope, client } = newClient('Web');
    expect(messageOf(() => domain._brand(scope, client, Branding.classic({ css: 'a' })))).toMatch(
      /^S\/Web has 1 problem:\n {2}1\. branding is Branding\.classic\(\), with the pages of Branding\.managedLogin\(\): /,
    );
    templateOf(stack).resourceCountIs(CSS, 0);
  });
});

describe('signInUrl and signOutUrl', () => {
  const { stack, domain } = make(own);

  it('are encoded', () => {
    expect(domain.signInUrl('1a2b', 'https://app.example.com/in?a=1&b=2', ['openid', 'https://api/read', 'a b'])).toBe(
      'https://auth.example.com/login?client_id=1a2b&response_type=code&scope=openid+https%3A%2F%2Fapi%2Fread+a%20b' +
        '&redirect_uri=https%3A%2F%2Fapp.example.com%2Fin%3Fa%3D1%26b%3D2',
    );
    expect(domain.signOutUrl('1a2b', 'https://app.example.com/out')).toBe(
      'https://auth.example.com/logout?client_id=1a2b&logout_uri=https%3A%2F%2Fapp.example.com%2Fout',
    );
  });

  it('leave what only deployment will know as it is', () => {
    const host = new CfnParameter(stack, 'Host').valueAsString;
    const client = new CfnParameter(stack, 'Client').valueAsString;
    const scope = new CfnParameter(stack, 'Scope').valueAsString;
    expect(stack.resolve(domain.signInUrl(client, `https://${host}/in`, ['openid', scope]))).toEqual({
      'Fn::Join': [
        '',
        [
          'https://auth.example.com/login?client_id=',
          { Ref: 'Client' },
          '&response_type=code&scope=openid+',
          { Ref: 'Scope' },
          '&redirect_uri=https%3A%2F%2F',
          { Ref: 'Host' },
          '%2Fin',
        ],
      ],
    });
    expect(stack.resolve(domain.signOutUrl(client, host))).toEqual({
      'Fn::Join': [
        '',
        ['https://auth.example.com/logout?client_id=', { Ref: 'Client' }, '&logout_uri=', { Ref: 'Host' }],
      ],
    });
  });
});

describe('a client without a style', () => {
  const build = (make: (pool: UserAuthPool, stack: Stack) => void, context?: Record<string, unknown>) => {
    const stack = new Stack(newApp(context), 'S');
    make(
      new UserAuthPool(stack, 'Pool', {
        hostedUi: HostedUi.cognitoDomain(),
        client: { callbackUrls: ['https://a.example.com'] },
      }),
      stack,
    );
    return warningsOf(stack);
  };
  const addClient = (pool: UserAuthPool) => {
    const made = pool.userPool.addClient('L2', { oAuth: { callbackUrls: ['https://b.example.com'] } });
    return made.node.defaultChild as cognito.CfnUserPoolClient;
  };

  it('is a warning on the pages of managed login', () => {
    expect(build(addClient)).toEqual([
      expect.stringContaining('The client S/Pool/Default/L2/Resource has no branding for the pages of the domain'),
    ]);
  });

  it('is a warning where the version of the pages is text', () => {
    const warnings = build((pool) => {
      addClient(pool);
      pool.hostedUiDomain!.cfnUserPoolDomain.addPropertyOverride('ManagedLoginVersion', '2');
    }, LENIENT);
    expect(warnings.join()).toContain('S/Pool/Default/L2/Resource has no branding');
  });

  it('is none on pages that have been made classic ones', () => {
    expect(
      build((pool) => {
        addClient(pool);
        pool.hostedUiDomain!.cfnUserPoolDomain.managedLoginVersion = 1;
      }),
    ).toEqual([]);
  });

  it('is none with a style that names it by hand', () => {
    expect(
      build((pool, stack) => {
        const clientId = Fn.ref(stack.getLogicalId(addClient(pool)));
        const { userPoolId } = pool;
        new cognito.CfnManagedLoginBranding(stack, 'Style', { userPoolId, clientId, useCognitoProvidedValues: true });
      }),
    ).toEqual([]);
  });

  it('is none with a style, however it was made, or without callback URLs', () => {
    expect(
      build((pool, stack) => {
        const clientId = addClient(pool).ref;
        new cognito.CfnManagedLoginBranding(stack, 'Style', {
          userPoolId: pool.userPoolId,
          clientId,
          useCognitoProvidedValues: true,
        });
        pool.userPool.addClient('None', { disableOAuth: true });
        pool.addClient('Ours', { callbackUrls: ['https://c.example.com'] });
      }),
    ).toEqual([]);
  });
});

describe('a domain as a CDK resource', () => {
  it('is accepted by the Cognito action of a load balancer', () => {
    const { stack, domain, userPool } = make(mine(), undefined, { env: { region: 'eu-west-1' } });
    const userPoolClient = userPool.addClient('Balancer', { generateSecret: true });
    const action = new AuthenticateCognitoAction({
      userPool,
      userPoolClient,
      userPoolDomain: domain,
      next: ListenerAction.fixedResponse(200),
    });
    expect(stack.resolve(action.renderActions())).toMatchObject([
      { authenticateCognitoConfig: { userPoolDomain: expect.stringMatching(/^mine\.auth\./) } },
      {},
    ]);
  });

  it('has a reference, a stack and an environment, and takes a removal policy', () => {
    const { stack, domain } = make(mine());
    domain.applyRemovalPolicy(RemovalPolicy.RETAIN);
    expect(stack.resolve(domain.userPoolDomainRef)).toMatchObject({ domain: { Ref: expect.any(String) } });
    expect([domain.stack, domain.env]).toEqual([stack, domain.cfnUserPoolDomain.env]);
    templateOf(stack).hasResource(DOMAIN, { DeletionPolicy: 'Retain' });
  });
});
