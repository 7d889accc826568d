import { Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { checkIdentifiers, checkProviderName } from '../../lib/federation/names';
import { newStack } from '../support/synth';

const problemsOf = (check: (problems: Problems) => void) => {
  const problems = new Problems(newStack());
  check(problems);
  return problems.messages();
};
const naming = (name: string) => problemsOf((problems) => checkProviderName(problems, 'providerName', name));
const identifying = (...identifiers: string[]) =>
  problemsOf((problems) => checkIdentifiers(problems, 'identifiers', identifiers));

describe('the name of a provider', () => {
  it.each(['abc', 'a'.repeat(32), 'Example-Inc', 'example.com', 'Größe', '日本語', 'a_b', 'google', 'cognito'])(
    'may be %s',
    (name) => {
      expect(naming(name)).toEqual([]);
    },
  );

  it.each(['', 'ab', 'a'.repeat(33), '_abc', 'abc_', 'ab_c', 'my provider', ' abc', 'abc ', 'a bc', 'abc\n'])(
    'is rejected: %j',
    (name) => {
      expect(naming(name)).toEqual([
        `providerName is ${JSON.stringify(name)}: Cognito accepts only names of 3 to 32 characters without spaces and underscores, and would reject the provider. ` +
          'Give it a name such as "Example-Inc".',
      ]);
    },
  );

  it.each(['Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple'])(
    'is rejected where Cognito has it: %s',
    (name) => {
      expect(naming(name)).toEqual([
        `providerName is "${name}": Cognito reserves that name for another kind of provider and rejects this one. ` +
          'Give it another name, or use the factory of that provider.',
      ]);
    },
  );

  it('is not that of the pool itself', () => {
    expect(naming('COGNITO')).toEqual([
      'providerName is "COGNITO": Cognito reserves that name for another kind of provider and rejects this one. Give it another name.',
    ]);
  });

  it('is not judged where only deployment knows it', () => {
    expect(naming(Lazy.string({ produce: () => '_' }))).toEqual([]);
  });
});

describe('identifiers', () => {
  it.each(['a', 'a'.repeat(40), 'example.com', 'My_Company = a+b @home-1'])('may be %s', (identifier) => {
    expect(identifying(identifier)).toEqual([]);
  });

  it.each(['', 'a'.repeat(41), 'a/b', 'größe'])('are rejected: %j', (identifier) => {
    expect(identifying('fine', identifier)).toEqual([
      `identifiers[1] is ${JSON.stringify(identifier)}: Cognito accepts only 1 to 40 letters, digits, spaces and any of _ + = . @ -, and would reject the provider. ` +
        'Give an identifier of those characters.',
    ]);
  });

  it('are 50 at most', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `i${index}`);
    expect(identifying(...many(50))).toEqual([]);
    expect(identifying(...many(51))).toEqual([
      'identifiers is a list of 51: Cognito accepts at most 50 identifiers, and would reject the provider. Keep only those that your applications use.',
    ]);
  });

  it('may be missing, and are not judged where only deployment knows them', () => {
    expect(problemsOf((problems) => checkIdentifiers(problems, 'identifiers', undefined))).toEqual([]);
    expect(identifying(Lazy.string({ produce: () => '/' }))).toEqual([]);
  });
});
