import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import { allowApi } from '../../../lib/authorizer/resources/api-permission';
import { newFunction, newStack, only, templateOf, warningsOf } from '../../support/synth';

const permit = (stack: Stack, fn: lambda.IFunction) =>
  allowApi(stack, 'Permission', fn, {
    httpApi: new apigwv2.HttpApi(stack, 'Api'),
    resourceName: 'authorizers/abc',
    readable: 'authorizers/AUTHORIZER_ID',
    warning: 'Construct.id',
  });

it('a function may be invoked by one API, for one of its resources', () => {
  const stack = newStack('S');
  const permission = permit(stack, newFunction(stack, 'Fn'));
  const { id, properties } = only(templateOf(stack), 'AWS::Lambda::Permission');
  expect(stack.resolve(permission!.logicalId)).toBe(id);
  expect(properties).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
  expect(JSON.stringify(properties.SourceArn)).toMatch(/execute-api.*\{"Ref":"ApiF70053CD"\},"\/authorizers\/abc"/);
});

it('a function of another account is a warning with a readable ARN', () => {
  const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
  const functionArn = 'arn:aws:lambda:eu-west-1:222222222222:function:theirs';
  expect(permit(stack, lambda.Function.fromFunctionArn(stack, 'Theirs', functionArn))).toBeUndefined();
  expect(warningsOf(stack).filter((warning) => warning.includes('Construct.id'))).toEqual([
    expect.stringContaining('arn:aws:execute-api:REGION:ACCOUNT:API_ID/authorizers/AUTHORIZER_ID;'),
  ]);
});
