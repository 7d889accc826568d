import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserAuthPoolProps, UserPoolHook, UserVerificationType } from '../../lib';
import { messageOf, newFunction, newStack, templateOf, warningsOf } from '../support/synth';

const POOL = 'AWS::Cognito::UserPool';
const make = (props: UserAuthPoolProps) => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool', props);
  return { stack, pool };
};

describe('userVerificationType', () => {
  it('EMAIL_CODE emails a code', () => {
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

  it('EMAIL_LINK emails a link', () => {
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

  it('is EMAIL_CODE by default, and SMS where only phone numbers are usernames', () => {
    templateOf(make({}).stack).hasResourceProperties(POOL, { AutoVerifiedAttributes: ['email'] });
    const both = make({ allowPhoneNumberAsUserName: true });
    templateOf(both.stack).hasResourceProperties(POOL, { AutoVerifiedAttributes: ['email'] });
    const phoneOnly = make({ allowPhoneNumberAsUserName: true, allowEmailAsUserName: false });
    templateOf(phoneOnly.stack).hasResourceProperties(POOL, { AutoVerifiedAttributes: ['phone_number'] });
  });

  it('rejects a value that is not one of the four', () => {
    expect(messageOf(() => make({ userVerificationType: 'email' as UserVerificationType }))).toBe(
      'S/Pool has 1 problem:\n  1. userVerificationType is "email": it is not one of the values that this library knows. ' +
        'Use one of UserVerificationType.EMAIL_CODE, UserVerificationType.EMAIL_LINK, UserVerificationType.SMS, UserVerificationType.NONE.',
    );
  });
});

describe('requireEmailVerification and requirePhoneNumberVerification', () => {
  it.each<[string, UserAuthPoolProps, string[], number]>([
    [
      'email beside SMS',
      { userVerificationType: UserVerificationType.SMS, requireEmailVerification: true },
      ['email', 'phone_number'],
      1,
    ],
    ['phone numbers beside email', { requirePhoneNumberVerification: true }, ['email', 'phone_number'], 1],
    [
      'phone numbers beside a link',
      { userVerificationType: UserVerificationType.EMAIL_LINK, requirePhoneNumberVerification: true },
      ['email', 'phone_number'],
      1,
    ],
    [
      'email where the type is NONE',
      { userVerificationType: UserVerificationType.NONE, requireEmailVerification: true },
      ['email'],
      0,
    ],
    [
      'phone numbers where the type is NONE',
      { userVerificationType: UserVerificationType.NONE, requirePhoneNumberVerification: true },
      ['phone_number'],
      1,
    ],
    ['email, which the type names too', { requireEmailVerification: true }, ['email'], 0],
    ['no phone numbers, which the type does not name', { requirePhoneNumberVerification: false }, ['email'], 0],
  ])('verify %s', (_, props, attributes, roles) => {
    const template = templateOf(make(props).stack);
    template.hasResourceProperties(POOL, {
      AutoVerifiedAttributes: attributes,
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: attributes },
    });
    template.resourceCountIs('AWS::IAM::Role', roles);
  });

  it.each([
    ['EMAIL_CODE', 'requireEmailVerification', 'email'],
    ['EMAIL_LINK', 'requireEmailVerification', 'email'],
    ['SMS', 'requirePhoneNumberVerification', 'phone_number'],
  ] as const)('%s is rejected with %s false', (type, prop, attribute) => {
    expect(messageOf(() => make({ userVerificationType: UserVerificationType[type], [prop]: false }))).toBe(
      `S/Pool has 1 problem:\n  1. ${prop} is false, with userVerificationType UserVerificationType.${type}: ` +
        `that type verifies ${attribute}, which contradicts it. ` +
        `Omit ${prop}, or choose another userVerificationType.`,
    );
  });
});

describe('keepOriginal', () => {
  it.each([
    [{ email: true, phone: true }, ['email', 'phone_number']],
    [{ email: false }, ['phone_number']],
    [{ phone: false }, ['email']],
    [{ email: false, phone: false }, []],
    [{}, ['email', 'phone_number']],
  ])('%j', (keepOriginal, attributes) => {
    const { stack } = make({ requirePhoneNumberVerification: true, keepOriginal });
    templateOf(stack).hasResourceProperties(POOL, {
      AutoVerifiedAttributes: ['email', 'phone_number'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: attributes },
    });
  });

  it('rejects an email address that is not verified', () => {
    const props = { userVerificationType: UserVerificationType.SMS, keepOriginal: { email: true } };
    expect(messageOf(() => make(props))).toBe(
      'S/Pool has 1 problem:\n  1. keepOriginal.email is true: Cognito keeps the old value only of attributes that it verifies, which email is not, and rejects the pool. ' +
        'Set requireEmailVerification to true as well, or omit keepOriginal.email.',
    );
    expect(() => make({ ...props, requireEmailVerification: true })).not.toThrow();
  });

  it('rejects a phone number that is not verified', () => {
    const props = { keepOriginal: { email: true, phone: true } };
    expect(messageOf(() => make(props))).toBe(
      'S/Pool has 1 problem:\n  1. keepOriginal.phone is true: Cognito keeps the old value only of attributes that it verifies, which phone_number is not, and rejects the pool. ' +
        'Set requirePhoneNumberVerification to true as well, or omit keepOriginal.phone.',
    );
    expect(() => make({ ...props, requirePhoneNumberVerification: true })).not.toThrow();
  });

  it('tells of both at once', () => {
    const props = { userVerificationType: UserVerificationType.NONE, keepOriginal: { email: true, phone: true } };
    expect(messageOf(() => make(props)).split('\n')).toEqual([
      'S/Pool has 2 problems:',
      expect.stringMatching(/^ {2}1\. keepOriginal\.email is true: /),
      expect.stringMatching(/^ {2}2\. keepOriginal\.phone is true: /),
    ]);
  });
});

describe('warnings', () => {
  it.each<[string, UserAuthPoolProps, RegExp | undefined]>([
    ['users whom nobody confirms', { userVerificationType: UserVerificationType.NONE }, /signUpNeverConfirmed/],
    [
      'no warning where only administrators make accounts',
      { userVerificationType: UserVerificationType.NONE, allowOnlyAdminsToCreateAccount: true },
      undefined,
    ],
    [
      'phone numbers that sign in while email is verified',
      {
        allowEmailAsUserName: false,
        allowPhoneNumberAsUserName: true,
        userVerificationType: UserVerificationType.EMAIL_CODE,
      },
      /unverifiedSignInName/,
    ],
    [
      'email addresses that sign in while phone numbers are verified',
      { userVerificationType: UserVerificationType.SMS },
      /unverifiedSignInName/,
    ],
    [
      'either signs in, and one is verified',
      { allowPhoneNumberAsUserName: true, userVerificationType: UserVerificationType.SMS },
      /unverifiedSignInName/,
    ],
    [
      'no warning where either signs in and both are verified',
      { allowPhoneNumberAsUserName: true, requirePhoneNumberVerification: true },
      undefined,
    ],
    [
      'no warning where users choose a name',
      { allowEmailAsUserName: false, userVerificationType: UserVerificationType.SMS },
      undefined,
    ],
    [
      'no warning where email is verified although the type is NONE',
      { userVerificationType: UserVerificationType.NONE, requireEmailVerification: true },
      undefined,
    ],
    [
      'no warning where what signs in is verified beside the type',
      { userVerificationType: UserVerificationType.SMS, requireEmailVerification: true },
      undefined,
    ],
    [
      'a link that leads nowhere',
      { userVerificationType: UserVerificationType.EMAIL_LINK },
      /verificationLinkWithoutDomain/,
    ],
  ])('%s', (_, props, expected) => {
    const warnings = warningsOf(make(props).stack);
    if (expected) expect(warnings).toEqual([expect.stringMatching(expected)]);
    else expect(warnings).toEqual([]);
  });

  it('nothing where a hook confirms users, whenever it is added', () => {
    const { stack, pool } = make({ userVerificationType: UserVerificationType.NONE });
    pool.addHook(UserPoolHook.PRE_SIGN_UP, newFunction(stack, 'Confirm'));
    expect(warningsOf(stack)).toEqual([]);
  });

  it('a link has where to lead once the pool has a domain, in whatever stack', () => {
    const { stack, pool } = make({ userVerificationType: UserVerificationType.EMAIL_LINK });
    pool.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'my-app' } });
    expect(warningsOf(stack)).toEqual([]);
  });

  it("another pool's domain is no help", () => {
    const { stack } = make({ userVerificationType: UserVerificationType.EMAIL_LINK });
    const other = new UserAuthPool(stack, 'Other', { client: { callbackUrls: ['https://example.com'] } });
    other.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'my-app' } });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/verificationLinkWithoutDomain/)]);
  });
});
