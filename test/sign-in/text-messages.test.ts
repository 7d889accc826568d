import { expect, it } from 'vitest';
import { SmsSender, UserVerificationType } from '../../lib';
import { sendsOtherSms, SmsProps } from '../../lib/sign-in/text-messages';

it.each<[string | undefined, SmsProps]>([
  [undefined, {}],
  [undefined, { inviteMessageConfig: { emailSubject: 'Welcome' }, passwordless: { smsCode: false } }],
  ['the verification of phone numbers', { userVerificationType: UserVerificationType.SMS }],
  ['the verification of phone numbers', { requirePhoneNumberVerification: true }],
  ['passwordless.smsCode', { passwordless: { smsCode: true } }],
  ['inviteMessageConfig.smsMessage', { inviteMessageConfig: { smsMessage: '{username}: {####}' } }],
  ['smsSender', { smsSender: SmsSender.sns() }],
])('text messages are needed for %s with %o', (reason, props) => {
  expect(sendsOtherSms(props)).toBe(reason);
});
