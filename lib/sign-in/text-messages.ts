import { MessageProps } from '../messages/messages';
import { SmsDeliveryProps } from '../messages/sms';
import { PasswordlessProps } from './passwordless';
import { Verification } from './verification';

/** The props that may require text messages, apart from MFA and verification. */
export interface SmsProps extends SmsDeliveryProps, MessageProps, PasswordlessProps {}

/** The reason why the pool sends text messages, apart from MFA. Undefined if there is none. */
export function otherSmsReason(props: SmsProps, verification: Verification): string | undefined {
  if (verification.phone) return 'the verification of phone numbers';
  if (props.passwordless?.smsCode) return 'passwordless.smsCode';
  if (props.inviteMessageConfig?.smsMessage !== undefined) return 'inviteMessageConfig.smsMessage';
  return props.smsSender && 'smsSender';
}
