import { CfnParameter, Fn, Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, UserAuthPool } from '../../lib';
import { POLICIES } from '../support/policies';
import { messageOf, newStack } from '../support/synth';
import { isAccepted, rejection } from './support';

const { signedIn, group, anyGroup, attribute, client, anyOf, allOf } = POLICIES;

describe('rejected are', () => {
  it('an attribute without values or without a name', () => {
    expect(rejection(attribute('email'))).toMatch(/The attribute of the policy is "email" with 0 values: nobody could/);
    expect(rejection(attribute('', 'x'))).toMatch(/The attribute of the policy is "" with 1 values: nobody could/);
    expect(isAccepted(attribute('email', 'x'))).toBe(true);
  });

  it('names that no group can have', () => {
    expect(rejection(group(''))).toMatch(/The group of the policy is "": Cognito accepts names of 1 to 128/);
    expect(rejection(group('a b'))).toMatch(/The group of the policy is "a b"/);
    expect(rejection(group('x'.repeat(129)))).toMatch(/The group of the policy is "x+\.\.\."/);
    expect(isAccepted(group('x'.repeat(128)))).toBe(true);
    expect(isAccepted(group('管理者'))).toBe(true);
  });

  it('what only deployment will know, since the name of the scope comes from it', () => {
    const parameter = new CfnParameter(newStack(), 'P').valueAsString;
    const lazy = Lazy.string({ produce: () => 'admins' });
    const unknown = 'known only at deployment: the name of the scope depends on it';
    for (const policy of [group(parameter), group(`a-${lazy}`), allOf(signedIn(), group(lazy))]) {
      expect(rejection(policy)).toContain(`The group of the policy is ${unknown}`);
    }
    for (const policy of [attribute(parameter, 'x'), attribute('email', lazy)]) {
      expect(rejection(policy)).toContain(`The attribute of the policy is ${unknown}`);
    }
  });

  it.each(['nonce', 'aud', 'token_use', 'exp'])('what a token says of itself: %s', (name) => {
    expect(rejection(attribute(name, 'admin'))).toContain(
      `The attribute of the policy is "${name}": it says something of the token and not of its user`,
    );
  });

  it.each(['sub', 'email_verified', 'cognito:username', 'tenant'])(
    'but not what it may say of its user: %s',
    (name) => {
      expect(isAccepted(attribute(name, 'x'))).toBe(true);
    },
  );

  it('attributes where tokens have none', () => {
    expect(isAccepted(attribute('email', 'x'), true)).toBe(true);
    expect(rejection(anyOf(group('a'), attribute('email', 'x')), false)).toBe(
      'S has 1 problem:\n  1. The attribute of the policy is "email": access tokens have no attributes of users, so nobody could satisfy it at the request. ' +
        'Enforce it in the token, or have the authorizer take ID tokens: PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID }).',
    );
  });

  describe('policies that nobody could satisfy at once:', () => {
    const pool = new UserAuthPool(newStack('S'), 'Pool');
    const scope = pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] }).scope('read');
    const machine = client(pool.addMachineClient('Job', { scopes: [scope] }));
    const [web, mobile] = [client(pool.client), client(pool.addClient('Mobile'))];
    const plan = (...values: string[]) => attribute('custom:plan', ...values);
    const importedClient = (scope: Construct, id: string, clientId: string) =>
      cognito.UserPoolClient.fromUserPoolClientId(scope, id, clientId);

    it.each([
      [allOf(web, mobile), 'a token is issued to one app client'],
      [allOf(web, allOf(mobile)), 'a token is issued to one app client'],
      [allOf(machine, group('a')), 'a machine is not a person'],
      [allOf(machine, allOf(signedIn())), 'a machine is not a person'],
      [allOf(plan('a', 'b'), plan('c')), 'custom:plan has one value'],
      [anyOf(web, allOf(plan('a'), signedIn(), plan('b'))), 'custom:plan has one value'],
    ])('%s', (policy, reason) => {
      expect(rejection(policy)).toContain(
        `: nobody could satisfy it, because ${reason}. Use AccessPolicy.anyOf(), or omit one of the policies.`,
      );
    });

    it.each([
      allOf(web, web, group('a')),
      allOf(web, client(pool.client.userPoolClient)),
      allOf(...['One', 'Other'].map((id) => client(importedClient(pool, id, Fn.importValue('Id'))))),
      allOf(...['A', 'B'].map((id) => client(importedClient(pool, id, 'abc')))),
      anyOf(web, mobile),
      allOf(anyOf(web, mobile), machine),
      allOf(plan('a', 'b'), plan('b', 'c'), attribute('locale', 'x')),
      machine,
    ])('and not %s', (policy) => {
      expect(isAccepted(policy)).toBe(true);
    });
  });
});

describe('a policy of plain JavaScript', () => {
  const refusal = (policy: AccessPolicy) => messageOf(() => new UserAuthPool(newStack('S'), 'Pool').scopeFor(policy));

  it.each<[string, () => AccessPolicy]>([
    ['The group of the policy is not a string but 5: nobody could satisfy it', () => group(5 as unknown as string)],
    [
      'The group of the policy is not a string but a list: nobody could satisfy it. Give each as an argument of its own, instead of a list.',
      () => anyGroup(['a', 'b'] as unknown as string),
    ],
    [
      'The attribute of the policy is not a string but a list: nobody could satisfy it. Give each as an argument of its own, instead of a list.',
      () => attribute('custom:plan', ['pro', 'team'] as unknown as string),
    ],
    [
      'The attribute of the policy is not a string but 5: nobody could satisfy it',
      () => attribute(5 as unknown as string, 'x'),
    ],
    [
      'The attribute of the policy is not a string but 5: nobody could satisfy it. Give the name and each value as a string, such as "true".',
      () => attribute('custom:plan', 'pro', 5 as unknown as string),
    ],
    [
      'The attribute of the policy is "custom:plan" with 0 values: nobody could satisfy it',
      () => attribute('custom:plan'),
    ],
    ['The attribute of the policy is "" with 1 values: nobody could satisfy it', () => attribute('', 'x')],
  ])('is refused: %s', (start, policy) => {
    expect(refusal(policy())).toContain(`1. ${start}`);
  });
});
