import { NestedStack, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { HostedUi, UserAuthPool, UserAuthPoolProps, UserVerificationType } from '../../lib';
import { hasDomain } from '../../lib/sign-in/pool-domain';
import { TemplateIndex } from '../../lib/template/template-index';
import { newApp, newStack, warningsOf } from '../support/synth';

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

const WITHOUT_URLS = [expect.stringContaining('hostedPagesWithoutCallbackUrls')];

it.each<[string, unknown[], UserAuthPoolProps, ((pool: UserAuthPool) => void)?]>([
  ['no client has callbackUrls', WITHOUT_URLS, {}],
  ['that of a client added later does not either', WITHOUT_URLS, {}, (pool) => void pool.addClient('Other')],
  ['the default client has callbackUrls', [], { client: { callbackUrls: ['https://example.com'] } }],
  ['a client added later has', [], {}, (pool) => void pool.addClient('Web', { callbackUrls: ['https://example.com'] })],
  [
    'machines get their tokens there',
    [],
    {},
    (pool) => {
      const scopes = [pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] }).scope('read')];
      pool.addMachineClient('Job', { scopes });
    },
  ],
  ['the link in emails leads there', [], { userVerificationType: UserVerificationType.EMAIL_LINK }],
  ['all clients are in other apps', [], { defaultClient: false }],
])('hosted pages are a warning if nobody can sign in on them: %s', (_, expected, props, add) => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain(), ...props });
  add?.(pool);
  expect(warningsOf(stack)).toEqual(expected);
});
