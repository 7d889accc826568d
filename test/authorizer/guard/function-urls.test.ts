import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import { warningsOf } from '../../support/synth';
import { setUp } from '../support';

const { AWS_IAM, NONE } = lambda.FunctionUrlAuthType;
type World = ReturnType<typeof setUp>;

const aliasOf = ({ stack, fn }: World) =>
  new lambda.Alias(stack, 'Alias', { aliasName: 'a', version: fn.currentVersion });

it.each<[string, boolean, (world: World) => unknown]>([
  ['that anyone can call', true, ({ fn }) => fn.addFunctionUrl({ authType: NONE })],
  ['of an alias of it', true, (world) => aliasOf(world).addFunctionUrl({ authType: NONE })],
  [
    'of which only the deployment knows',
    true,
    ({ fn }) => {
      const url = fn.addFunctionUrl({ authType: AWS_IAM }).node.defaultChild as lambda.CfnUrl;
      url.addPropertyOverride('AuthType', { 'Fn::ImportValue': 'a' });
    },
  ],
  ['by IAM', false, ({ fn }) => fn.addFunctionUrl({ authType: AWS_IAM })],
])('a function behind a route may have a URL %s: there is a warning (%s)', (_, isWarning, add) => {
  const world = setUp();
  world.authorizer.addLambdaRoute(world.fn, { httpApi: world.httpApi, path: '/a' });
  add(world);
  const warnings = warningsOf(world.stack).filter((each) => each.includes('HttpApi.openFunctionUrl'));
  expect(warnings).toHaveLength(isWarning ? 1 : 0);
  if (isWarning) expect(warnings[0]).toContain('Anyone can call S/Function, which is behind guarded routes');
});

it('an alias behind a route counts as its function', () => {
  const world = setUp();
  world.authorizer.addLambdaRoute(aliasOf(world), { httpApi: world.httpApi, path: '/a' });
  world.fn.addFunctionUrl({ authType: NONE });
  expect(warningsOf(world.stack).join()).toContain('HttpApi.openFunctionUrl');
});

it.each<[string, (arn: string) => string]>([
  ['its ARN', (arn) => arn],
  ['its name', (arn) => arn.split(':')[6]!],
])('a function that is imported may have a URL by %s', (_, nameOf) => {
  const { stack, httpApi, authorizer } = setUp();
  const functionArn = 'arn:aws:lambda:eu-west-1:111111111111:function:mine';
  const imported = lambda.Function.fromFunctionAttributes(stack, 'Mine', { functionArn, sameEnvironment: true });
  authorizer.addLambdaRoute(imported, { httpApi, path: '/a' });
  new lambda.CfnUrl(stack, 'Url', { authType: NONE, targetFunctionArn: nameOf(functionArn) });
  expect(warningsOf(stack).join()).toContain(`Anyone can call ${functionArn}, which is behind guarded routes`);
});

it('a function behind a route that the CDK makes counts', () => {
  const { stack, httpApi, authorizer, fn } = setUp();
  httpApi.addRoutes({ path: '/a', integration: new HttpLambdaIntegration('I', fn), authorizer });
  fn.addFunctionUrl({ authType: NONE });
  expect(warningsOf(stack).join()).toContain('HttpApi.openFunctionUrl');
});

it('a function behind open routes only is open anyway', () => {
  const { stack, httpApi, authorizer, fn } = setUp();
  httpApi.addRoutes({ path: '/a', integration: new HttpLambdaIntegration('I', fn) });
  authorizer.requireOnEveryRoute(httpApi, { publicRoutes: ['ANY /a'] });
  fn.addFunctionUrl({ authType: NONE });
  expect(warningsOf(stack).join()).not.toContain('openFunctionUrl');
});

it('the URL of a function behind no route is none of our business', () => {
  const { fn, stack, authorizer, httpApi } = setUp();
  authorizer.requireOnEveryRoute(httpApi);
  fn.addFunctionUrl({ authType: NONE });
  expect(warningsOf(stack).join()).not.toContain('openFunctionUrl');
});
