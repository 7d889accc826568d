import { Match } from 'aws-cdk-lib/assertions';
import { describe, it } from 'vitest';
import { UserAuthPool, UserAuthPoolProps, UserVerificationType } from '../../lib';
import { newStack, templateOf } from '../support/synth';

const poolWith = (props: UserAuthPoolProps) => {
  const stack = newStack();
  new UserAuthPool(stack, 'Pool', props);
  return templateOf(stack);
};

describe('user names', () => {
  it.each([
    { email: true, phone: false, names: ['email'] },
    { email: true, phone: true, names: ['email', 'phone_number'] },
    { email: false, phone: true, names: ['phone_number'] },
    { email: false, phone: false, names: Match.absent() },
  ])('e-mail $email, phone number $phone', ({ email, phone, names }) => {
    poolWith({ allowEmailAsUserName: email, allowPhoneNumberAsUserName: phone }).hasResourceProperties(
      'AWS::Cognito::UserPool',
      { UsernameAttributes: names, AliasAttributes: Match.absent(), UsernameConfiguration: { CaseSensitive: false } },
    );
  });

  it('makes no SMS role for phone numbers that receive no message', () => {
    const template = poolWith({
      allowPhoneNumberAsUserName: true,
      userVerificationType: UserVerificationType.EMAIL_CODE,
    });
    template.resourceCountIs('AWS::IAM::Role', 0);
  });
});

describe('sign-up', () => {
  it.each([true, false])('allowOnlyAdminsToCreateAccount %s', (only) => {
    poolWith({ allowOnlyAdminsToCreateAccount: only }).hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: only },
    });
  });
});
