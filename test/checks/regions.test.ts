import { Aws, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { checkRegionOf, isGovCloud } from '../../lib/checks/regions';
import { UserAuthPool, UserPoolHook } from '../../lib';
import { messageOf, newApp, newFunction } from '../support/synth';

const stackIn = (region?: string, id = 'S') => new Stack(newApp(), id, region ? { env: { region } } : {});
const importedFrom = (stack: Stack, region: string) =>
  lambda.Function.fromFunctionArn(stack, 'Fn', `arn:aws:lambda:${region}:111111111111:function:mine`);
const problem = (where: string) =>
  `${where} is S/Fn, which is in "us-east-1": the pool is in "eu-central-1", and Cognito rejects resources in other regions. Use one in eu-central-1.`;

describe('a resource that the pool uses', () => {
  it.each<[string, string | undefined, string, boolean]>([
    ['of the same region', 'eu-central-1', 'eu-central-1', true],
    ['of another region', 'eu-central-1', 'us-east-1', false],
    ['of some region, where that of the pool is not known', undefined, 'us-east-1', true],
  ])('%s', (_, region, other, accepted) => {
    const stack = stackIn(region);
    const problems = new Problems(stack);
    checkRegionOf(stack, problems, 'it', importedFrom(stack, other));
    expect(problems.messages()).toEqual(accepted ? [] : [problem('it')]);
  });

  it('of a region that only deployment will know is not judged', () => {
    const stack = stackIn('eu-central-1');
    const problems = new Problems(stack);
    checkRegionOf(stack, problems, 'it', newFunction(stackIn(undefined, 'Other'), 'Fn'));
    expect(problems.messages()).toEqual([]);
  });
});

describe('a hook of another region', () => {
  it('is rejected before anything is made', () => {
    const stack = stackIn('eu-central-1');
    const preSignUp = importedFrom(stack, 'us-east-1');
    expect(messageOf(() => new UserAuthPool(stack, 'Pool', { hooks: { preSignUp } }))).toBe(
      `S/Pool has 1 problem:\n  1. ${problem('hooks.preSignUp')}`,
    );
    expect(stack.node.findChild('Pool').node.children).toEqual([]);
  });

  it('is rejected where it is added later', () => {
    const stack = stackIn('eu-central-1');
    const pool = new UserAuthPool(stack, 'Pool');
    expect(messageOf(() => pool.addHook(UserPoolHook.PRE_SIGN_UP, importedFrom(stack, 'us-east-1')))).toBe(
      `S/Pool has 1 problem:\n  1. ${problem('hook preSignUp')}`,
    );
  });
});

it.each([
  ['us-gov-west-1', true],
  ['us-east-1', false],
  [Aws.REGION, false],
])('%s is a region of GovCloud: %s', (region, expected) => {
  expect(isGovCloud(region)).toBe(expected);
});
