import { Aws } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, AddLambdaRouteOptions } from '../../lib';
import { checkRoutes, routeId, routesOf } from '../../lib/authorizer/lambda-route';
import { messageOf, newStack } from '../support/synth';

const { GET, POST, ANY } = apigwv2.HttpMethod;
const newApi = () => new apigwv2.HttpApi(newStack('S'), 'Api');
const check = (options: Partial<AddLambdaRouteOptions>, httpApi = newApi()) =>
  checkRoutes(httpApi, { httpApi, ...options });
const refusal = (options: Partial<AddLambdaRouteOptions>) => messageOf(() => check(options));

describe('routes', () => {
  const httpApi = newApi();
  it('are one for each path and each method, the single path first', () => {
    expect(routesOf({ httpApi, path: '/a' })).toEqual([{ path: '/a', method: ANY }]);
    expect(routesOf({ httpApi, path: '/a', paths: ['/b'], methods: [GET, POST] })).toEqual([
      { path: '/a', method: GET },
      { path: '/a', method: POST },
      { path: '/b', method: GET },
      { path: '/b', method: POST },
    ]);
  });

  it('have the ids that addRoutes gives', () => {
    const [route] = newApi().addRoutes({
      path: '/a/{id}',
      methods: [GET],
      integration: new (class extends apigwv2.HttpRouteIntegration {
        public bind() {
          return {
            type: apigwv2.HttpIntegrationType.HTTP_PROXY,
            method: GET,
            uri: 'https://example.com',
            payloadFormatVersion: apigwv2.PayloadFormatVersion.VERSION_1_0,
          };
        }
      })('I'),
    });
    expect(routeId({ path: '/a/{id}', method: GET }).replaceAll('/', '--')).toBe(route!.node.id);
  });
});

describe('paths', () => {
  it.each(['/', '/a', '/a/{id}/b', '/{proxy+}'])('accepted: %s', (path) => {
    expect(() => check({ path })).not.toThrow();
    expect(() => check({ paths: [path] })).not.toThrow();
  });

  it.each(['', 'a', '/a/', '//', '$default'])('refused: %j', (path) => {
    expect(refusal({ path })).toMatch(/^S\/Api has 1 problem:\n {2}1\. path is ".*": API Gateway accepts paths that/);
    expect(refusal({ paths: ['/ok', path] })).toMatch(/ 1\. paths is ".*": API Gateway accepts paths that start/);
  });

  it('take all that follows at their end only', () => {
    expect(() => check({ path: '/a/{rest+}' })).not.toThrow();
    expect(refusal({ path: '/{rest+}/a' })).toMatch(
      / 1\. path is "\/\{rest\+\}\/a": API Gateway accepts a parameter with a plus, which takes all that follows, at the end only\./,
    );
  });

  it.each(['/{id', '/id}', '/{a/b}', '/{}', '/a b', '/a?x=1', '/a#b'])(
    'are what a request can have: not %s',
    (path) => {
      expect(refusal({ path })).toContain(
        `path is "${path}": no request has such a path, so nobody could call the route. Write parameters like "{id}", and leave spaces and query strings out.`,
      );
    },
  );

  it.each(['/{id}', '/{a}/{b}', '/a/{proxy+}', '/a.b-c~d/%20', '/v1:run'])('may be %s', (path) => {
    expect(() => check({ path })).not.toThrow();
  });

  it('are known at synth, for routes are called by them', () => {
    const path = `/${Aws.STACK_NAME}/a`;
    for (const options of [{ path }, { paths: ['/ok', path] }]) {
      expect(refusal(options)).toMatch(/ 1\. paths? is known only at deployment: it is what the route is called/);
    }
  });

  it('are one at least', () => {
    for (const options of [{}, { paths: [] }]) {
      expect(refusal(options)).toBe(
        'S/Api has 1 problem:\n  1. path is left out, and so is paths: no route would be made, and the function would not be reachable. ' +
          'Write it like "/posts/{id}", or "/" for the root.',
      );
    }
  });

  it('are given once', () => {
    expect(refusal({ path: '/a', paths: ['/b', '/a'] })).toMatch(
      /paths is a list that has "\/a" twice: API Gateway accepts each route once\. Name each path once\./,
    );
  });
});

describe('methods', () => {
  it('are one at least, of those that there are, each once', () => {
    expect(refusal({ path: '/a', methods: [] })).toMatch(/methods is empty: no route would be made/);
    expect(refusal({ path: '/a', methods: ['FETCH' as apigwv2.HttpMethod] })).toMatch(/methods is "FETCH": it is none/);
    expect(refusal({ path: '/a', methods: [GET, GET] })).toMatch(/methods is a list that has GET twice/);
    expect(() => check({ path: '/a', methods: [GET, POST] })).not.toThrow();
  });
});

describe('scopes', () => {
  it('are 10 at most, of 1 to 64 characters', () => {
    const scopes = Array.from({ length: 10 }, (_, n) => `${n}`.padEnd(64, 'x'));
    expect(() => check({ path: '/a', authorizationScopes: scopes })).not.toThrow();
    expect(refusal({ path: '/a', authorizationScopes: [...scopes, 'a'] })).toMatch(/is a list of 11/);
    expect(refusal({ path: '/a', authorizationScopes: ['x'.repeat(65)] })).toMatch(
      /API Gateway accepts scopes of 1 to/,
    );
  });

  it('do not go with a policy, which each of them would get round', () => {
    expect(refusal({ path: '/a', authorizationScopes: ['a/b'], accessPolicy: AccessPolicy.group('a') })).toBe(
      'S/Api has 1 problem:\n  1. authorizationScopes is set, together with accessPolicy: API Gateway lets a token pass that has one of the scopes, so who does not satisfy the policy could pass. ' +
        'Leave one of the two out.',
    );
  });
});
