import { Aws, CfnCondition, CfnParameter, CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { ApiRoute } from '../../../lib/authorizer/routes/api-route';
import {
  backendInWords,
  backendsOf,
  isSameFunction,
  reaches,
  urisBehind,
} from '../../../lib/authorizer/routes/route-backend';
import { TemplateIndex } from '../../../lib/template/template-index';
import { newFunction, newStack } from '../../support/synth';

/** What is behind a route whose integration has a URI. */
function behind(uriOf: (stack: Stack) => string, targetOf = (ref: string) => `integrations/${ref}`) {
  const stack = newStack('S');
  new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
  const integration = (id: string, integrationUri: string) =>
    new apigwv2.CfnIntegration(stack, id, { apiId: 'abc', integrationType: 'HTTP_PROXY', integrationUri });
  const { ref } = integration('I', uriOf(stack));
  integration('Other', 'https://other.example.com');
  const cfnRoute = new apigwv2.CfnRoute(stack, 'R', { apiId: 'abc', routeKey: '$default', target: targetOf(ref) });
  const index = new TemplateIndex(stack.node.root);
  const route = new ApiRoute(index.resource(cfnRoute));
  return {
    backends: backendsOf(index, route).map(backendInWords),
    uris: urisBehind(index, route).map(backendInWords),
  };
}
const FUNCTION = 'arn:aws:lambda:eu-west-1:111111111111:function:posts';
const importedByName = (stack: Stack) => lambda.Function.fromFunctionName(stack, 'ByName', 'posts').functionArn;
const alias = (stack: Stack) =>
  new lambda.Alias(stack, 'Live', { aliasName: 'live', version: newFunction(stack, 'Fn').currentVersion });

describe('what is behind a route', () => {
  it.each<[string, (stack: Stack) => string, string[], string[]?]>([
    ['a function', (stack) => newFunction(stack, 'Fn').functionArn, ['S/Fn']],
    ['an alias of a function', (stack) => alias(stack).functionArn, ['S/Fn'], ['S/Live']],
    ['a function by its ARN', () => FUNCTION, [FUNCTION]],
    [
      'a function by its name',
      importedByName,
      ['arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:posts'],
    ],
    ['a URL', () => 'https://example.com/{proxy}', ['https://example.com/{proxy}']],
    ['a parameter', (stack) => new CfnParameter(stack, 'Url').valueAsString, ['S/Url']],
    [
      'either of two, by a condition',
      (stack) => Token.asString(Fn.conditionIf('If', newFunction(stack, 'A').functionArn, FUNCTION)),
      ['S/A', FUNCTION],
    ],
    ['nothing in one case', () => Token.asString(Fn.conditionIf('If', FUNCTION, Aws.NO_VALUE)), [FUNCTION]],
  ])('may be %s', (_, uriOf, backends, uris = backends) => {
    expect(behind(uriOf)).toEqual({ backends, uris });
  });

  it('may be either of two integrations', () => {
    const targetOf = (ref: string) => `integrations/${Token.asString(Fn.conditionIf('If', ref, Fn.ref('Other')))}`;
    expect(behind(() => FUNCTION, targetOf).backends).toEqual([FUNCTION, 'https://other.example.com']);
  });

  it('is nothing if the route names no integration', () => {
    expect(
      behind(
        () => FUNCTION,
        () => 'integrations/abcdef',
      ).backends,
    ).toEqual([]);
  });
});

describe('two values', () => {
  const valuesOf = (of: (stack: Stack) => [string, string]) => {
    const stack = newStack('S');
    const index = new TemplateIndex(stack.node.root);
    return of(stack).map((each) => index.valueOf(stack, each)) as [never, never];
  };

  it.each<[string, boolean, (stack: Stack) => [string, string]]>([
    ['an ARN and the name', true, () => [FUNCTION, 'posts']],
    ['a name in this account and the ARN', true, (stack) => [importedByName(stack), FUNCTION]],
    ['an ARN and that of an alias', true, () => [FUNCTION, `${FUNCTION}:live`]],
    ['an ARN and what API Gateway calls', true, () => [FUNCTION, `arn:aws:apigateway:x:${FUNCTION}/invocations`]],
    ['two names', false, () => [FUNCTION, 'users']],
    ['a name and a longer one', false, () => [FUNCTION, 'posts2']],
    ['two accounts', false, () => [FUNCTION, FUNCTION.replace('111111111111', '222222222222')]],
    ['two regions', false, () => [FUNCTION, FUNCTION.replace('eu-west-1', 'eu-west-2')]],
    [
      'names of which only the deployment knows the rest',
      false,
      (stack) => {
        const [one, other] = ['A', 'B'].map((id) => new CfnParameter(stack, id).valueAsString);
        const arn = (name: string) => `arn:aws:lambda:eu-west-1:111111111111:function:posts-${name}`;
        return [arn(one!), arn(other!)];
      },
    ],
    ['URLs', false, () => ['https://example.com/a', 'https://example.com/b']],
  ])('are one function, or not: %s (%s)', (_, expected, of) => {
    const [one, other] = valuesOf(of);
    expect(isSameFunction(one, other)).toBe(expected);
    expect(isSameFunction(other, one)).toBe(expected);
    expect(reaches(one, other)).toBe(expected);
  });

  it.each([
    ['https://example.com/{proxy}', 'https://example.com/admin', true],
    ['https://Example.com/{proxy}', 'http://example.com/Admin', true],
    ['https://example.com/api/{page}', 'https://example.com/{proxy}', true],
    ['https://example.com/admin', 'https://example.com/admin', true],
    ['https://example.com/public/{proxy}', 'https://example.com/admin', false],
    ['https://example.com/public', 'https://example.com/{proxy}', false],
    ['https://example.com/', 'https://example.com/admin', false],
    ['https://other.example.com/{proxy}', 'https://example.com/admin', false],
    ['https://example.com/{proxy}', FUNCTION, false],
  ])('are URLs of which one reaches the other, or not: %s, %s (%s)', (one, other, expected) => {
    expect(reaches(...valuesOf(() => [one, other]))).toBe(expected);
  });

  it('are one if they refer to the same resource, whatever its type', () => {
    const of = (stack: Stack): [string, string] => {
      const { ref } = new CfnResource(stack, 'Listener', { type: 'AWS::ElasticLoadBalancingV2::Listener' });
      return [ref, ref];
    };
    expect(reaches(...valuesOf(of))).toBe(true);
  });
});
