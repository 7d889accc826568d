import { CfnParameter } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, PolicyEnforcement, ResourceIndicator, UserAuthPool } from '../../../lib';
import { configOf, refusalOf } from '../../support/policies';
import { messageOf, newFunction, newStack, only, templateOf, warningsOf } from '../../support/synth';
import { AUTHORIZER, setUp } from '../support';

const MCP = 'https://api.example.com/mcp';
const audience = (stack: Parameters<typeof templateOf>[0]) =>
  (only(templateOf(stack), AUTHORIZER).properties.JwtConfiguration as { Audience: unknown[] }).Audience;
const CLIENT = { Ref: 'PoolClient8A3E5EB7' };

describe('the audience of a JWT authorizer', () => {
  it('has no API unless one is named', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    expect(audience(stack)).toEqual([CLIENT]);
  });

  it('has the APIs that are named, each once, after the clients', () => {
    const { stack, pool, httpApi, fn } = setUp();
    const server = pool.addResourceServer('Api', { identifier: 'https://other.example.com' });
    const plain = pool.userPool.addResourceServer('Plain', {
      identifier: 'https://plain.example.com',
      userPoolResourceServerName: 'plain',
    });
    const resources = [
      ResourceIndicator.fromUrl(MCP),
      ResourceIndicator.fromUrl(MCP),
      ResourceIndicator.fromResourceServer(server),
      ResourceIndicator.fromResourceServer(plain),
    ];
    new CognitoHttpApiAuthorizer(stack, 'Bound', { userAuthPool: pool, resources }).addLambdaRoute(fn, {
      httpApi,
      path: '/a',
    });
    expect(audience(stack)).toEqual([CLIENT, MCP, 'https://other.example.com', 'https://plain.example.com']);
  });

  it('is its own for other resources, and shared for the same ones in any order', () => {
    const { stack, pool, authorizer, httpApi, fn } = setUp();
    const [one, other] = [ResourceIndicator.fromUrl(MCP), ResourceIndicator.fromUrl('https://other.example.com')];
    authorizer.addLambdaRoute(fn, { httpApi, path: '/0' });
    [[one], [one, other], [other, one]].forEach((resources, index) =>
      new CognitoHttpApiAuthorizer(stack, `A${index}`, { userAuthPool: pool, resources }).addLambdaRoute(fn, {
        httpApi,
        path: `/${index + 1}`,
      }),
    );
    const names = Object.values(templateOf(stack).findResources(AUTHORIZER)).map(
      (each) => (each as { Properties: { Name: string } }).Properties.Name,
    );
    expect(names).toHaveLength(3);
    expect(new Set(names).size).toBe(3);
  });

  it('has a limit, together with the clients', () => {
    const { stack, pool, httpApi, fn } = setUp();
    const resources = Array.from({ length: 50 }, (_, index) =>
      ResourceIndicator.fromUrl(`https://a${index}.example.com`),
    );
    new CognitoHttpApiAuthorizer(stack, 'Bound', { userAuthPool: pool, resources }).addLambdaRoute(fn, {
      httpApi,
      path: '/a',
    });
    expect(refusalOf(stack)).toContain(
      'userPoolClients of S/Pool is a list of 1, beside 50 resources of an authorizer: API Gateway accepts 50 audiences',
    );
  });
});

it('the authorizer at the request knows the APIs', () => {
  const { stack, pool, httpApi, fn } = setUp();
  const enforcement = PolicyEnforcement.atRequest();
  const resources = [ResourceIndicator.fromUrl(MCP)];
  const bound = new CognitoHttpApiAuthorizer(stack, 'Bound', { userAuthPool: pool, enforcement, resources });
  bound.addLambdaRoute(fn, { httpApi, path: '/a' });
  expect(configOf(stack).pools).toMatchObject([{ resources: [MCP] }]);
});

describe('a URL', () => {
  it.each([MCP, 'https://api.example.com', 'custom+scheme://host/path?query'])('may be %s', (url) => {
    expect(() => ResourceIndicator.fromUrl(url)).not.toThrow();
  });

  it.each(['', 'api.example.com', '/mcp', 'https://', ' https://a', 'https://a b', 'https://api.example.com/#top'])(
    'is not %j',
    (url) => {
      expect(messageOf(() => ResourceIndicator.fromUrl(url))).toBe(
        `ResourceIndicator.fromUrl() has 1 problem:\n  1. url is ${JSON.stringify(url)}: no token is bound to it, because a resource is an absolute URL without a fragment. ` +
          'Write it as, for example, "https://api.example.com/mcp".',
      );
    },
  );

  it('is a string, and a resource server is none', () => {
    expect(messageOf(() => ResourceIndicator.fromUrl(new URL('https://api.example.com') as never))).toMatch(
      /^ResourceIndicator\.fromUrl\(\) has 1 problem:\n {2}1\. url is /,
    );
    expect(messageOf(() => ResourceIndicator.fromResourceServer(MCP as never))).toMatch(
      /^ResourceIndicator\.fromResourceServer\(\) has 1 problem:\n {2}1\. server is "https:/,
    );
  });

  it('may be known only at deployment', () => {
    const stack = newStack('S');
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    const url = new CfnParameter(stack, 'Url').valueAsString;
    const server = new cognito.UserPoolResourceServer(stack, 'Server', {
      userPool: userAuthPool.userPool,
      identifier: url,
    });
    const resources = [ResourceIndicator.fromResourceServer(server)];
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool, resources }).addLambdaRoute(newFunction(stack, 'F'), {
      httpApi,
      path: '/a',
    });
    expect(audience(stack)).toHaveLength(2);
  });
});

describe('scopes of a resource server whose identifier is a URL', () => {
  const warnings = (resources?: ResourceIndicator[], identifier = MCP) => {
    const { stack, pool, httpApi, fn } = setUp();
    pool.addResourceServer('Mcp', { identifier, scopes: [{ scopeName: 'invoke', scopeDescription: 'x' }] });
    const bound = new CognitoHttpApiAuthorizer(stack, 'Bound', { userAuthPool: pool, resources });
    bound.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: [`${identifier}/invoke`] });
    return warningsOf(stack).filter((each) => each.includes('resourceNotNamed'));
  };

  it('are a warning if the authorizer does not name it, and the line is enough', () => {
    expect(warnings()).toEqual([
      JSON.stringify(
        `The route ANY /a requires a scope of the resource server ${MCP}. Clients that ask for a token for that API, as those of the Model Context Protocol do, get one whose audience is the API, and the authorizer rejects it. ` +
          `Give the authorizer resources: [ResourceIndicator.fromUrl('${MCP}')]. [ack: cdk-user-auth-pool:CognitoHttpApiAuthorizer.resourceNotNamed]`,
      ),
    ]);
    expect(warnings([ResourceIndicator.fromUrl('https://other.example.com')])).toHaveLength(1);
    expect(warnings([ResourceIndicator.fromUrl(MCP)])).toEqual([]);
  });

  it('are none if the identifier is a name', () => {
    expect(warnings(undefined, 'reports')).toEqual([]);
  });
});

it('a resource server without scopes is enough', () => {
  const stack = newStack('S');
  const server = new UserAuthPool(stack, 'Pool').addResourceServer('Mcp', { identifier: MCP });
  expect(only(templateOf(stack), 'AWS::Cognito::UserPoolResourceServer').properties).not.toHaveProperty('Scopes');
  expect(messageOf(() => server.scope('read'))).toContain('It has none.');
});
