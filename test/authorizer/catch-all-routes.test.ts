import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { expect, it } from 'vitest';
import { newFunction, warningsOf } from '../support/synth';
import { setUp as setUpRoutes } from './support';

const { ANY, GET, POST, OPTIONS } = apigwv2.HttpMethod;

/** An API with guarded routes `ANY /admin/users` and `GET /api/{id}`, and an open one. */
function warningsWith(path: string, method = ANY, { isShared = true, isGuarded = false } = {}): string[] {
  const { stack, authorizer, httpApi, fn } = setUpRoutes();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/admin/users' });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/api/{id}', methods: [GET] });
  new apigwv2.HttpRoute(stack, 'Open', {
    httpApi,
    integration: new HttpLambdaIntegration('I', isShared ? fn : newFunction(stack, 'Other')),
    routeKey: path === '$default' ? apigwv2.HttpRouteKey.DEFAULT : apigwv2.HttpRouteKey.with(path, method),
    authorizer: isGuarded ? authorizer : undefined,
  });
  return warningsOf(stack).filter((warning) => warning.includes('openCatchAllRoute'));
}

it.each<[string, apigwv2.HttpMethod, string]>([
  ['$default', ANY, 'ANY /admin/users, GET /api/{id}'],
  ['/{proxy+}', ANY, 'ANY /admin/users, GET /api/{id}'],
  ['/{proxy+}', GET, 'ANY /admin/users, GET /api/{id}'],
  ['/{proxy+}', POST, 'ANY /admin/users'],
  ['/admin/{proxy+}', ANY, 'ANY /admin/users'],
])('an open route %s (%s) to the function of guarded routes is a warning that names them', (path, method, names) => {
  expect(warningsWith(path, method)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^"The route .* is open and goes to the same function as the guarded routes ${names.replace(/[{}]/g, '.')}: `,
      ),
    ),
  ]);
});

it.each<[string, () => string[]]>([
  ['goes to a function of its own', () => warningsWith('$default', ANY, { isShared: false })],
  ['is guarded', () => warningsWith('$default', ANY, { isGuarded: true })],
  ['is for one path', () => warningsWith('/health')],
  ['is for other paths', () => warningsWith('/public/{proxy+}')],
  ['is for preflight requests', () => warningsWith('/{proxy+}', OPTIONS)],
])('an open route is fine if it %s', (_, warnings) => {
  expect(warnings()).toEqual([]);
});

it('an open route is fine if only $default is guarded, for which it was made', () => {
  const { stack, authorizer, httpApi, fn } = setUpRoutes();
  const integration = new HttpLambdaIntegration('I', fn);
  const routeKey = apigwv2.HttpRouteKey.DEFAULT;
  new apigwv2.HttpRoute(stack, 'Default', { httpApi, integration, routeKey, authorizer });
  httpApi.addRoutes({ path: '/{proxy+}', integration });
  expect(warningsOf(stack)).toEqual([]);
});
