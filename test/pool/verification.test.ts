import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserAuthPoolProps, UserVerificationType } from '../../lib';
import { messageOf, newStack, templateOf, warningsOf } from '../support/synth';

const POOL = 'AWS::Cognito::UserPool';
const make = (props: UserAuthPoolProps) => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool', props);
  return { stack, pool };
};

describe('userVerificationType', () => {
  it('EMAIL_CODE e-mails a code', () => {
    templateOf(make({ userVerificationType: UserVerificationType.EMAIL_CODE }).stack).hasResourceProperties(POOL, {
      AutoVerifiedAttributes: ['email'],
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_CODE',
        EmailMessage: Match.stringLikeRegexp('\\{####\\}'),
      },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    });
  });

  it('EMAIL_LINK e-mails a link', () => {
    templateOf(make({ userVerificationType: UserVerificationType.EMAIL_LINK }).stack).hasResourceProperties(POOL, {
      AutoVerifiedAttributes: ['email'],
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_LINK',
        EmailMessageByLink: Match.stringLikeRegexp('\\{##.+##\\}'),
      },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    });
  });

  it('SMS sends a code in a text message', () => {
    templateOf(make({ userVerificationType: UserVerificationType.SMS }).stack).hasResourceProperties(POOL, {
      AutoVerifiedAttributes: ['phone_number'],
      SmsVerificationMessage: Match.stringLikeRegexp('\\{####\\}'),
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['phone_number'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_phone_number', Priority: 1 }] },
    });
  });

  it('NONE verifies nothing', () => {
    templateOf(make({ userVerificationType: UserVerificationType.NONE }).stack).hasResourceProperties(POOL, {
      AutoVerifiedAttributes: [],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
    });
  });

  it('is EMAIL_CODE by default, and SMS where only phone numbers are user names', () => {
    templateOf(make({}).stack).hasResourceProperties(POOL, { AutoVerifiedAttributes: ['email'] });
    const both = make({ allowPhoneNumberAsUserName: true });
    templateOf(both.stack).hasResourceProperties(POOL, { AutoVerifiedAttributes: ['email'] });
    const phoneOnly = make({ allowPhoneNumberAsUserName: true, allowEmailAsUserName: false });
    templateOf(phoneOnly.stack).hasResourceProperties(POOL, { AutoVerifiedAttributes: ['phone_number'] });
  });

  it('refuses a value that is none of the four', () => {
    expect(messageOf(() => make({ userVerificationType: 'email' as UserVerificationType }))).toBe(
      'S/Pool has 1 problem:\n  1. userVerificationType is "email": it is none of the values that this library knows. ' +
        'Use one of "email-code", "email-link", "sms", "none".',
    );
  });
});

describe('warnings', () => {
  it.each<[string, UserAuthPoolProps, RegExp | undefined]>([
    ['users whom nobody confirms', { userVerificationType: UserVerificationType.NONE }, /signUpStaysUnconfirmed/],
    [
      'no warning where only administrators make accounts',
      { userVerificationType: UserVerificationType.NONE, allowOnlyAdminsToCreateAccount: true },
      undefined,
    ],
    [
      'phone numbers that sign in while e-mail is verified',
      {
        allowEmailAsUserName: false,
        allowPhoneNumberAsUserName: true,
        userVerificationType: UserVerificationType.EMAIL_CODE,
      },
      /signInNameStaysUnverified/,
    ],
    [
      'e-mail addresses that sign in while phone numbers are verified',
      { userVerificationType: UserVerificationType.SMS },
      /signInNameStaysUnverified/,
    ],
    [
      'no warning where either signs in',
      { allowPhoneNumberAsUserName: true, userVerificationType: UserVerificationType.SMS },
      undefined,
    ],
    [
      'no warning where users choose a name',
      { allowEmailAsUserName: false, userVerificationType: UserVerificationType.SMS },
      undefined,
    ],
    ['a link that leads nowhere', { userVerificationType: UserVerificationType.EMAIL_LINK }, /linkWithoutDomain/],
  ])('%s', (_, props, expected) => {
    const warnings = warningsOf(make(props).stack);
    if (expected) expect(warnings).toEqual([expect.stringMatching(expected)]);
    else expect(warnings).toEqual([]);
  });

  it('a link has where to lead once the pool has a domain, in whatever stack', () => {
    const { stack, pool } = make({ userVerificationType: UserVerificationType.EMAIL_LINK });
    pool.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'my-app' } });
    expect(warningsOf(stack)).toEqual([]);
  });

  it("another pool's domain is no help", () => {
    const { stack } = make({ userVerificationType: UserVerificationType.EMAIL_LINK });
    const other = new UserAuthPool(stack, 'Other');
    other.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'my-app' } });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/linkWithoutDomain/)]);
  });
});
