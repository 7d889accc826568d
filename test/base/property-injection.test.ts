import { App, Duration, InjectionContext, IPropertyInjector, PropertyInjectors, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import * as library from '../../lib';
import { HostedUi, UserAuthPool } from '../../lib';
import { CLIENT } from '../client/support';
import { newFunction, newStack, only, templateOf } from '../support/synth';

type Props = Record<string, unknown>;

/** An injector that records what it is asked for, and sets props unless they are given. */
class Defaults implements IPropertyInjector {
  public readonly asked: InjectionContext[] = [];

  constructor(
    public readonly constructUniqueId: string,
    private readonly defaults: Props,
  ) {}

  public inject(original: Props, context: InjectionContext): Props {
    this.asked.push(context);
    return { ...this.defaults, ...original };
  }
}

/** Each construct class that users can create, with the props that it needs and a default that shows in a template. */
const CLASSES: [string, (scope: Construct, id: string) => Construct, Props, string, Props][] = [
  [
    'UserAuthPool',
    (scope, id) => new UserAuthPool(scope, id),
    { userPoolName: 'x' },
    'AWS::Cognito::UserPool',
    { UserPoolName: 'x' },
  ],
  [
    'UserAuthClient',
    (scope, id) => new library.UserAuthClient(scope, id, { userPool: poolIn(scope) }),
    { userPoolClientName: 'x' },
    CLIENT,
    { ClientName: 'x' },
  ],
  [
    'UserAuthMachineClient',
    (scope, id) =>
      new library.UserAuthMachineClient(scope, id, {
        userPool: poolIn(scope),
        scopes: [cognito.OAuthScope.custom('a/b')],
      }),
    { userPoolClientName: 'x' },
    CLIENT,
    { ClientName: 'x' },
  ],
  [
    'UserAuthGroup',
    (scope, id) => new library.UserAuthGroup(scope, id, { userPool: poolIn(scope) }),
    { groupName: 'x' },
    'AWS::Cognito::UserPoolGroup',
    { GroupName: 'x' },
  ],
  [
    'UserAuthResourceServer',
    (scope, id) =>
      new library.UserAuthResourceServer(scope, id, { userPool: poolIn(scope), scopes: [{ scopeName: 'read' }] }),
    { identifier: 'x' },
    'AWS::Cognito::UserPoolResourceServer',
    { Identifier: 'x' },
  ],
  [
    'UserAuthDomain',
    (scope, id) =>
      new library.UserAuthDomain(scope, id, { userPool: poolIn(scope), hostedUi: HostedUi.cognitoDomain() }),
    { featurePlan: cognito.FeaturePlan.LITE },
    'AWS::Cognito::UserPoolDomain',
    { ManagedLoginVersion: 1 },
  ],
  [
    'CognitoHttpApiAuthorizer',
    (scope, id) =>
      guardedBy(new library.CognitoHttpApiAuthorizer(scope, id, { userAuthPool: new UserAuthPool(scope, 'Own') })),
    { identitySource: ['$request.header.Token'] },
    'AWS::ApiGatewayV2::Authorizer',
    { IdentitySource: ['$request.header.Token'] },
  ],
  [
    'LambdaHttpApiAuthorizer',
    (scope, id) =>
      guardedBy(new library.LambdaHttpApiAuthorizer(scope, id, { handler: newFunction(scope as Stack, 'Handler') })),
    { resultsCacheTtl: Duration.seconds(7), identitySource: ['$request.header.Token'] },
    'AWS::ApiGatewayV2::Authorizer',
    { AuthorizerResultTtlInSeconds: 7 },
  ],
];

const poolIn = (scope: Construct) => new cognito.UserPool(scope, 'CdkPool');

function guardedBy<T extends library.CognitoHttpApiAuthorizer | library.LambdaHttpApiAuthorizer>(authorizer: T): T {
  authorizer.authorizerOf(new apigwv2.HttpApi(authorizer, 'Api'));
  return authorizer;
}

describe.each(CLASSES)('%s', (name, create, defaults, type, expected) => {
  const constructor = (library as unknown as Record<string, { PROPERTY_INJECTION_ID: string }>)[name]!;

  it('takes the defaults of a property injector', () => {
    const injector = new Defaults(constructor.PROPERTY_INJECTION_ID, defaults);
    const stack = new Stack(new App({ propertyInjectors: [injector] }), 'Stack');
    const made = create(stack, 'Mine');
    expect(injector.asked).toEqual([{ scope: stack, id: 'Mine' }]);
    expect(made.node.id).toBe('Mine');
    templateOf(stack, { keep: false }).hasResourceProperties(type, expected);
  });

  it('has an ID of its own', () => {
    expect(constructor.PROPERTY_INJECTION_ID).toBe(`cdk-user-auth-pool.${name}`);
  });
});

it('every construct class that users can create is one of them', () => {
  const constructs = Object.entries(library).filter(
    ([, each]) => typeof each === 'function' && each.prototype instanceof Construct,
  );
  expect(constructs.map(([name]) => name).sort()).toEqual(CLASSES.map(([name]) => name).sort());
});

describe('a property injector', () => {
  const nameOf = (...injectors: [Construct, string][]) => {
    for (const [scope, userPoolName] of injectors) {
      PropertyInjectors.of(scope).add(new Defaults(UserAuthPool.PROPERTY_INJECTION_ID, { userPoolName }));
    }
  };

  it('of the nearest construct decides', () => {
    const stack = newStack();
    const part = new Construct(stack, 'Part');
    nameOf([stack.node.root, 'app'], [stack, 'stack']);
    PropertyInjectors.of(part).add(new Defaults('another', {}));
    new UserAuthPool(part, 'Pool');
    expect(only(templateOf(stack), 'AWS::Cognito::UserPool').properties.UserPoolName).toBe('stack');
  });

  it('does not override what the user gives, unless it wants to', () => {
    const stack = newStack();
    nameOf([stack, 'default']);
    new UserAuthPool(stack, 'Pool', { userPoolName: 'given' });
    expect(only(templateOf(stack), 'AWS::Cognito::UserPool').properties.UserPoolName).toBe('given');
  });

  it('is checked like what the user gives', () => {
    const stack = newStack();
    nameOf([stack, 'no/name']);
    expect(() => new UserAuthPool(stack, 'Pool')).toThrow('userPoolName is "no/name"');
  });
});
