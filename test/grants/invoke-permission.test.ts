import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, LambdaHttpApiAuthorizer, UserAuthPool, UserPoolHook } from '../../lib';
import { newFunction, newStack, warningsOf } from '../support/synth';

const functionArn = 'arn:aws:lambda:eu-west-1:222222222222:function:theirs';
const USES: [string, string, (stack: Stack, fn: lambda.IFunction) => unknown][] = [
  ...[UserPoolHook.PRE_SIGN_UP, UserPoolHook.CUSTOM_EMAIL_SENDER, UserPoolHook.PRE_TOKEN_GENERATION].map(
    (hook): (typeof USES)[number] => [
      hook,
      'UserAuthPool.hookWithoutPermission',
      (stack, fn) => new UserAuthPool(stack, 'Pool').addHook(hook, fn),
    ],
  ),
  [
    'a route',
    'HttpApi.functionWithoutPermission',
    (stack, fn) =>
      new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool: new UserAuthPool(stack, 'Pool') }).addLambdaRoute(fn, {
        httpApi: new apigwv2.HttpApi(stack, 'Api'),
        path: '/a',
      }),
  ],
  [
    'an authorizer',
    'LambdaHttpApiAuthorizer.handlerWithoutPermission',
    (stack, handler) =>
      new LambdaHttpApiAuthorizer(stack, 'A', { handler }).addLambdaRoute(newFunction(stack, 'Fn'), {
        httpApi: new apigwv2.HttpApi(stack, 'Api'),
        path: '/a',
      }),
  ],
];

describe.each(USES)('the function of %s', (_, id, use) => {
  const warningsWith = (attributes: object) => {
    const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
    use(stack, lambda.Function.fromFunctionAttributes(stack, 'Theirs', { functionArn, ...attributes }));
    return warningsOf(stack).filter((warning) => warning.includes('WithoutPermission'));
  };

  it('of another account gets no permission, so the warning says what to add there', () => {
    expect(warningsWith({})).toEqual([
      expect.stringMatching(
        /permission to invoke the imported function S\/Theirs, .* add a permission with the action lambda:InvokeFunction, the principal (cognito-idp|apigateway)\.amazonaws\.com and, as source ARN, /,
      ),
    ]);
    expect(warningsWith({})[0]).toContain(id);
  });

  it('is no warning with the remedy, or if it is in the account', () => {
    expect(warningsWith({ skipPermissions: true })).toEqual([]);
    expect(warningsWith({ sameEnvironment: true })).toEqual([]);
  });
});
