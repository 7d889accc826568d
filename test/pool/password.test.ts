import { Duration, Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { PasswordPolicy, UserAuthPool } from '../../lib';
import { messageOf, newStack, only, templateOf } from '../support/synth';

const render = (passwordPolicy: PasswordPolicy) => {
  const stack = newStack();
  new UserAuthPool(stack, 'Pool', { passwordPolicy });
  return only(templateOf(stack), 'AWS::Cognito::UserPool').properties.Policies;
};
const refuse = (passwordPolicy: PasswordPolicy) =>
  messageOf(() => new UserAuthPool(newStack('S'), 'Pool', { passwordPolicy }));

const DEFAULT = {
  MinimumLength: 12,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  RequireUppercase: true,
  TemporaryPasswordValidityDays: 7,
};

describe('passwordPolicy', () => {
  it('keeps the default of what is left out', () => {
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

  it.each([5, 100, 8.5, NaN])('refuses a minimum length of %s', (minimumLength) => {
    expect(refuse({ minimumLength })).toBe(
      `S/Pool has 1 problem:\n  1. passwordPolicy.minimumLength is ${minimumLength}: Cognito accepts whole numbers from 6 to 99 and refuses the pool. ` +
        'Leave it out for 12, or give a number in that range.',
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
  ])('refuses a temporary password for %s', (temporaryPasswordValidity, shown) => {
    expect(refuse({ temporaryPasswordValidity })).toBe(
      `S/Pool has 1 problem:\n  1. passwordPolicy.temporaryPasswordValidity is ${shown}: Cognito counts whole days, takes 0 for 7 and refuses more than 365. ` +
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
