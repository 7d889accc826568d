import { Duration, SecretValue, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as library from '../../lib';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  FrontEndConfigOptions,
  HttpApiAccess,
  HostedUi,
  IdentityProvider,
  LambdaHttpApiAuthorizer,
  UserAuthClient,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { messageOf, newFunction, newStack } from '../support/synth';

const newPool = (props: object) => new UserAuthPool(newStack('S'), 'Pool', props);

/** The problems that a pool with such props has. */
const problemsOf = (props: object) =>
  messageOf(() => newPool(props))
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ *\d+\. /, ''));

/** The problem of a route with such options, besides the API and the path. */
function routeProblemOf(options: object): string {
  const stack = newStack('S');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool: new UserAuthPool(stack, 'Pool') });
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  return messageOf(() => authorizer.addLambdaRoute(newFunction(stack, 'Fn'), { httpApi, path: '/a', ...options }));
}

afterEach(() => vi.unstubAllEnvs());

describe('an unknown option', () => {
  it.each([
    ['acessPolicy', 'Write accessPolicy.'],
    ['accesspolicy', 'Write accessPolicy.'],
    ['policy', 'Write accessPolicy.'],
    ['scopes', 'Write authorizationScopes.'],
    ['auth', 'Remove it. The options are '],
  ])('of a route fails, for it would leave the route open to every user: %s', (name, remedy) => {
    expect(routeProblemOf({ [name]: ['x'] })).toContain(
      `1. ${name} is not a known option: it would have no effect. ${remedy}`,
    );
  });

  it('in snake case is given its name, which no message puts into snake case: a property injector needs it', () => {
    vi.stubEnv('JSII_AGENT', 'Python/3.11.7');
    expect(problemsOf({ user_pool_name: 'a', password_policy: { minimum_length: 8 } })).toEqual([
      'user_pool_name is not a known option: it would have no effect. Write "userPoolName".',
      'password_policy is not a known option: it would have no effect. Write "passwordPolicy".',
    ]);
  });

  it('that another struct has is given its place', () => {
    expect(problemsOf({ callbackUrls: ['https://example.com'] })).toEqual([
      'callbackUrls is not a known option: it would have no effect. Write client.callbackUrls.',
    ]);
  });

  it('is found in nested structs, and every one is told', () => {
    expect(problemsOf({ passwordPolicy: { minLength: 8 }, client: { refreshToken: Duration.days(1) } })).toEqual([
      'passwordPolicy.minLength is not a known option: it would have no effect. Write minimumLength.',
      expect.stringMatching(
        /^client\.refreshToken is not a known option: it would have no effect\. Write refreshToken/,
      ),
    ]);
  });

  it('that is undefined is not judged: others spread their options', () => {
    expect(() => newPool({ unknown: undefined })).not.toThrow();
  });

  it('of a factory names the factory', () => {
    expect(messageOf(() => HostedUi.cognitoDomain({ prefix: 'x' } as object))).toBe(
      'HostedUi.cognitoDomain() has 1 problem:\n' +
        '  1. prefix is not a known option: it would have no effect. Write domainPrefix.',
    );
  });

  it('makes nothing', () => {
    const stack = newStack('S');
    expect(() => new UserAuthPool(stack, 'Pool', { mfa: 'ON' } as UserAuthPoolProps)).toThrow();
    expect(stack.node.findChild('Pool').node.children).toEqual([]);
  });
});

describe('a value of another kind', () => {
  it.each<[string, object, string]>([
    [
      'a string for a list',
      { schema: 'email' },
      'schema is "email": it is not a list. Give a list, for example [AttributeSchema.customString(\'tenant\')], or omit it.',
    ],
    [
      'a list for options',
      { client: [] },
      "client is a list: it is not an object with options. Give an object with options, for example { callbackUrls: ['https://app.example.com/'] }, or omit it.",
    ],
    [
      'null',
      { client: null },
      "client is null: it is not an object with options. Give an object with options, for example { callbackUrls: ['https://app.example.com/'] }, or omit it.",
    ],
    ['null for an enum', { featurePlan: null }, 'featurePlan is null: it is not a value. Give a value, or omit it.'],
    [
      'a string for a boolean',
      { deletionProtection: 'yes' },
      'deletionProtection is "yes": it is not a boolean. Give a boolean, or omit it.',
    ],
    ['a number for a string', { userPoolName: 7 }, 'userPoolName is 7: it is not a string. Give a string, or omit it.'],
    [
      'a number for a duration',
      { client: { accessTokenValidity: 3600 } },
      'client.accessTokenValidity is 3600: it is not a Duration. Give a Duration, for example Duration.hours(1), or omit it.',
    ],
    [
      'an object for a class',
      { hostedUi: { domainPrefix: 'x' } },
      'hostedUi is an object: it is not a HostedUi. Give a HostedUi, for example HostedUi.cognitoDomain(), or omit it.',
    ],
    [
      'a class for an object',
      { hostedUi: HostedUi },
      'hostedUi is a function: it is not a HostedUi. Give a HostedUi, for example HostedUi.cognitoDomain(), or omit it.',
    ],
    [
      'a string in a list',
      { identityProviders: ['Google'] },
      'identityProviders[0] is "Google": it is not an IdentityProvider. Give an IdentityProvider, for example IdentityProvider.google({ clientId, clientSecret }).',
    ],
  ])('is told: %s', (_, props, problem) => {
    expect(problemsOf(props)).toEqual([problem]);
  });

  it('is not a token of the right kind', () => {
    const { userPoolName } = { userPoolName: Token.asString({ Ref: 'Name' }) };
    expect(() => newPool({ userPoolName, client: { callbackUrls: Token.asList({ Ref: 'Urls' }) } })).not.toThrow();
  });

  it('is a boolean that only the deployment knows, which would count as true', () => {
    const deletionProtection = Token.asAny({ Ref: 'Flag' }) as unknown as boolean;
    expect(messageOf(() => newPool({ deletionProtection }))).toContain(
      'deletionProtection is an object of the class Intrinsic: it is not a boolean. Give a boolean, or omit it.',
    );
  });

  it.each([
    [
      'a string for a list of routes, once',
      { publicRoutes: 'GET /health' },
      'publicRoutes is "GET /health": it is not a list.',
    ],
  ])('is told: %s', (_, options, problem) => {
    const stack = newStack('S');
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool: new UserAuthPool(stack, 'Pool') });
    const error = messageOf(() =>
      authorizer.requireOnEveryRoute(
        new apigwv2.HttpApi(stack, 'Api'),
        options as unknown as { publicRoutes: string[] },
      ),
    );
    expect(error).toContain('has 1 problem:');
    expect(error).toContain(problem);
  });

  it('is told with the class to use', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    const scopes = ['reports/read'] as unknown as cognito.OAuthScope[];
    expect(messageOf(() => pool.addMachineClient('M', { scopes }))).toContain(
      `1. scopes[0] is "reports/read": it is not an OAuthScope. Give an OAuthScope, for example OAuthScope.custom('reports/read').`,
    );
    expect(messageOf(() => pool.scopeFor('editors' as unknown as AccessPolicy))).toContain(
      `1. policy is "editors": it is not an AccessPolicy. Give an AccessPolicy, for example AccessPolicy.group('editors') or the policy of a group.`,
    );
    expect(messageOf(() => AccessPolicy.client('1example' as unknown as UserAuthClient))).toContain(
      '1. client is "1example": it is not an IUserPoolClientRef. Give a client, for example pool.client; for one that another app creates, use UserPoolClient.fromUserPoolClientId().',
    );
    expect(routeProblemOf({ httpApi: new apigwv2.WebSocketApi(newStack('T'), 'Socket') })).toMatch(
      /httpApi is an object of the class WebSocketApi: it is not an IHttpApi\. Give an HTTP API \(HttpApi\); REST/,
    );
    const clientSecret = { secretValue: SecretValue.secretsManager('x') } as unknown as SecretValue;
    expect(messageOf(() => IdentityProvider.google({ clientId: 'x', clientSecret }))).toContain(
      '1. clientSecret is an object: it is not a SecretValue. Give a SecretValue, for example secret.secretValue.',
    );
  });

  it('is a construct in the place of options, whose members are not taken for options', () => {
    const pool = new UserAuthPool(newStack('S'), 'Pool');
    expect(messageOf(() => pool.frontEndConfig(pool.client as unknown as FrontEndConfigOptions))).toMatch(
      /^frontEndConfig\(\) has 1 problem:\n {2}1\. options is an object of the class \w+: it is not an object with options\. Give an object with options\. The options are client\.$/,
    );
  });

  it('is not repeated if it may be a secret', () => {
    const clientSecret = 'Seed0Of0A0Secret' as unknown as SecretValue;
    const error = messageOf(() => IdentityProvider.google({ clientId: 'x', clientSecret }));
    expect(error).toContain('clientSecret is a literal secret');
    expect(error).not.toContain('Seed0Of0A0Secret');
  });
});

interface Parameter {
  readonly name: string;
  readonly type: { readonly primitive?: string; readonly collection?: object; readonly fqn?: string };
  readonly optional?: boolean;
}
interface Callable {
  readonly name?: string;
  readonly static?: boolean;
  readonly parameters?: readonly Parameter[];
}
interface AssemblyType {
  readonly name: string;
  readonly kind: string;
  readonly abstract?: boolean;
  readonly datatype?: boolean;
  readonly initializer?: Callable;
  readonly methods?: readonly Callable[];
  readonly members?: readonly { readonly name: string }[];
}

describe('no method fails with an error of JavaScript', () => {
  const assembly = JSON.parse(readFileSync(join(__dirname, '..', '..', '.jsii'), 'utf8')) as {
    readonly types: Readonly<Record<string, AssemblyType>>;
  };
  const classes = Object.values(assembly.types).filter(({ kind }) => kind === 'class');
  // The CDK calls these with what it made, and only it does.
  const CALLED_BY_CDK = ['bind', 'applyRemovalPolicy'];
  const BAD: readonly unknown[] = [undefined, null, {}, [], 'text', 42, true, 1n, () => undefined, new Date(0)];

  /** Instances of the classes that have methods, and good arguments by type. */
  class World {
    private readonly stack = newStack('S');
    private readonly pool = new UserAuthPool(this.stack, 'Pool', { hostedUi: HostedUi.cognitoDomain() });
    private readonly fn = newFunction(this.stack, 'Fn');
    private readonly httpApi = new apigwv2.HttpApi(this.stack, 'Api');
    public readonly instances: Readonly<Record<string, object>> = {
      UserAuthPool: this.pool,
      UserAuthPoolGrants: this.pool.grants,
      UserAuthDomain: this.pool.hostedUiDomain!,
      UserAuthResourceServer: this.pool.addResourceServer('server', {
        scopes: [{ scopeName: 'read' }],
      }),
      FrontEndConfig: this.pool.frontEndConfig(),
      HttpApiAccess: HttpApiAccess.of(this.httpApi),
      CognitoHttpApiAuthorizer: new CognitoHttpApiAuthorizer(this.stack, 'Cognito', { userAuthPool: this.pool }),
      LambdaHttpApiAuthorizer: new LambdaHttpApiAuthorizer(this.stack, 'Lambda', {
        handler: this.fn,
        responseType: HttpLambdaResponseType.SIMPLE,
      }),
    };

    public good({ name, type: { primitive, collection, fqn } }: Parameter): unknown {
      if (collection) return [];
      if (primitive === 'string') return name === 'path' ? __filename : 'text';
      const known: Readonly<Record<string, unknown>> = {
        Construct: this.stack,
        IFunction: this.fn,
        Function: this.fn,
        IHttpApi: this.httpApi,
        IUserPoolRef: this.pool,
        IGrantable: new iam.Role(this.stack, `Role${this.stack.node.children.length}`, {
          assumedBy: new iam.AccountRootPrincipal(),
        }),
      };
      const type = assembly.types[fqn ?? ''];
      if (type?.members)
        return (library as unknown as Record<string, object>)[type.name]![type.members[0]!.name as never];
      return known[fqn!.split('.').at(-1)!] ?? {};
    }
  }

  const cases = classes.flatMap(({ name, abstract, initializer, methods = [] }) =>
    [...(initializer && !abstract ? [initializer] : []), ...methods]
      .filter((callable) => !CALLED_BY_CDK.includes(callable.name ?? ''))
      .flatMap((callable) =>
        (callable.parameters ?? [])
          // The scope of a constructor is every construct's, and a string of another kind is what it says it is.
          .map((parameter, index) => ({ parameter, index }))
          .filter(({ parameter }) => !parameter.type.primitive && (callable.name || parameter.name !== 'scope'))
          .map(({ parameter, index }) => ({ name, callable, parameter, index })),
      ),
  );

  it('and every class with methods has an instance here', () => {
    const { instances } = new World();
    const wanted = cases.filter(({ callable }) => callable.name && !callable.static).map(({ name }) => name);
    expect(Object.keys(instances)).toEqual(expect.arrayContaining(wanted));
    expect(cases.length).toBeGreaterThan(60);
  });

  it.each(
    cases.map((each) => [`${each.name}.${each.callable.name ?? 'constructor'}: ${each.parameter.name}`, each] as const),
  )('%s', (_, { name, callable, index }) => {
    const Class = (library as unknown as Record<string, new (...args: unknown[]) => object>)[name]!;
    for (const bad of BAD) {
      const world = new World();
      const args = (callable.parameters ?? []).map((each) => world.good(each));
      args[index] = bad;
      const call = () => {
        if (!callable.name) return new Class(...args);
        const target = (callable.static ? Class : world.instances[name]) as Record<
          string,
          (...all: unknown[]) => object
        >;
        return target[callable.name]!(...args);
      };
      expect(whyOf(call), `given ${inspect(bad)}`).toMatch(/^$|has \d+ problems?:\n/);
    }
  });
});

it.each(['addClient', 'addServerClient', 'addGroup', 'addResourceServer'] as const)(
  '%s takes nothing but options for options',
  (method) => {
    const pool = newPool({});
    for (const value of [null, 5, 'text', () => undefined]) {
      expect(messageOf(() => pool[method]('It', value as never))).toMatch(
        /^S\/Pool has 1 problem:\n {2}1\. options is /,
      );
    }
    expect(pool.node.tryFindChild('It')).toBeUndefined();
  },
);

/** The message of the error that an action throws, if it throws one. */
function whyOf(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    return String((error as Error).message);
  }
}
