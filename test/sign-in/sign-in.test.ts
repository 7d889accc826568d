import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserAuthPoolProps, UserVerificationType } from '../../lib';
import { messageOf, newStack, templateOf, warningsOf } from '../support/synth';

const POOL = 'AWS::Cognito::UserPool';
const make = (props: UserAuthPoolProps) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', props);
  return stack;
};
const poolWith = (props: UserAuthPoolProps) => templateOf(make(props));

describe('usernames', () => {
  it.each([
    { email: true, phone: false, names: ['email'] },
    { email: true, phone: true, names: ['email', 'phone_number'] },
    { email: false, phone: true, names: ['phone_number'] },
    { email: false, phone: false, names: Match.absent() },
  ])('email $email, phone number $phone', ({ email, phone, names }) => {
    poolWith({ allowEmailAsUserName: email, allowPhoneNumberAsUserName: phone }).hasResourceProperties(POOL, {
      UsernameAttributes: names,
      AliasAttributes: Match.absent(),
      UsernameConfiguration: { CaseSensitive: false },
    });
  });

  it.each([
    { email: true, phone: false, preferred: false, aliases: ['email'] },
    { email: true, phone: true, preferred: false, aliases: ['email', 'phone_number'] },
    { email: true, phone: false, preferred: true, aliases: ['email', 'preferred_username'] },
    { email: false, phone: true, preferred: true, aliases: ['phone_number', 'preferred_username'] },
    { email: false, phone: false, preferred: true, aliases: ['preferred_username'] },
    { email: false, phone: false, preferred: false, aliases: Match.absent() },
  ])(
    'beside a username of their own: email $email, phone number $phone, preferred username $preferred',
    ({ email, phone, preferred, aliases }) => {
      poolWith({
        allowUserName: true,
        allowEmailAsUserName: email,
        allowPhoneNumberAsUserName: phone,
        allowPreferredUserName: preferred,
      }).hasResourceProperties(POOL, { UsernameAttributes: Match.absent(), AliasAttributes: aliases });
    },
  );

  it('are usernames where nothing else is allowed, so a preferred username may stand beside them', () => {
    poolWith({ allowEmailAsUserName: false, allowPreferredUserName: true }).hasResourceProperties(POOL, {
      UsernameAttributes: Match.absent(),
      AliasAttributes: ['preferred_username'],
    });
  });

  it('have to be something', () => {
    expect(messageOf(() => make({ allowEmailAsUserName: false, allowUserName: false }))).toBe(
      'S/Pool has 1 problem:\n  1. allowUserName is false, with allowEmailAsUserName false and allowPhoneNumberAsUserName not true: ' +
        'users would have no name to sign in with, and Cognito falls back to usernames. Allow one of the three.',
    );
    expect(() => make({ allowUserName: false })).not.toThrow();
    expect(() =>
      make({ allowEmailAsUserName: false, allowPhoneNumberAsUserName: true, allowUserName: false }),
    ).not.toThrow();
  });

  it('reject a preferred username without a username', () => {
    expect(messageOf(() => make({ allowPreferredUserName: true }))).toBe(
      'S/Pool has 1 problem:\n  1. allowPreferredUserName is true, without allowUserName: ' +
        'Cognito accepts a preferred username only in addition to a username, and would reject the pool. ' +
        'Set allowUserName to true as well, or omit allowPreferredUserName.',
    );
    expect(() => make({ allowPreferredUserName: false })).not.toThrow();
  });

  it('tell both mistakes at once', () => {
    const props = { allowEmailAsUserName: false, allowUserName: false, allowPreferredUserName: true };
    expect(messageOf(() => make(props)).split('\n')).toEqual([
      'S/Pool has 2 problems:',
      expect.stringMatching(/^ {2}1\. allowUserName is false, /),
      expect.stringMatching(/^ {2}2\. allowPreferredUserName is true, /),
    ]);
  });

  it('makes no SMS role for phone numbers that receive no message', () => {
    const template = poolWith({
      allowPhoneNumberAsUserName: true,
      userVerificationType: UserVerificationType.EMAIL_CODE,
    });
    template.resourceCountIs('AWS::IAM::Role', 0);
  });
});

describe('signInCaseSensitive', () => {
  it('makes two users of two cases, and warns of it', () => {
    const stack = make({ signInCaseSensitive: true });
    templateOf(stack).hasResourceProperties(POOL, { UsernameConfiguration: { CaseSensitive: true } });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/UserAuthPool\.caseSensitiveSignIn/)]);
  });

  it('warns of nothing where it is false', () => {
    expect(warningsOf(make({ signInCaseSensitive: false }))).toEqual([]);
  });
});

describe('sign-up', () => {
  it.each([true, false])('allowOnlyAdminsToCreateAccount %s', (only) => {
    poolWith({ allowOnlyAdminsToCreateAccount: only }).hasResourceProperties(POOL, {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: only },
    });
  });
});

describe('deviceTracking', () => {
  it.each([
    [true, false],
    [false, true],
  ])('challenge on a new device %s, remembered when the user says so %s', (challenge, prompt) => {
    poolWith({
      deviceTracking: { challengeRequiredOnNewDevice: challenge, deviceOnlyRememberedOnUserPrompt: prompt },
    }).hasResourceProperties(POOL, {
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: challenge, DeviceOnlyRememberedOnUserPrompt: prompt },
    });
  });

  it('is off by default', () => {
    poolWith({}).hasResourceProperties(POOL, { DeviceConfiguration: Match.absent() });
  });
});
