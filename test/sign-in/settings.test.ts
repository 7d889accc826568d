import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { MfaStatus, MfaType, SmsSender, UserAuthPoolProps, UserVerificationType } from '../../lib';
import { signInSettings } from '../../lib/sign-in/settings';

const { ON, OFF } = MfaStatus;
const { EMAIL_OTP, SMS, SOFTWARE_TOKEN } = MfaType;

it('has secure settings with no props', () => {
  expect(signInSettings({})).toEqual({
    names: { email: true, phone: false, userName: false },
    verification: { type: UserVerificationType.EMAIL_CODE, email: true, phone: false },
    mfa: {
      status: MfaStatus.OPTIONAL,
      types: [SOFTWARE_TOKEN],
      namesSms: false,
      configuresEmail: false,
      otherSms: undefined,
      sendsSms: false,
    },
    firstFactors: {
      offerChoice: false,
      areNamed: false,
      alwaysHavePassword: true,
      mfaRequired: false,
      passkeyIsMultiFactor: false,
    },
    sendsEmailCodes: false,
  });
});

it.each<[string, UserAuthPoolProps, object]>([
  [
    'a phone number as the only name is verified, and may then be a second factor',
    { allowEmailAsUserName: false, allowPhoneNumberAsUserName: true },
    {
      names: { email: false, phone: true, userName: false },
      verification: { type: UserVerificationType.SMS, email: false, phone: true },
      mfa: { types: [SOFTWARE_TOKEN, SMS], otherSms: 'the verification of phone numbers', sendsSms: true },
    },
  ],
  [
    'a code by SMS as the first factor makes SMS a second one',
    { passwordless: { smsCode: true } },
    {
      mfa: { types: [SOFTWARE_TOKEN, SMS], namesSms: false, otherSms: 'passwordless.smsCode', sendsSms: true },
      firstFactors: { offerChoice: true, areNamed: true },
    },
  ],
  [
    'a second factor by SMS is a reason to send text messages, and no other one',
    { mfaConfiguration: { enabledTypes: [SMS] } },
    { mfa: { types: [SMS], namesSms: true, otherSms: undefined, sendsSms: true } },
  ],
  [
    'with MFA off there is no second factor, even where text messages are sent',
    { mfaConfiguration: { status: OFF }, requirePhoneNumberVerification: true },
    { mfa: { status: OFF, types: [], sendsSms: true } },
  ],
  [
    'MFA by email sends codes',
    { mfaConfiguration: { enabledTypes: [EMAIL_OTP] } },
    { mfa: { configuresEmail: true }, sendsEmailCodes: true },
  ],
  [
    'a text of emails configures MFA by email, and alone sends none',
    { mfaConfiguration: { emailSubject: 'Code' } },
    { mfa: { configuresEmail: true }, sendsEmailCodes: false },
  ],
  [
    'a code by email as the first factor configures no second one',
    { passwordless: { emailCode: true } },
    { mfa: { configuresEmail: false }, sendsEmailCodes: true },
  ],
  [
    'with MFA off nothing configures it by email',
    { mfaConfiguration: { status: OFF, emailMessage: '{####}' } },
    { mfa: { configuresEmail: false }, sendsEmailCodes: false },
  ],
  [
    'a passkey counts as two factors where two are required',
    { mfaConfiguration: { status: ON }, passwordless: { passkeys: {} } },
    { firstFactors: { mfaRequired: true, passkeyIsMultiFactor: true } },
  ],
  [
    'a passkey counts as the user says',
    { mfaConfiguration: { status: ON }, passwordless: { passkeys: { multiFactor: false } } },
    { firstFactors: { mfaRequired: true, passkeyIsMultiFactor: false } },
  ],
  [
    'a plan that has a choice of first factors names the password',
    { featurePlan: FeaturePlan.ESSENTIALS },
    { firstFactors: { offerChoice: false, areNamed: true } },
  ],
  ['the Lite plan has no such choice', { featurePlan: FeaturePlan.LITE }, { firstFactors: { areNamed: false } }],
])('%s', (_, props, settings) => {
  expect(signInSettings(props)).toMatchObject(settings);
});

it.each<[string | undefined, UserAuthPoolProps]>([
  [undefined, {}],
  [undefined, { inviteMessageConfig: { emailSubject: 'Welcome' }, passwordless: { smsCode: false } }],
  ['the verification of phone numbers', { requirePhoneNumberVerification: true }],
  ['the verification of phone numbers', { requirePhoneNumberVerification: true, smsSender: SmsSender.sns() }],
  ['passwordless.smsCode', { passwordless: { smsCode: true } }],
  ['inviteMessageConfig.smsMessage', { inviteMessageConfig: { smsMessage: '{username}: {####}' } }],
  ['smsSender', { smsSender: SmsSender.sns() }],
])('text messages are needed for %s with %o', (reason, props) => {
  const { mfa } = signInSettings(props);
  expect([mfa.otherSms, mfa.sendsSms]).toEqual([reason, reason !== undefined]);
});
