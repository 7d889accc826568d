import { Aws } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, AddLambdaRouteOptions } from '../../../lib';
import { checkRoutes, routeId, routesOf } from '../../../lib/authorizer/routes/lambda-route';
import { messageOf, newStack } from '../../support/synth';

const { GET, POST, ANY } = apigwv2.HttpMethod;
const newApi = () => new apigwv2.HttpApi(newStack('S'), 'Api');
const check = (options: Partial<AddLambdaRouteOptions>, httpApi = newApi()) =>
  checkRoutes(httpApi, { httpApi, ...options });
const rejection = (options: Partial<AddLambdaRouteOptions>) => messageOf(() => check(options));

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
  it('are named where they are given', () => {
    expect(rejection({ path: '/ok', paths: ['/fine', 'bad'] })).toMatch(/1 problem:\n {2}1\. paths is "bad"/);
    expect(rejection({ path: 'bad', paths: ['/fine'] })).toMatch(/1 problem:\n {2}1\. path is "bad"/);
  });

  it('are known at synth, for routes are called by them', () => {
    const path = `/${Aws.STACK_NAME}/a`;
    for (const [where, options] of Object.entries({ path: { path }, paths: { paths: ['/ok', path] } })) {
      expect(rejection(options)).toBe(
        `S/Api has 1 problem:\n  1. ${where} is known only at deployment: the construct ID of the route depends on it, and must be known at synthesis. Give a literal string.`,
      );
    }
  });

  it('are one at least', () => {
    for (const options of [{}, { paths: [] }]) {
      expect(rejection(options)).toBe(
        'S/Api has 1 problem:\n  1. path is missing, and so is paths: no route would be created, and nobody could reach the function. ' +
          'Write it as, for example, "/posts/{id}", or "/" for the root.',
      );
    }
  });

  it('are given once', () => {
    expect(rejection({ path: '/a', paths: ['/b', '/a'] })).toMatch(
      /paths is a list that has "\/a" twice: API Gateway accepts each route once\. Give each path once\./,
    );
  });
});

describe('methods', () => {
  it('are one at least, of those that there are, each once', () => {
    expect(rejection({ path: '/a', methods: [] })).toMatch(
      /methods is empty: no route would be created, and nobody could reach the function\. Give the methods, or omit them for all methods\.$/,
    );
    expect(rejection({ path: '/a', methods: ['FETCH' as apigwv2.HttpMethod] })).toMatch(
      /methods is "FETCH": it is not one/,
    );
    expect(rejection({ path: '/a', methods: [GET, GET] })).toMatch(
      /methods is a list that has GET twice: .* Give each method once\.$/,
    );
    expect(() => check({ path: '/a', methods: [GET, POST] })).not.toThrow();
  });
});

describe('scopes', () => {
  it('are 10 at most, of 1 to 64 characters', () => {
    const scopes = Array.from({ length: 10 }, (_, n) => `${n}`.padEnd(64, 'x'));
    expect(() => check({ path: '/a', authorizationScopes: scopes })).not.toThrow();
    expect(rejection({ path: '/a', authorizationScopes: [...scopes, 'a'] })).toMatch(/is a list of 11/);
    expect(rejection({ path: '/a', authorizationScopes: ['x'.repeat(65)] })).toMatch(
      /API Gateway accepts scopes of 1 to/,
    );
  });

  it('do not go with a policy, which each of them would get round', () => {
    expect(rejection({ path: '/a', authorizationScopes: ['a/b'], accessPolicy: AccessPolicy.group('a') })).toBe(
      'S/Api has 1 problem:\n  1. authorizationScopes is set, together with accessPolicy: one scope is enough for API Gateway, so a token that does not satisfy the policy could pass. ' +
        'Omit one of the two.',
    );
  });
});
