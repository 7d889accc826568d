import { expect, it } from 'vitest';
import { SmsSender, UserVerificationType } from '../../lib';
import { otherSmsReason, SmsProps } from '../../lib/sign-in/text-messages';
import { Verification } from '../../lib/sign-in/verification';

const EMAIL = { type: UserVerificationType.EMAIL_CODE, email: true, phone: false };
const BOTH = { ...EMAIL, phone: true };

it.each<[string | undefined, SmsProps, Verification?]>([
  [undefined, {}],
  [undefined, { inviteMessageConfig: { emailSubject: 'Welcome' }, passwordless: { smsCode: false } }],
  ['the verification of phone numbers', {}, BOTH],
  ['the verification of phone numbers', { smsSender: SmsSender.sns() }, BOTH],
  ['passwordless.smsCode', { passwordless: { smsCode: true } }],
  ['inviteMessageConfig.smsMessage', { inviteMessageConfig: { smsMessage: '{username}: {####}' } }],
  ['smsSender', { smsSender: SmsSender.sns() }],
])('text messages are needed for %s with %o', (reason, props, verification = EMAIL) => {
  expect(otherSmsReason(props, verification)).toBe(reason);
});
