import { Duration, Lazy } from 'aws-cdk-lib';
import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { PasswordPolicy, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { messageOf, newStack, only, templateOf } from '../support/synth';

const render = (passwordPolicy: PasswordPolicy, props: UserAuthPoolProps = {}) => {
  const stack = newStack();
  new UserAuthPool(stack, 'Pool', { passwordPolicy, ...props });
  return only(templateOf(stack), 'AWS::Cognito::UserPool').properties.Policies;
};
const reject = (passwordPolicy: PasswordPolicy, props: UserAuthPoolProps = {}) =>
  messageOf(() => new UserAuthPool(newStack('S'), 'Pool', { passwordPolicy, ...props }));

const DEFAULT = {
  MinimumLength: 12,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  RequireUppercase: true,
  TemporaryPasswordValidityDays: 7,
};

describe('passwordPolicy', () => {
  it('keeps the default of what is missing', () => {
    expect(render({ minimumLength: 8 })).toEqual({ PasswordPolicy: { ...DEFAULT, MinimumLength: 8 } });
  });

  it.each([
    ['requireLowercase', 'RequireLowercase'],
    ['requireUppercase', 'RequireUppercase'],
    ['requireNumbers', 'RequireNumbers'],
    ['requireSymbols', 'RequireSymbols'],
  ])('respects %s: false', (prop, property) => {
    expect(render({ [prop]: false })).toEqual({ PasswordPolicy: { ...DEFAULT, [property]: false } });
  });

  it('sets how long a temporary password works', () => {
    expect(render({ temporaryPasswordValidity: Duration.hours(72) })).toEqual({
      PasswordPolicy: { ...DEFAULT, TemporaryPasswordValidityDays: 3 },
    });
  });

  it.each([6, 99])('accepts a minimum length of %s', (minimumLength) => {
    expect(render({ minimumLength })).toEqual({ PasswordPolicy: { ...DEFAULT, MinimumLength: minimumLength } });
  });

  it.each([5, 100, 8.5, NaN])('rejects a minimum length of %s', (minimumLength) => {
    expect(reject({ minimumLength })).toBe(
      `S/Pool has 1 problem:\n  1. passwordPolicy.minimumLength is ${minimumLength}: Cognito accepts only whole numbers from 6 to 99, and would reject the pool. ` +
        'Omit it for 12, or give a number in that range.',
    );
  });

  it.each([Duration.days(1), Duration.days(365)])(
    'accepts a temporary password for %s',
    (temporaryPasswordValidity) => {
      expect(() => render({ temporaryPasswordValidity })).not.toThrow();
    },
  );

  it.each([
    [Duration.days(0), '0 days'],
    [Duration.hours(36), '1 day 12 hours'],
    [Duration.days(366), '366 days'],
  ])('rejects a temporary password for %s', (temporaryPasswordValidity, shown) => {
    expect(reject({ temporaryPasswordValidity })).toBe(
      `S/Pool has 1 problem:\n  1. passwordPolicy.temporaryPasswordValidity is ${shown}: Cognito accepts only whole days, treats 0 as 7, and rejects more than 365. ` +
        'Give Duration.days(1) to Duration.days(365).',
    );
  });

  it('does not judge what only deployment will know', () => {
    expect(render({ minimumLength: Lazy.number({ produce: () => 20 }) })).toEqual({
      PasswordPolicy: { ...DEFAULT, MinimumLength: 20 },
    });
    const parameter = Lazy.number({ produce: () => 3 });
    expect(render({ temporaryPasswordValidity: Duration.days(parameter) })).toEqual({
      PasswordPolicy: { ...DEFAULT, TemporaryPasswordValidityDays: 3 },
    });
  });
});

describe('passwordPolicy.passwordHistorySize', () => {
  it.each([0, 1, 24])('accepts %s', (passwordHistorySize) => {
    expect(render({ passwordHistorySize })).toEqual({
      PasswordPolicy: { ...DEFAULT, PasswordHistorySize: passwordHistorySize },
    });
  });

  it.each([-1, 25, 2.5, NaN])('rejects %s', (passwordHistorySize) => {
    expect(reject({ passwordHistorySize })).toBe(
      `S/Pool has 1 problem:\n  1. passwordPolicy.passwordHistorySize is ${passwordHistorySize}: Cognito accepts only whole numbers from 0 to 24, and would reject the pool. ` +
        'Give a number in that range, or omit it.',
    );
  });

  it('does not judge what only deployment will know', () => {
    expect(render({ passwordHistorySize: Lazy.number({ produce: () => 5 }) })).toEqual({
      PasswordPolicy: { ...DEFAULT, PasswordHistorySize: 5 },
    });
  });

  it.each([0, 1])('of %s needs the Essentials plan', (passwordHistorySize) => {
    expect(reject({ passwordHistorySize }, { featurePlan: FeaturePlan.LITE })).toBe(
      'S/Pool has 1 problem:\n  1. passwordPolicy.passwordHistorySize is set, with featurePlan "LITE": ' +
        'it requires the ESSENTIALS plan or higher, and Cognito rejects the pool. ' +
        'Set featurePlan to FeaturePlan.ESSENTIALS, or remove passwordPolicy.passwordHistorySize.',
    );
  });

  it.each([FeaturePlan.ESSENTIALS, FeaturePlan.PLUS, undefined])('works on the plan %s', (featurePlan) => {
    expect(() => render({ passwordHistorySize: 1 }, { featurePlan })).not.toThrow();
  });

  it('of a token is not judged by the plan', () => {
    const passwordHistorySize = Lazy.number({ produce: () => 0 });
    expect(() => render({ passwordHistorySize }, { featurePlan: FeaturePlan.LITE })).not.toThrow();
  });
});

describe('unusedAccountValidity', () => {
  it('is how long a temporary password works', () => {
    expect(render({}, { unusedAccountValidity: Duration.days(30) })).toEqual({
      PasswordPolicy: { ...DEFAULT, TemporaryPasswordValidityDays: 30 },
    });
  });

  it.each([Duration.days(1), Duration.days(365), Duration.days(Lazy.number({ produce: () => 9 }))])(
    'accepts %s',
    (unusedAccountValidity) => {
      expect(() => render({}, { unusedAccountValidity })).not.toThrow();
    },
  );

  it.each([
    [Duration.days(0), '0 days'],
    [Duration.hours(36), '1 day 12 hours'],
    [Duration.days(366), '366 days'],
  ])('rejects %s', (unusedAccountValidity, shown) => {
    expect(reject({}, { unusedAccountValidity })).toBe(
      `S/Pool has 1 problem:\n  1. unusedAccountValidity is ${shown}: Cognito accepts only whole days, treats 0 as 7, and rejects more than 365. ` +
        'Give Duration.days(1) to Duration.days(365).',
    );
  });

  it('may say again what temporaryPasswordValidity says, in other units', () => {
    expect(
      render({ temporaryPasswordValidity: Duration.hours(48) }, { unusedAccountValidity: Duration.days(2) }),
    ).toEqual({ PasswordPolicy: { ...DEFAULT, TemporaryPasswordValidityDays: 2 } });
  });

  it('may not contradict temporaryPasswordValidity', () => {
    expect(reject({ temporaryPasswordValidity: Duration.days(3) }, { unusedAccountValidity: Duration.days(2) })).toBe(
      'S/Pool has 1 problem:\n  1. unusedAccountValidity is 2 days, with passwordPolicy.temporaryPasswordValidity 3 days: ' +
        'Cognito has one setting for both, and rejects a pool that has the old and the new one. Give one of the two.',
    );
  });

  it('is not compared with what only deployment will know', () => {
    const token = Duration.days(Lazy.number({ produce: () => 3 }));
    expect(render({ temporaryPasswordValidity: token }, { unusedAccountValidity: Duration.days(2) })).toEqual({
      PasswordPolicy: { ...DEFAULT, TemporaryPasswordValidityDays: 3 },
    });
  });
});

it('tells of all mistakes at once', () => {
  expect(
    reject({ minimumLength: 5, passwordHistorySize: 25 }, { unusedAccountValidity: Duration.days(0) }).split('\n'),
  ).toEqual([
    'S/Pool has 3 problems:',
    expect.stringMatching(/^ {2}1\. passwordPolicy\.minimumLength is 5: /),
    expect.stringMatching(/^ {2}2\. unusedAccountValidity is 0 days: /),
    expect.stringMatching(/^ {2}3\. passwordPolicy\.passwordHistorySize is 25: /),
  ]);
});
