import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, it } from 'vitest';
import { AccessPolicy, UserAuthPool } from '../../../lib';
import { ApiRoute } from '../../../lib/authorizer/routes/api-route';
import { guardedAsRequired, requiresAsMuch } from '../../../lib/authorizer/routes/caller-requirement';
import { TemplateIndex } from '../../../lib/template/template-index';
import { setUp } from '../support';

type Properties = Record<string, unknown>;

/** Whether a route with some properties requires as much as one with others. */
function compare(of: (made: ReturnType<typeof make>) => [Properties, Properties]) {
  const made = make();
  const { stack } = made;
  const routes = of(made).map((properties, n) => {
    const route = new apigwv2.CfnRoute(stack, `R${n}`, { apiId: 'abc', routeKey: 'GET /a' });
    for (const [name, value] of Object.entries(properties)) route.addPropertyOverride(name, value);
    return route;
  });
  const index = new TemplateIndex(stack.node.root);
  const [one, other] = routes.map((route) => new ApiRoute(index.resource(route))) as [ApiRoute, ApiRoute];
  return requiresAsMuch(index, one, other);
}

function make() {
  const made = setUp();
  const { stack, authorizer, httpApi, pool } = made;
  new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
  const AuthorizerId = authorizer.authorizerOf(httpApi).authorizerId;
  const jwt = (...AuthorizationScopes: unknown[]) => ({ AuthorizationType: 'JWT', AuthorizerId, AuthorizationScopes });
  const scope = (policy: AccessPolicy) => pool.scopeFor(policy);
  return { ...made, jwt, scope };
}
const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['If', one, other] });
const IAM = { AuthorizationType: 'AWS_IAM' };

it.each<[string, boolean, (made: ReturnType<typeof make>) => [Properties, Properties]]>([
  ['IAM and IAM', true, () => [IAM, IAM]],
  ['IAM and a token', false, ({ jwt }) => [IAM, jwt()]],
  ['a token and IAM', false, ({ jwt }) => [jwt(), IAM]],
  [
    'the same condition',
    true,
    ({ jwt }) => [either(jwt('a'), jwt('b')), either(jwt('a'), jwt('b'))].map(ofBoth) as never,
  ],
  ['one of the cases', false, ({ jwt }) => [ofBoth(either(jwt('a'), jwt('b'))), jwt('a')]],
  ['each of the cases', true, ({ jwt }) => [ofBoth(either(jwt('a'), jwt('b'))), jwt('b', 'a')]],
  ['an unknown scope', false, ({ jwt }) => [jwt({ 'Fn::ImportValue': 'x' }), jwt('a')]],
  ['the same unknown scope', true, ({ jwt }) => [jwt({ 'Fn::ImportValue': 'x' }), jwt({ 'Fn::ImportValue': 'x' })]],
  ['an authorizer elsewhere', false, ({ jwt }) => [{ AuthorizationType: 'JWT', AuthorizerId: 'abcdef' }, jwt()]],
  [
    'scopes of policies',
    true,
    ({ jwt, scope }) => [
      jwt(scope(AccessPolicy.group('a')), scope(AccessPolicy.group('b'))),
      jwt('x', scope(AccessPolicy.anyGroup('a', 'b'))),
    ],
  ],
])('%s: requires as much (%s)', (_, expected, of) => {
  expect(compare(of)).toBe(expected);
});

/** A condition around the scopes only. */
function ofBoth(condition: { 'Fn::If': unknown[] }): Properties {
  const [name, one, other] = condition['Fn::If'] as [string, Properties, Properties];
  return { ...one, AuthorizationScopes: { 'Fn::If': [name, one.AuthorizationScopes, other.AuthorizationScopes] } };
}

it('a route as it was made requires what its authorizer does', () => {
  const { stack, authorizer, httpApi, pool } = make();
  const requirement = (scopes: string[], pools: UserAuthPool[] = [pool]) => ({
    authorizationType: 'JWT' as const,
    authorizer: authorizer.authorizerOf(httpApi),
    scopes,
    pools,
  });
  const index = new TemplateIndex(stack.node.root);
  const [any, read] = [[], ['reports/read']].map((scopes) => guardedAsRequired(index, requirement(scopes)));
  expect([requiresAsMuch(index, read!, any!), requiresAsMuch(index, any!, read!)]).toEqual([true, false]);
});
