import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { MfaConfiguration, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { messageOf, newStack, only, templateOf } from '../support/synth';

/** With Amazon SES, which EMAIL_OTP needs. */
export const make = (mfaConfiguration: MfaConfiguration | undefined, props: UserAuthPoolProps = {}, ses = true) => {
  const stack = newStack('S');
  const sesIdentity = EmailIdentity.fromEmailIdentityName(stack, 'Ses', 'no-reply@example.com');
  new UserAuthPool(stack, 'Pool', {
    mfaConfiguration,
    emailConfiguration: ses ? { sesIdentity } : undefined,
    ...props,
  });
  return stack;
};
export const render = (mfaConfiguration: MfaConfiguration | undefined, props: UserAuthPoolProps = {}) =>
  only(templateOf(make(mfaConfiguration, props)), 'AWS::Cognito::UserPool').properties;
export const reject = (mfaConfiguration: MfaConfiguration, props: UserAuthPoolProps = {}, ses = true) =>
  messageOf(() => make(mfaConfiguration, props, ses));
