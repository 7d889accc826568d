import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { expect, it } from 'vitest';
import { requirementOf } from '../../../lib/authorizer/routes/requirement';
import { setUp } from '../support';

it('what a route must require is found by the route', () => {
  const { authorizer, httpApi, fn } = setUp();
  const [route] = authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: ['a/b'] });
  const required = { authorizationType: 'JWT', authorizer: authorizer.authorizerOf(httpApi), scopes: ['a/b'] };
  expect(requirementOf(route!)).toMatchObject(required);
  const integration = new HttpUrlIntegration('I', 'https://example.com');
  const [open] = httpApi.addRoutes({ path: '/b', methods: [apigwv2.HttpMethod.GET], integration });
  expect(requirementOf(open!)).toBeUndefined();
});
