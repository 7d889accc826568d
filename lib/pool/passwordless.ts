import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkEnum, isKnown, show } from '../checks/values';
import { warn } from '../checks/warn';
import { EmailProps, sendsWithSes } from './email';
import { checkPlan, FeaturePlanProps } from './feature-plan';
import { mfa, MfaProps, MfaStatus } from './mfa';
import type { SmsProps } from './sms';
import { hasDomain } from './verification';

/**
 * Sign-in with a passkey: a fingerprint, a face or a security key in place of the password.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-passkey
 */
export interface Passkeys {
  /**
   * The domain that passkeys belong to, such as `example.com`: 1 to 63 characters (Cognito takes 127, CloudFormation 63), no scheme, no path, no port. Anything else fails synthesis. A change makes all passkeys of all users useless. With managed login on an own domain, it has to be that domain.
   *
   * @default - the domain of the pool
   */
  readonly relyingPartyId?: string;

  /**
   * Whether a device has to make sure that it is the user who holds it.
   *
   * @default - REQUIRED where `multiFactor` holds, PREFERRED otherwise
   */
  readonly userVerification?: cognito.PasskeyUserVerification;

  /**
   * Whether a passkey with user verification counts as two factors. Where MFA is required, Cognito accepts passkeys in no other way: `false` fails synthesis then, and so does a `userVerification` of PREFERRED.
   *
   * @default - true where MFA is required, false otherwise
   */
  readonly multiFactor?: boolean;
}

/**
 * Passwordless factors offered in addition to the password.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
 */
export interface Passwordless {
  /**
   * Whether users may sign in with a code from an e-mail. Cognito refuses it where MFA is required; that fails synthesis.
   *
   * @default false
   */
  readonly emailCode?: boolean;

  /**
   * Whether users may sign in with a code from a text message. Makes the role that text messages need. Cognito refuses it where MFA is required; that fails synthesis.
   *
   * @default false
   */
  readonly smsCode?: boolean;

  /**
   * Whether users may sign in with a passkey, and how.
   *
   * @default - no passkeys
   */
  readonly passkeys?: Passkeys;
}

/** @internal */
export interface PasswordlessProps {
  /**
   * Passwordless factors offered in addition to the password. Clients of the pool then let users choose. It needs the Essentials plan.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
   * @default - with the password only
   */
  readonly passwordless?: Passwordless;
}

type Props = PasswordlessProps & MfaProps & SmsProps & EmailProps & FeaturePlanProps;

/** Whether users have a choice of how to sign in. */
export function offersChoice({ passwordless: { emailCode, smsCode, passkeys } = {} }: PasswordlessProps): boolean {
  return Boolean(emailCode || smsCode || passkeys);
}

function isMultiFactor(props: Props): boolean {
  return props.passwordless?.passkeys?.multiFactor ?? mfa(props).status === MfaStatus.ON;
}

export function checkPasswordless(props: Props, problems: Problems): void {
  const { passwordless: { emailCode, smsCode, passkeys } = {} } = props;
  if (offersChoice(props)) checkPlan(props, problems, 'passwordless');
  const required = mfa(props).status === MfaStatus.ON;
  for (const [prop, on] of Object.entries({ emailCode, smsCode })) {
    if (!on || !required) continue;
    problems.add({
      where: `passwordless.${prop}`,
      given: 'true, while MFA is required',
      outcome: 'Cognito accepts only passwords and passkeys as the first factor then, and refuses the pool',
      remedy: 'Use passkeys instead, or set mfaConfiguration.status to MfaStatus.OPTIONAL',
    });
  }
  if (!passkeys) return;
  const { relyingPartyId, multiFactor, userVerification } = passkeys;
  checkEnum(problems, 'passwordless.passkeys.userVerification', userVerification, cognito.PasskeyUserVerification);
  if (required && multiFactor === false) {
    problems.add({
      where: 'passwordless.passkeys.multiFactor',
      given: 'false, while MFA is required',
      outcome: 'Cognito accepts passkeys only as two factors in one then, and refuses the pool',
      remedy: 'Leave it out, or set mfaConfiguration.status to MfaStatus.OPTIONAL',
    });
  }
  if (isMultiFactor(props)) {
    if (userVerification === cognito.PasskeyUserVerification.PREFERRED) {
      problems.add({
        where: 'passwordless.passkeys.userVerification',
        given: show(userVerification),
        outcome: 'a passkey counts as two factors only if the device makes sure of its user',
        remedy: 'Leave it out, or use PasskeyUserVerification.REQUIRED',
      });
    }
  }
  const isDomain = (id: string) =>
    id.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(id);
  if (isKnown(relyingPartyId) && !isDomain(relyingPartyId)) {
    problems.add({
      where: 'passwordless.passkeys.relyingPartyId',
      given: show(relyingPartyId),
      outcome: 'Cognito accepts the name of a domain, of 1 to 63 characters, and refuses the pool',
      remedy: 'Write it like "example.com", without scheme, port and path',
    });
  }
}

export function refinePasswordless(pool: cognito.CfnUserPool, props: Props): void {
  const { passwordless: { emailCode, smsCode, passkeys } = {} } = props;
  if (!offersChoice(props)) return;
  pool.addPropertyOverride('Policies.SignInPolicy.AllowedFirstAuthFactors', [
    'PASSWORD',
    ...(emailCode ? ['EMAIL_OTP'] : []),
    ...(smsCode ? ['SMS_OTP'] : []),
    ...(passkeys ? ['WEB_AUTHN'] : []),
  ]);
  if (!passkeys) return;
  const multiFactor = isMultiFactor(props);
  const { PREFERRED, REQUIRED } = cognito.PasskeyUserVerification;
  pool.webAuthnRelyingPartyId = passkeys.relyingPartyId;
  pool.webAuthnUserVerification = passkeys.userVerification ?? (multiFactor ? REQUIRED : PREFERRED);
  pool.webAuthnFactorConfiguration = multiFactor ? 'MULTI_FACTOR_WITH_USER_VERIFICATION' : 'SINGLE_FACTOR';
}

export function warnOfPasswordless(
  pool: IConstruct,
  cfnUserPool: cognito.CfnUserPool,
  props: Props,
  sendsByHook: boolean,
): void {
  const { passwordless: { emailCode, smsCode, passkeys } = {} } = props;
  if (passkeys && passkeys.relyingPartyId === undefined && !hasDomain(cfnUserPool)) {
    warn(
      pool,
      'passkeysWithoutDomain',
      'passwordless.passkeys has no relyingPartyId, and the pool has no domain that could stand in for it: nobody can register a passkey. Set relyingPartyId to the domain of your app.',
    );
  }
  if (emailCode && !sendsWithSes(props) && !sendsByHook) {
    warn(
      pool,
      'emailCodesWithoutSes',
      'passwordless.emailCode is true and Cognito sends e-mail by itself: after 50 messages a day, in the whole account, nobody can sign in by code. Set emailConfiguration.sesIdentity.',
    );
  }
  const singleFactor = emailCode || smsCode || (passkeys && !isMultiFactor(props));
  if (singleFactor && mfa(props).status === MfaStatus.OPTIONAL) {
    warn(
      pool,
      'secondFactorShutsOutPasswordless',
      'MFA is optional and users may sign in without a password: a user who adds a second factor can from then on sign in with the password only. Set mfaConfiguration.status to MfaStatus.OFF, or tell the users.',
    );
  }
}
