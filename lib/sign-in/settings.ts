import { FeaturePlanProps } from '../checks/feature-plan';
import { MessageProps } from '../messages/messages';
import { SmsDeliveryProps } from '../messages/sms';
import { Mfa, MfaProps, MfaType, mfaOf } from './mfa';
import { FirstFactors, firstFactorsOf, PasswordlessProps } from './passwordless';
import { SignInNames, signInNames, SignInProps } from './sign-in';
import { Verification, verificationOf, VerificationProps } from './verification';

interface SettingsProps
  extends
    SignInProps,
    VerificationProps,
    MessageProps,
    SmsDeliveryProps,
    PasswordlessProps,
    MfaProps,
    FeaturePlanProps {}

/** What the props for sign-in result in, with defaults applied: many defaults depend on other props. */
export interface SignInSettings {
  readonly names: SignInNames;
  readonly verification: Verification;
  readonly mfa: Mfa;
  readonly firstFactors: FirstFactors;

  /** Whether Cognito emails codes to users who sign in, as the first or the second factor. */
  readonly sendsEmailCodes: boolean;
}

/** Computes the settings of a pool once, for all who need them. */
export function signInSettings(props: SettingsProps): SignInSettings {
  const names = signInNames(props);
  const verification = verificationOf(props, names);
  const mfa = mfaOf(props, otherSmsReason(props, verification));
  const sendsEmailCodes = mfa.types.includes(MfaType.EMAIL_OTP) || (props.passwordless?.emailCode ?? false);
  return { names, verification, mfa, firstFactors: firstFactorsOf(props, mfa), sendsEmailCodes };
}

/** Why the pool sends text messages, apart from MFA. Undefined if there is no such reason. */
function otherSmsReason(props: SettingsProps, verification: Verification): string | undefined {
  if (verification.phone) return 'the verification of phone numbers';
  if (props.passwordless?.smsCode) return 'passwordless.smsCode';
  if (props.inviteMessageConfig?.smsMessage !== undefined) return 'inviteMessageConfig.smsMessage';
  return props.smsSender && 'smsSender';
}
