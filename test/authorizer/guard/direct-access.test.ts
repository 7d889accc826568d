import { Aws, CfnCondition, Fn, Token } from 'aws-cdk-lib';
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

it('a function behind open routes only is open anyway, by its URL too', () => {
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

function warningsWith(
  props: Partial<lambda.CfnPermissionProps>,
  fnOf: (world: World) => string = ({ fn }) => fn.functionArn,
) {
  const world = setUp();
  world.authorizer.addLambdaRoute(world.fn, { httpApi: world.httpApi, path: '/a' });
  const action = 'lambda:InvokeFunction';
  const principal = 'apigateway.amazonaws.com';
  new lambda.CfnPermission(world.stack, 'Wide', { action, principal, functionName: fnOf(world), ...props });
  return warningsOf(world.stack).filter((each) => each.includes('HttpApi.permissionWithoutSourceArn'));
}
it('a permission for API Gateway without a source is a warning', () => {
  expect(warningsWith({})).toEqual([
    JSON.stringify(
      'The permission S/Wide lets any API of any AWS account invoke S/Function, which is behind guarded routes: the event of such an API can name any caller that its owner chooses. ' +
        'Give the permission the ARN of the API as sourceArn, such as the one that arnForExecuteApi() of the API returns; or remove it, since routes add the permission that they need. ' +
        '[ack: cdk-user-auth-pool:HttpApi.permissionWithoutSourceArn]',
    ),
  ]);
});

it.each<[string, boolean, Partial<lambda.CfnPermissionProps>, ((world: World) => string)?]>([
  ['of all actions', true, { action: 'lambda:*' }],
  ['for everyone', true, { principal: '*' }],
  ['by the name of the function', true, {}, ({ fn }) => fn.functionName],
  ['for an alias', true, {}, (world) => aliasOf(world).functionArn],
  ['for an API', false, { sourceArn: 'arn:aws:execute-api:eu-west-1:111111111111:abc/*' }],
  ['for an account', false, { sourceAccount: '111111111111' }],
  ['for an organization', false, { principal: '*', principalOrgId: 'o-abcdefghij' }],
  ['for a function URL', false, { principal: '*', action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: 'NONE' }],
  ['for another service', false, { principal: 's3.amazonaws.com' }],
  ['of another action', false, { action: 'lambda:GetFunction' }],
  ['for a function elsewhere', false, {}, () => 'other'],
])('so is one %s: %s', (_, isWarning, props, fnOf) => {
  expect(warningsWith(props, fnOf)).toHaveLength(isWarning ? 1 : 0);
});

it('so is one that a condition leaves without a source', () => {
  const sourceArn = Token.asString(
    Fn.conditionIf('If', 'arn:aws:execute-api:eu-west-1:111111111111:abc/*', Aws.NO_VALUE),
  );
  const fnOf = ({ stack, fn }: World) => {
    new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    return fn.functionArn;
  };
  expect(warningsWith({ sourceArn }, fnOf)).toHaveLength(1);
});

it('the permissions that the CDK and this library add have a source', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  httpApi.addRoutes({ path: '/b', integration: new HttpLambdaIntegration('I', fn), authorizer });
  fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
  expect(warningsOf(stack).join()).not.toContain('permissionWithoutSourceArn');
});

it('a function behind open routes only believes nobody', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  httpApi.addRoutes({ path: '/a', integration: new HttpLambdaIntegration('I', fn) });
  authorizer.requireOnEveryRoute(httpApi, { publicRoutes: ['ANY /a'] });
  const functionName = fn.functionArn;
  const principal = 'apigateway.amazonaws.com';
  new lambda.CfnPermission(stack, 'Wide', { action: 'lambda:InvokeFunction', principal, functionName });
  expect(warningsOf(stack)).toEqual([]);
});
