import { Stack, Stage } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct, IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { evaluate, policyScope } from '../../lib/access/policy';
import { AccessPolicy, UserAuthPool } from '../../lib';
import { POLICIES } from '../support/policies';
import { newApp, newStack } from '../support/synth';
import { rejection } from './support';

const { signedIn, group, anyGroup, allGroups, attribute, client, anyOf, allOf } = POLICIES;
const stack = newStack('S');
const scopeOf = (policy: AccessPolicy, place: IConstruct) => policyScope(policy._document(place));
const nameOf = (policy: AccessPolicy) => scopeOf(policy, stack);
const documentOf = (policy: AccessPolicy) => policy._document(stack);

describe('a policy is written for the functions', () => {
  it.each([
    [signedIn(), { signedIn: true }],
    [group('admins'), { group: 'admins' }],
    [anyGroup('b', 'a'), { anyOf: [{ group: 'a' }, { group: 'b' }] }],
    [allGroups('b', 'a'), { allOf: [{ group: 'a' }, { group: 'b' }] }],
    [attribute('custom:plan', 'team', 'pro', 'team'), { attribute: 'custom:plan', values: ['pro', 'team'] }],
    [anyGroup('a'), { group: 'a' }],
    [
      allOf(signedIn(), anyOf(group('a'), attribute('email', 'x'))),
      { allOf: [{ anyOf: [{ attribute: 'email', values: ['x'] }, { group: 'a' }] }, { signedIn: true }] },
    ],
  ])('%s', (policy, expected) => {
    expect(documentOf(policy)).toEqual(expected);
  });

  it('with a client by its id, or by its place where only deployment will know the id', () => {
    const app = newApp();
    const users = new Stack(app, 'Users');
    const pool = new UserAuthPool(users, 'Pool');
    const known = cognito.UserPoolClient.fromUserPoolClientId(users, 'Known', 'abc123');
    expect(client(known)._document(users)).toEqual({ client: 'abc123' });
    expect(client(pool.client)._document(users)).toEqual({ client: 'Pool.Client' });
    expect(client(pool.client)._document(new Stack(app, 'Other'))).toEqual({ client: 'other:Users.Pool.Client' });
  });
});

describe('policies of one meaning are one', () => {
  const [a, b, c] = [group('a'), group('b'), group('c')] as const;
  it.each([
    ['any order', anyOf(a, b), anyOf(b, a)],
    ['any order of all', allOf(a, b), allOf(b, a)],
    ['any order within', anyOf(c, allOf(a, b)), anyOf(allOf(b, a), c)],
    ['one twice', anyOf(a, b, a), anyOf(a, b)],
    ['one alone', anyOf(allOf(a)), a],
    ['one twice and nothing else', anyOf(a, a), a],
    ['nested', anyOf(a, anyOf(b, c)), anyOf(c, b, a)],
    ['nested all', allOf(allOf(a, b), c), allOf(a, b, c)],
    ['nested with one alone between', anyOf(a, allOf(anyOf(b, c))), anyOf(a, b, c)],
    ['groups', anyGroup('a', 'b'), anyOf(b, a)],
    ['values', attribute('x', '1', '2'), attribute('x', '2', '1', '1')],
  ])('%s', (_, one, other) => {
    expect(documentOf(one)).toEqual(documentOf(other));
    expect(nameOf(one)).toBe(nameOf(other));
  });

  it('and those of another are others', () => {
    const others = [
      signedIn(),
      a,
      b,
      group('A'),
      anyOf(a, b),
      allOf(a, b),
      anyOf(a, b, c),
      anyOf(a, allOf(b, c)),
      allOf(a, anyOf(b, c)),
      attribute('a', 'b'),
      attribute('a', 'b', 'c'),
      attribute('a', 'b or c'),
      group('signed in'),
      group('ａ'),
    ];
    expect(new Set(others.map(nameOf)).size).toBe(others.length);
  });
});

describe('the name of the scope', () => {
  it('is pinned: tokens that are about have it', () => {
    const pool = new UserAuthPool(newStack('Any'), 'Pool');
    const names = [
      signedIn(),
      group('admins'),
      anyGroup('admins', 'editors'),
      attribute('custom:plan', 'pro'),
      client(pool.client),
    ].map((policy) => scopeOf(policy, pool));
    expect(names).toEqual([
      'policy/signed-in-cd2550d809',
      'policy/group-admins-e2254bba7d',
      'policy/group-admins-or-group-editors-25d96db8ee',
      'policy/custom-plan-pro-ec83b270ce',
      'policy/client-pool-client-8d8b50be7e',
    ]);
  });

  it('is the same in another stack and in another stage', () => {
    const names = [
      newStack('One'),
      newStack('Two', { stackName: 'other' }),
      new Stack(new Stage(newApp(), 'Prod'), 'Three'),
    ].map((place) => {
      const pool = new UserAuthPool(place, 'Pool');
      return scopeOf(anyOf(group('a'), client(pool.addClient('Jobs'))), pool);
    });
    expect(new Set(names).size).toBe(1);
  });

  it.each([
    ['a long name', 'x'.repeat(128)],
    ['another alphabet', '管理者'.repeat(42)],
    ['signs', '!"#$%&/()=?'],
    ['an emoji', '👑'],
    ['accents', 'Éditeurs'],
    ['slashes and spaces that would be another scope', 'a/b-policy/admins'],
  ])('has at most 64 characters that every scope may have: %s', (_, name) => {
    for (const policy of [group(name), anyGroup(name, 'x'), allGroups(name, `${name}2`)]) {
      expect(nameOf(policy)).toMatch(/^policy\/[a-z0-9-]{1,57}$/);
    }
  });
});

it('a policy says what it is in words', () => {
  const pool = new UserAuthPool(newStack('S'), 'Pool');
  const jobs = client(pool.addClient('Jobs'));
  const policies = [
    allOf(signedIn(), anyOf(group('a'), attribute('email', 'x', 'y')), jobs),
    allOf(jobs, anyOf(attribute('email', 'y', 'x'), group('a')), signedIn(), jobs),
  ];
  for (const policy of policies) {
    expect(policy.toString()).toBe('(email x or y or group a) and client S/Pool/Jobs and any signed-in person');
  }
});

it('a policy works out once how people know it, however often it is evaluated', () => {
  const policy = anyOf(group('a'), client(new UserAuthPool(newStack(), 'Pool').client));
  expect(policy._named).toBe(policy._named);
});

it('a policy says what it names', () => {
  const pool = new UserAuthPool(newStack(), 'Pool');
  const policy = allOf(group('a'), anyOf(group('b'), attribute('email', 'x'), allOf(client(pool.client), signedIn())));
  expect(policy._groups).toEqual(['a', 'b']);
  expect(policy._attributes).toEqual(['email']);
  expect(policy._clients).toEqual([pool.client]);
});

describe('rejected are', () => {
  it.each([
    ['anyGroup() or anyOf()', anyOf()],
    ['allGroups() or allOf()', allOf()],
    ['anyGroup() or anyOf()', anyGroup()],
    ['allGroups() or allOf()', allGroups()],
    ['anyGroup() or anyOf()', allOf(group('a'), anyOf())],
  ])('empty combinations: %s', (kind, policy) => {
    expect(rejection(policy)).toBe(
      `S has 1 problem:\n  1. the policy is AccessPolicy.${kind} with an empty list: nobody could satisfy it. ` +
        'Name the groups or policies, or use AccessPolicy.signedIn().',
    );
  });

  it('all at once', () => {
    expect(rejection(anyOf(group(''), allOf(), attribute('email')))).toMatch(/^S has 3 problems:/);
  });
});

describe('the functions understand what is written', () => {
  const person = { person: true, groups: ['a'], attributes: { email: 'x' }, clientId: 'c' };
  it.each<[AccessPolicy, boolean]>([
    [signedIn(), true],
    [anyGroup('a', 'b'), true],
    [allGroups('a', 'b'), false],
    [group('A'), false],
    [attribute('email', 'y', 'x'), true],
    [attribute('email', 'y'), false],
    [allOf(group('a'), attribute('email', 'x')), true],
    [client(cognito.UserPoolClient.fromUserPoolClientId(new Construct(stack, 'C'), 'K', 'c')), true],
  ])('%s', (policy, expected) => {
    expect(evaluate(documentOf(policy), person)).toBe(expected);
  });
});

it('a group may be given by the name of a construct, whose name in tokens is known', () => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');
  const own = pool.addGroup('Own', { groupName: 'editors' });
  const ofCdk = new cognito.UserPoolGroup(stack, 'Group', { userPool: pool.userPool, groupName: 'editors' });
  const literal = AccessPolicy.group('editors');
  for (const { groupName } of [own, ofCdk, own.userPoolGroupRef]) {
    expect(AccessPolicy.group(groupName)._document(stack)).toEqual(literal._document(stack));
  }
  expect(AccessPolicy.anyGroup(own.groupName, 'admins').toString()).toBe('group admins or group editors');
});
