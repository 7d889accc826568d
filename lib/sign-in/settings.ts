import { FeaturePlanProps } from '../checks/feature-plan';
import { Mfa, MfaProps, MfaType, mfaOf } from './mfa';
import { FirstFactors, firstFactorsOf } from './passwordless';
import { SignInNames, signInNames, SignInProps } from './sign-in';
import { otherSmsReason, SmsProps } from './text-messages';
import { Verification, verificationOf, VerificationProps } from './verification';

type SettingsProps = SignInProps & VerificationProps & SmsProps & MfaProps & FeaturePlanProps;

/** What the props on sign-in come to, with defaults applied: many a default depends on other props. */
export interface SignInSettings {
  readonly names: SignInNames;
  readonly verification: Verification;
  readonly mfa: Mfa;
  readonly firstFactors: FirstFactors;

  /** Whether Cognito emails codes to users who sign in, as the first or the second factor. */
  readonly sendsEmailCodes: boolean;
}

/** Computes the settings of a pool, once: all who need one are handed it. */
export function signInSettings(props: SettingsProps): SignInSettings {
  const names = signInNames(props);
  const verification = verificationOf(props, names);
  const mfa = mfaOf(props, otherSmsReason(props, verification));
  const sendsEmailCodes = mfa.types.includes(MfaType.EMAIL_OTP) || (props.passwordless?.emailCode ?? false);
  return { names, verification, mfa, firstFactors: firstFactorsOf(props, mfa), sendsEmailCodes };
}
