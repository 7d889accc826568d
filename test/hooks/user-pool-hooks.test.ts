import { UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { UserPoolHook } from '../../lib';
import { STRUCTS } from '../../lib/checks/structs';

const HOOKS = Object.values(UserPoolHook);

it('there are 13 hooks, and a prop for each', () => {
  expect(HOOKS).toHaveLength(13);
  expect(Object.keys(STRUCTS.UserPoolHooks!).sort()).toEqual([...HOOKS, 'preTokenGenerationVersion'].sort());
});

it('hooks have the names of the operations of the CDK, which does not know all of them', () => {
  const names = Object.values(UserPoolOperation).map((each) => (each as UserPoolOperation).operationName);
  expect(HOOKS.filter((hook) => !names.includes(hook))).toEqual([UserPoolHook.INBOUND_FEDERATION]);
  expect(HOOKS.map((hook) => UserPoolOperation.of(hook).operationName)).toEqual(HOOKS);
});
