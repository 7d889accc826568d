import { NestedStack, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { HostedUi, UserAuthPool } from '../../lib';
import { hasDomain } from '../../lib/sign-in/pool-domain';
import { TemplateIndex } from '../../lib/template/template-index';
import { newApp } from '../support/synth';

const addDomain = (scope: Stack, userPoolId: string) =>
  new cognito.CfnUserPoolDomain(scope, 'Domain', { userPoolId, domain: 'mine' });

it.each<[string, boolean, (stack: Stack) => UserAuthPool]>([
  ['none', false, (stack) => new UserAuthPool(stack, 'Pool')],
  ['one of the library', true, (stack) => new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain() })],
  [
    'one of the CDK, in another stack',
    true,
    (stack) => {
      const pool = new UserAuthPool(stack, 'Pool');
      addDomain(new NestedStack(stack, 'Nested'), pool.userPoolId);
      return pool;
    },
  ],
  [
    'none, beside a pool that has one',
    false,
    (stack) => {
      addDomain(stack, new UserAuthPool(stack, 'Other').userPoolId);
      return new UserAuthPool(stack, 'Pool');
    },
  ],
])('a pool has %s', (_, expected, make) => {
  const app = newApp();
  const pool = make(new Stack(app, 'S'));
  expect(hasDomain(new TemplateIndex(app), pool)).toBe(expected);
});
