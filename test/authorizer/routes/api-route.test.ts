import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { ApiRoute, scopesIn } from '../../../lib/authorizer/routes/api-route';
import { TemplateIndex } from '../../../lib/template/template-index';
import { newStack } from '../../support/synth';

/** A route with properties as a template would have them. */
function routeWith(properties: Record<string, unknown>): ApiRoute {
  const stack = newStack('S');
  new CfnParameter(stack, 'Parameter');
  new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(1, 1) });
  const route = new apigwv2.CfnRoute(stack, 'Route', { apiId: 'abc', routeKey: 'GET /a' });
  for (const [name, value] of Object.entries(properties)) route.addPropertyOverride(name, value);
  return new ApiRoute(new TemplateIndex(stack.node.root).resource(route));
}

const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['If', one, other] });
const NOTHING = { Ref: 'AWS::NoValue' };

describe('a route is open', () => {
  it.each<[unknown]>([
    ['NONE'],
    [NOTHING],
    ['jwt'],
    [{ Ref: 'Parameter' }],
    [{ 'Fn::Join': ['', ['NO', 'NE']] }],
    [{ 'Fn::Sub': 'NONE' }],
    [either('JWT', 'NONE')],
    [either('JWT', NOTHING)],
    [either('JWT', either('CUSTOM', 'NONE'))],
    [{ 'Fn::GetAtt': ['Other', 'Type'] }],
  ])('if its type is %j', (AuthorizationType) => {
    expect(routeWith({ AuthorizationType }).isOpen).toBe(true);
  });

  it('if it has no type', () => {
    expect(routeWith({}).isOpen).toBe(true);
  });

  it.each<[unknown]>([
    ['JWT'],
    ['CUSTOM'],
    ['AWS_IAM'],
    [{ 'Fn::Join': ['', ['J', 'WT']] }],
    [{ 'Fn::Sub': ['${A}', { A: 'JWT' }] }],
    [either('JWT', 'AWS_IAM')],
  ])('unless its type is %j', (AuthorizationType) => {
    expect(routeWith({ AuthorizationType }).isOpen).toBe(false);
  });
});

describe('the key of a route', () => {
  it('is folded where it is known', () => {
    const route = routeWith({ RouteKey: { 'Fn::Join': [' ', ['GET', '/b']] } });
    expect([route.key, route.hasKnownKey]).toEqual(['GET /b', true]);
  });

  it('is the function in the template where it is not', () => {
    const route = routeWith({ RouteKey: { 'Fn::Sub': 'GET /${Parameter}' } });
    expect([route.key, route.hasKnownKey]).toEqual(['{"Fn::Sub":"GET /${Parameter}"}', false]);
  });
});

it('scopesIn lists what a route requires; what is not a list stands for itself', () => {
  const scopes = (AuthorizationScopes: unknown) =>
    scopesIn(routeWith({ AuthorizationScopes }).authorizationScopes).map(({ kind }) => kind);
  expect(scopes(['a', { Ref: 'Parameter' }])).toEqual(['literal', 'reference']);
  expect(scopes({ Ref: 'Parameter' })).toEqual(['reference']);
  expect(scopes(NOTHING)).toEqual([]);
});
