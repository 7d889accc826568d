import { AccountRecovery } from 'aws-cdk-lib/aws-cognito';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { describe, expect, it } from 'vitest';
import { MfaStatus, MfaType, UserAuthPool, UserAuthPoolProps, UserVerificationType } from '../../lib';
import { messageOf, newStack, only, templateOf, warningsOf } from '../support/synth';

const make = (props: UserAuthPoolProps, ses = false) => {
  const stack = newStack('S');
  const sesIdentity = EmailIdentity.fromEmailIdentityName(stack, 'Ses', 'no-reply@example.com');
  new UserAuthPool(stack, 'Pool', { ...props, emailConfiguration: ses ? { sesIdentity } : undefined });
  return stack;
};
const render = (props: UserAuthPoolProps, ses = false) =>
  only(templateOf(make(props, ses)), 'AWS::Cognito::UserPool').properties.AccountRecoverySetting;
const ways = (...names: string[]) => ({
  RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })),
});

const EMAIL = 'verified_email';
const PHONE = 'verified_phone_number';
const BOTH_VERIFIED = { requirePhoneNumberVerification: true };
const ONLY_PHONE_VERIFIED = {
  allowEmailAsUserName: false,
  allowPhoneNumberAsUserName: true,
  userVerificationType: UserVerificationType.SMS,
};
const mfa = (status: MfaStatus, ...enabledTypes: MfaType[]) => ({ mfaConfiguration: { status, enabledTypes } });
const { ON, OFF, OPTIONAL } = MfaStatus;
const { SMS, SOFTWARE_TOKEN, EMAIL_OTP } = MfaType;

describe('accountRecovery', () => {
  it.each([
    [AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA, ways(EMAIL, PHONE)],
    [AccountRecovery.PHONE_WITHOUT_MFA_AND_EMAIL, ways(PHONE, EMAIL)],
    [AccountRecovery.EMAIL_ONLY, ways(EMAIL)],
    [AccountRecovery.PHONE_ONLY_WITHOUT_MFA, ways(PHONE)],
    [AccountRecovery.NONE, ways('admin_only')],
    [AccountRecovery.PHONE_AND_EMAIL, undefined],
  ])('%s is what the user chose', (accountRecovery, expected) => {
    expect(render({ ...BOTH_VERIFIED, accountRecovery })).toEqual(expected);
  });

  it('rejects a value that is not one of them', () => {
    expect(messageOf(() => make({ accountRecovery: 9 as AccountRecovery }))).toBe(
      'S/Pool has 1 problem:\n  1. accountRecovery is 9: it is not one of the values that this library knows. ' +
        'Use one of AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA, AccountRecovery.PHONE_WITHOUT_MFA_AND_EMAIL, AccountRecovery.EMAIL_ONLY, AccountRecovery.PHONE_ONLY_WITHOUT_MFA, AccountRecovery.PHONE_AND_EMAIL, AccountRecovery.NONE.',
    );
  });
});

describe('the default', () => {
  it.each<[string, UserAuthPoolProps, unknown]>([
    ['email, which is verified', {}, ways(EMAIL)],
    ['text messages, where phone numbers are verified', ONLY_PHONE_VERIFIED, ways(PHONE)],
    ['email first, where both are verified', BOTH_VERIFIED, ways(EMAIL, PHONE)],
    ['email, where nothing is verified', { userVerificationType: UserVerificationType.NONE }, ways(EMAIL)],
    ['email, where SMS is the required second factor', { ...BOTH_VERIFIED, ...mfa(ON, SMS) }, ways(EMAIL)],
    ['both, where SMS is an optional one', { ...BOTH_VERIFIED, ...mfa(OPTIONAL, SMS) }, ways(EMAIL, PHONE)],
    ['nothing, where the one channel is the required second factor', mfaOverPhone(ON), ways('admin_only')],
    ['that channel, where it is an optional one', mfaOverPhone(OPTIONAL), ways(PHONE)],
    ['that channel, where there is no second factor', { ...ONLY_PHONE_VERIFIED, ...mfa(OFF) }, ways(PHONE)],
  ])('is %s', (_, props, expected) => {
    expect(render(props)).toEqual(expected);
  });

  it.each<[string, UserAuthPoolProps, unknown]>([
    ['text messages', { ...BOTH_VERIFIED, ...mfa(ON, EMAIL_OTP, SMS) }, ways('admin_only')],
    ['an authenticator app', mfa(ON, EMAIL_OTP, SOFTWARE_TOKEN), ways('admin_only')],
  ])('is nothing, where email is the required second factor beside %s', (_, props, expected) => {
    expect(render(props, true)).toEqual(expected);
  });

  it('is nothing, where email is an optional second factor and the only channel', () => {
    expect(render(mfa(OPTIONAL, EMAIL_OTP), true)).toEqual(ways('admin_only'));
    expect(render({ ...mfa(OPTIONAL, EMAIL_OTP, SMS), ...BOTH_VERIFIED }, true)).toEqual(ways(EMAIL, PHONE));
    expect(render({ ...mfa(OPTIONAL, EMAIL_OTP), userVerificationType: UserVerificationType.NONE }, true)).toEqual(
      ways('admin_only'),
    );
  });
});

describe('a second factor by email', () => {
  const rejectedWith = (accountRecovery: AccountRecovery, props: UserAuthPoolProps) =>
    messageOf(() => render({ ...props, accountRecovery }, true));
  const configured: [string, UserAuthPoolProps][] = [
    ['required', mfa(ON, EMAIL_OTP)],
    ['optional', mfa(OPTIONAL, EMAIL_OTP, SOFTWARE_TOKEN)],
    ['only a text', { mfaConfiguration: { emailMessage: 'Your code is {####}' }, passwordless: { emailCode: true } }],
    ['only a subject', { mfaConfiguration: { emailSubject: 'Code' }, passwordless: { emailCode: true } }],
  ];

  it.each(configured)('that is %s rejects recovery by email alone, and one that the template has not', (_, props) => {
    for (const accountRecovery of [AccountRecovery.EMAIL_ONLY, AccountRecovery.PHONE_AND_EMAIL]) {
      expect(rejectedWith(accountRecovery, props)).toBe(
        `S/Pool has 1 problem:\n  1. accountRecovery is AccountRecovery.${AccountRecovery[accountRecovery]}, and mfaConfiguration has MFA by email or a text for it: ` +
          'Cognito requires another way than email to recover a password beside MFA by email, and rejects the pool. ' +
          'Use AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA or AccountRecovery.NONE, or omit MfaType.EMAIL_OTP and the texts.',
      );
    }
  });

  it.each(configured)('that is %s accepts the remedies', (_, props) => {
    for (const accountRecovery of [AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA, AccountRecovery.NONE]) {
      expect(() => render({ ...props, accountRecovery }, true)).not.toThrow();
    }
  });

  it('that is required beside SMS leaves administrators alone', () => {
    expect(rejectedWith(AccountRecovery.EMAIL_ONLY, mfa(ON, EMAIL_OTP, SMS))).toMatch(
      / Use AccountRecovery\.NONE, or omit MfaType\.EMAIL_OTP and the texts\.$/,
    );
  });

  it('of which there is only a text beside required SMS leaves administrators alone', () => {
    const props = {
      mfaConfiguration: { status: ON, enabledTypes: [SMS], emailMessage: 'Your code is {####}' },
    };
    const remedy = / Use AccountRecovery\.NONE, or /;
    for (const way of [AccountRecovery.EMAIL_ONLY, AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA]) {
      expect(rejectedWith(way, props)).toMatch(remedy);
    }
    expect(() => render({ ...props, accountRecovery: AccountRecovery.NONE }, true)).not.toThrow();
  });

  it('that is off changes nothing', () => {
    expect(() => render({ ...mfa(OFF), accountRecovery: AccountRecovery.EMAIL_ONLY })).not.toThrow();
  });
});

describe('a required second factor by SMS', () => {
  it.each([
    AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA,
    AccountRecovery.PHONE_WITHOUT_MFA_AND_EMAIL,
    AccountRecovery.PHONE_ONLY_WITHOUT_MFA,
  ])('rejects recovery %s', (accountRecovery) => {
    expect(messageOf(() => make({ ...mfa(ON, SMS, SOFTWARE_TOKEN), accountRecovery }))).toBe(
      `S/Pool has 1 problem:\n  1. accountRecovery is AccountRecovery.${AccountRecovery[accountRecovery]}, while MFA by SMS is required: ` +
        'Cognito does not accept the same phone number for both and rejects the pool. ' +
        'Use AccountRecovery.EMAIL_ONLY, or let the second factor be SOFTWARE_TOKEN or OPTIONAL.',
    );
    expect(() => render({ ...mfa(OPTIONAL, SMS, SOFTWARE_TOKEN), accountRecovery })).not.toThrow();
    expect(() => render({ ...mfa(ON, SOFTWARE_TOKEN), accountRecovery })).not.toThrow();
  });

  it.each([AccountRecovery.EMAIL_ONLY, AccountRecovery.NONE, AccountRecovery.PHONE_AND_EMAIL])(
    'accepts recovery %s',
    (accountRecovery) => {
      expect(() => render({ ...mfa(ON, SMS), accountRecovery })).not.toThrow();
    },
  );

  it('rejects recovery by phone where SMS is offered by default', () => {
    const props = { ...ONLY_PHONE_VERIFIED, mfaConfiguration: { status: ON } };
    expect(messageOf(() => make({ ...props, accountRecovery: AccountRecovery.PHONE_ONLY_WITHOUT_MFA }))).toContain(
      'accountRecovery is AccountRecovery.PHONE_ONLY_WITHOUT_MFA, while MFA by SMS is required: ',
    );
  });
});

describe('warnings', () => {
  it.each<[string, UserAuthPoolProps, RegExp | undefined]>([
    ['no way back, since email is an optional second factor', mfa(OPTIONAL, EMAIL_OTP), /noAccountRecovery/],
    [
      'SMS as second factor and only way back',
      {
        ...BOTH_VERIFIED,
        ...mfa(OPTIONAL, SMS),
        accountRecovery: AccountRecovery.PHONE_ONLY_WITHOUT_MFA,
      },
      /recoveryThroughSecondFactor/,
    ],
    [
      'recovery by phone, where MFA by SMS and email is required',
      {
        ...BOTH_VERIFIED,
        ...mfa(ON, SMS, EMAIL_OTP),
        accountRecovery: AccountRecovery.PHONE_WITHOUT_MFA_AND_EMAIL,
      },
      /recoveryThroughRequiredFactor/,
    ],
    ['none with a second way back', { ...BOTH_VERIFIED, ...mfa(OPTIONAL, SMS, EMAIL_OTP) }, undefined],
    ['none with an authenticator app', mfa(ON, SOFTWARE_TOKEN), undefined],
    ['no way back, since email is the required second factor', mfa(ON, EMAIL_OTP), /noAccountRecovery/],
    ['no way back, since SMS is the required second factor', mfaOverPhone(ON), /noAccountRecovery/],
    ['none with no way back on purpose', { ...mfa(ON, EMAIL_OTP), accountRecovery: AccountRecovery.NONE }, undefined],
    [
      'a phone that passes both',
      { ...mfaOverPhone(OPTIONAL), accountRecovery: AccountRecovery.PHONE_AND_EMAIL },
      /legacyRecovery/,
    ],
    ['none with a phone that passes one', { accountRecovery: AccountRecovery.PHONE_AND_EMAIL }, undefined],
    [
      'recovery by what nobody verifies',
      { accountRecovery: AccountRecovery.PHONE_ONLY_WITHOUT_MFA },
      /recoveryThroughUnverified/,
    ],
    ['none for a pool without props', {}, undefined],
  ])('%s', (_, props, expected) => {
    const warnings = warningsOf(make(props, true));
    if (expected) expect(warnings).toEqual([expect.stringMatching(expected)]);
    else expect(warnings).toEqual([]);
  });
});

function mfaOverPhone(status: MfaStatus): UserAuthPoolProps {
  return { ...ONLY_PHONE_VERIFIED, ...mfa(status, SMS, SOFTWARE_TOKEN) };
}
