import { App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { checkCognitoDomain, cognitoDomainName, defaultPrefix, mayBeDomain } from '../../lib/hosted-ui/cognito-domain';
import { HostedUi } from '../../lib/hosted-ui/hosted-ui';
import { UserAuthDomain } from '../../lib/hosted-ui/domain';
import { newStack, only, templateOf } from '../support/synth';

const DOMAIN = 'AWS::Cognito::UserPoolDomain';

const problemsOf = (domainPrefix?: string) => {
  const problems = new Problems(newStack('S'));
  checkCognitoDomain({ domainPrefix }, problems);
  return problems.messages();
};

describe('domainPrefix', () => {
  it.each(['a', '7', 'my-app', 'a--b', 'x'.repeat(63), `a${'-'.repeat(61)}z`, 'aw-s', 'amazin', 'cogito'])(
    'may be "%s"',
    (prefix) => {
      expect(problemsOf(prefix)).toEqual([]);
    },
  );

  it.each(['', '-a', 'a-', 'My-app', 'my_app', 'my.app', 'my app', 'x'.repeat(64), 'https://my-app', 'zürich'])(
    'is rejected if it is "%s"',
    (prefix) => {
      expect(problemsOf(prefix)).toEqual([
        `hostedUi.domainPrefix is "${prefix}": Cognito accepts only 1 to 63 lowercase letters, digits and hyphens, with no hyphen at either end, and would reject the domain. ` +
          'Write it as, for example, "my-app-sign-in", without the rest of the domain.',
      ]);
    },
  );

  it.each([
    ['my-aws-app', 'aws'],
    ['amazonas', 'amazon'],
    ['precognitos', 'cognito'],
    ['laws', 'aws'],
  ])('is rejected if it is "%s", which contains "%s"', (prefix, word) => {
    expect(problemsOf(prefix)).toEqual([
      `hostedUi.domainPrefix is "${prefix}": Cognito reserves the word "${word}" and rejects the domain. Choose a prefix without it.`,
    ]);
  });

  it('is not judged if only deployment will know it', () => {
    expect(problemsOf(new CfnParameter(newStack(), 'Prefix').valueAsString)).toEqual([]);
    expect(problemsOf()).toEqual([]);
  });
});

describe('a prefix that nobody gave', () => {
  const scopeAt = (...ids: string[]) =>
    ids.reduce<Construct>((scope, id, index) => (index === 0 ? newStack(id) : new Construct(scope, id)), new App());
  /** What it is in a stack whose id ends with `/0a1b2c3d-...`. */
  const prefixAt = (...ids: string[]) => {
    const scope = scopeAt(...ids);
    const resolved = Stack.of(scope).resolve(defaultPrefix(scope, Stack.of(scope))) as {
      'Fn::Join': [string, [string, unknown]];
    };
    const [, [text, guid]] = resolved['Fn::Join'];
    expect(guid).toEqual({
      'Fn::Select': [0, { 'Fn::Split': ['-', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }] }],
    });
    return `${text}0a1b2c3d`;
  };

  it('is the path of the pool, its hash and the id of the stack, always the same', () => {
    expect(prefixAt('Shop', 'Users')).toBe('shop-users-c63ce8-0a1b2c3d');
    expect(prefixAt('Shop', 'Users')).toBe(prefixAt('Shop', 'Users'));
  });

  it('differs from pool to pool in one stack, even where the words are the same', () => {
    const prefixes = [
      prefixAt('Shop', 'Users'),
      prefixAt('Shop', 'users'),
      prefixAt('Shop', 'U', 'sers'),
      prefixAt('Shop', 'U-sers'),
      prefixAt('Shop', 'AwsUsers'),
      prefixAt('Shop', `${'Long'.repeat(20)}A`),
      prefixAt('Shop', `${'Long'.repeat(20)}B`),
    ];
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  it.each([
    [['Aws'], /^auth-[0-9a-f]{6}-/],
    [['AmaawszonApp'], /^app-/],
    [['S', 'CognitoPool', 'x'], /^s-pool-x-/],
    [['S', 'Äpfel_Birnen'], /^s-pfel-birnen-/],
    [['S', '東京'], /^s-[0-9a-f]{6}-/],
    [['S', 'a.ws'], /^s-a-ws-/],
    [['S', 'X'.repeat(100)], /^s-x{31}-[0-9a-f]{6}-/],
    [['S', `${'X'.repeat(30)}-Y`], /^s-x{30}-[0-9a-f]{6}-/],
  ])('of %j is one that Cognito accepts', (ids, expected) => {
    const prefix = prefixAt(...ids);
    expect(prefix).toMatch(expected);
    expect(problemsOf(prefix)).toEqual([]);
  });

  it('is made of the id of a nested stack in one', () => {
    const parent = newStack('S');
    const nested = new NestedStack(parent, 'Nested');
    const userPool = new cognito.UserPool(nested, 'Pool');
    new UserAuthDomain(new Construct(nested, 'Users'), 'Domain', { userPool, hostedUi: HostedUi.cognitoDomain() });
    expect(JSON.stringify(only(templateOf(nested), DOMAIN).properties.Domain)).toContain('{"Ref":"AWS::StackId"}');
  });
});

describe('a name', () => {
  const unknown = new CfnParameter(newStack(), 'Unknown').valueAsString;

  it.each([
    ['mine.auth.eu-west-1.amazoncognito.com', 'mine', 'eu-west-1'],
    ['mine.auth-fips.us-gov-west-1.amazoncognito.com', 'mine', 'us-gov-west-1'],
    ['mine.auth.eu-west-1.amazoncognito.com', 'mine', unknown],
    ['mine.auth.eu-west-1.amazoncognito.com', unknown, 'eu-west-1'],
    ['mine.auth.eu-west-1.amazoncognito.com', undefined, unknown],
  ])('may be that of the domain: %s, with the prefix %s in %s', (name, domainPrefix, region) => {
    expect(mayBeDomain(name, { domainPrefix }, region)).toBe(true);
  });

  it.each([
    ['example.com', undefined, unknown],
    ['mine.auth.eu-west-1.amazoncognito.com.example.com', undefined, unknown],
    ['auth.eu-west-1.amazoncognito.com', undefined, unknown],
    ['yours.auth.eu-west-1.amazoncognito.com', 'mine', unknown],
    ['mine.auth.eu-west-1.amazoncognito.com', 'mine', 'us-east-1'],
  ])('is not that of the domain: %s, with the prefix %s in %s', (name, domainPrefix, region) => {
    expect(mayBeDomain(name, { domainPrefix }, region)).toBe(false);
  });
});

describe('the name of the domain', () => {
  it.each([
    ['eu-west-1', 'mine.auth.eu-west-1.amazoncognito.com'],
    ['us-gov-west-1', 'mine.auth-fips.us-gov-west-1.amazoncognito.com'],
  ])('in %s is %s', (region, expected) => {
    expect(cognitoDomainName('mine', region)).toBe(expected);
  });

  it('has the region that only deployment will know', () => {
    const stack = newStack();
    expect(stack.resolve(cognitoDomainName('mine', stack.region))).toEqual({
      'Fn::Join': ['', ['mine.auth.', { Ref: 'AWS::Region' }, '.amazoncognito.com']],
    });
  });
});
