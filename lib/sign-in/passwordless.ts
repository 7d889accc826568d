import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { isDomainName } from '../checks/domain-name';
import { Problems } from '../checks/problems';
import { checkEnum, checkFault, checkValue, isKnown, Rule } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { FeaturePlanNeeds, FeaturePlanProps } from '../checks/feature-plan';
import { Mfa, MfaStatus } from './mfa';
import { TemplateIndex } from '../template/template-index';
import { hasDomain } from './pool-domain';

/**
 * Sign-in with passkeys: a fingerprint, a face or a security key instead of a password.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-passkey
 */
export interface Passkeys {
  /**
   * The domain that passkeys belong to, such as `example.com`: 1 to 63 characters (Cognito accepts 127, CloudFormation
   * 63), without a scheme, port or path, and not a public suffix such as `com` or `auth.eu-west-1.amazoncognito.com`.
   * Any other value fails synthesis. Changing it invalidates the passkeys of all users.
   *
   * On managed login, users can register and use only passkeys of the domain of its pages, whether that is a custom
   * domain or one of Cognito. Another one results in a warning, which you can acknowledge if only your own pages offer
   * passkeys.
   *
   * @default - the domain of the pool
   */
  readonly relyingPartyId?: string;

  /**
   * Whether a device must verify that the person using it is its user.
   *
   * @default - REQUIRED if `multiFactor` is true, PREFERRED otherwise
   */
  readonly userVerification?: cognito.PasskeyUserVerification;

  /**
   * Whether a passkey with user verification counts as two factors. If it does, a `userVerification` of PREFERRED fails
   * synthesis. If MFA is required, Cognito accepts passkeys only as two factors, so `false` fails synthesis.
   *
   * @default - true if MFA is required, false otherwise
   */
  readonly multiFactor?: boolean;
}

/**
 * Passwordless factors that are offered in addition to the password.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
 */
export interface Passwordless {
  /**
   * Whether users can sign in with a code that they receive by email. If MFA is required, `true` fails synthesis,
   * because Cognito rejects it.
   *
   * @default false
   */
  readonly emailCode?: boolean;

  /**
   * Whether users can sign in with a code that they receive by text message. Creates the role that Cognito needs to
   * send text messages. If MFA is required, `true` fails synthesis, because Cognito rejects it.
   *
   * @default false
   */
  readonly smsCode?: boolean;

  /**
   * Enables sign-in with passkeys.
   *
   * @default - no passkeys
   */
  readonly passkeys?: Passkeys;
}

/** @internal */
export interface PasswordlessProps {
  /**
   * Passwordless factors that are offered in addition to the password. The clients of the pool then offer the choice.
   * Requires the Essentials plan; fails synthesis if `featurePlan` is LITE.
   *
   * Cognito keeps factors that a template no longer names. To remove them, set `featurePlan` to ESSENTIALS or PLUS, or
   * use `lockFile`: the template then allows the password only.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
   * @default - users sign in with their password only
   */
  readonly passwordless?: Passwordless;
}

/** How users start to sign in, with defaults applied. */
export interface FirstFactors {
  /** Whether users can choose how to sign in. */
  readonly offerChoice: boolean;

  /**
   * Whether the template has a sign-in policy: Cognito keeps one that an update omits. The Lite plan has none, and a
   * plan that is not set may be that.
   */
  readonly areNamed: boolean;

  /**
   * Whether each user has a password. Administrators can create users without one only where a code can take its place.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
   */
  readonly alwaysHavePassword: boolean;

  /** Whether MFA is required of every user. */
  readonly mfaRequired: boolean;

  /** Whether a passkey counts as two factors. */
  readonly passkeyIsMultiFactor: boolean;
}

export function firstFactorsOf(props: PasswordlessProps & FeaturePlanProps, { status }: Mfa): FirstFactors {
  const { passwordless: { emailCode, smsCode, passkeys } = {}, featurePlan } = props;
  const offerChoice = Boolean(emailCode || smsCode || passkeys);
  const mfaRequired = status === MfaStatus.ON;
  return {
    offerChoice,
    areNamed: offerChoice || (isKnown(featurePlan) && featurePlan !== cognito.FeaturePlan.LITE),
    alwaysHavePassword: !emailCode && !smsCode,
    mfaRequired,
    passkeyIsMultiFactor: passkeys?.multiFactor ?? mfaRequired,
  };
}

export function checkPasswordless(
  { passwordless: { emailCode, smsCode, passkeys } = {} }: PasswordlessProps,
  firstFactors: FirstFactors,
  plan: FeaturePlanNeeds,
  problems: Problems,
): void {
  if (firstFactors.offerChoice) plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, 'passwordless', problems);
  for (const [prop, on] of Object.entries({ emailCode, smsCode })) {
    if (!on || !firstFactors.mfaRequired) continue;
    problems.add({
      where: `passwordless.${prop}`,
      given: 'true, while MFA is required',
      outcome:
        'in that case Cognito accepts only passwords and passkeys as the first factor, and would reject the pool',
      remedy: 'Use passkeys instead, or set mfaConfiguration.status to MfaStatus.OPTIONAL',
    });
  }
  if (passkeys) checkPasskeys(passkeys, firstFactors, problems);
}

function checkPasskeys(
  { relyingPartyId, multiFactor, userVerification }: Passkeys,
  { mfaRequired, passkeyIsMultiFactor }: FirstFactors,
  problems: Problems,
): void {
  const { PasskeyUserVerification } = cognito;
  const where = 'passwordless.passkeys.userVerification';
  checkEnum(problems, where, userVerification, { PasskeyUserVerification });
  if (mfaRequired && multiFactor === false) {
    problems.add({
      where: 'passwordless.passkeys.multiFactor',
      given: 'false, while MFA is required',
      outcome: 'in that case Cognito accepts passkeys only as two factors in one, and would reject the pool',
      remedy: 'Omit it, or set mfaConfiguration.status to MfaStatus.OPTIONAL',
    });
  }
  if (passkeyIsMultiFactor) {
    checkValue(problems, where, userVerification, (each) => each !== PasskeyUserVerification.PREFERRED, {
      outcome: 'a passkey counts as two factors only if the device verifies its user',
      remedy: 'Omit it, or use PasskeyUserVerification.REQUIRED',
    });
  }
  checkFault(problems, 'passwordless.passkeys.relyingPartyId', relyingPartyId, faultOfRelyingParty);
}

/** A top-level domain, and the suffix that all domains of Cognito in a region share, with what is above it. */
const PUBLIC_SUFFIX = /^(?!localhost$)[^.]+$|^(?:(?:auth(?:-fips)?\.)?[a-z0-9-]+\.)?amazoncognito\.com$/i;

function faultOfRelyingParty(id: string): Rule | undefined {
  if (!isDomainName(id) || id.length > 63) {
    return {
      outcome: 'Cognito accepts only a domain name of 1 to 63 characters, and would reject the pool',
      remedy: 'Write it as, for example, "example.com", without scheme, port and path',
    };
  }
  if (!PUBLIC_SUFFIX.test(id)) return undefined;
  return {
    outcome: 'domains below it belong to different owners, so Cognito would reject the pool',
    remedy: 'Give the whole domain, such as "example.com"',
  };
}

/** The sign-in policy of a pool without passwordless factors. */
export const ONLY_PASSWORD = { AllowedFirstAuthFactors: ['PASSWORD'] };

export function refinePasswordless(
  pool: cognito.CfnUserPool,
  { passwordless: { emailCode, smsCode, passkeys } = {} }: PasswordlessProps,
  { areNamed, passkeyIsMultiFactor }: FirstFactors,
): void {
  if (!areNamed) return;
  pool.addPropertyOverride('Policies.SignInPolicy.AllowedFirstAuthFactors', [
    'PASSWORD',
    ...(emailCode ? ['EMAIL_OTP'] : []),
    ...(smsCode ? ['SMS_OTP'] : []),
    ...(passkeys ? ['WEB_AUTHN'] : []),
  ]);
  if (!passkeys) return;
  const { PREFERRED, REQUIRED } = cognito.PasskeyUserVerification;
  pool.webAuthnRelyingPartyId = passkeys.relyingPartyId;
  pool.webAuthnUserVerification = passkeys.userVerification ?? (passkeyIsMultiFactor ? REQUIRED : PREFERRED);
  pool.webAuthnFactorConfiguration = passkeyIsMultiFactor ? 'MULTI_FACTOR_WITH_USER_VERIFICATION' : 'SINGLE_FACTOR';
}

export function warnOfPasswordless(
  index: TemplateIndex,
  pool: aws_cognito.IUserPoolRef,
  { passwordless: { emailCode, smsCode, passkeys } = {} }: PasswordlessProps,
  { firstFactors, mfa }: { firstFactors: FirstFactors; mfa: Mfa },
  { sendsReliably, hasClassicPages }: { sendsReliably: boolean; hasClassicPages: boolean },
): void {
  if (passkeys && passkeys.relyingPartyId === undefined && !hasDomain(index, pool)) {
    warnAtPool(
      pool,
      'passkeysWithoutDomain',
      'passwordless.passkeys has no relyingPartyId, and the pool has no domain to use instead: nobody can register a passkey. Set relyingPartyId to the domain of your app.',
    );
  }
  if (hasClassicPages && firstFactors.offerChoice) {
    warnAtPool(
      pool,
      'passwordlessOnClassicPages',
      'passwordless is set, and the classic hosted pages offer passwords only. Use Branding.managedLogin(), or build your own pages.',
    );
  }
  if (emailCode && !sendsReliably) {
    warnAtPool(
      pool,
      'emailCodesWithoutSes',
      'passwordless.emailCode is true and Cognito sends email by itself: after 50 messages a day, in the whole account, nobody can sign in by code. Set emailConfiguration.sesIdentity.',
    );
  }
  const singleFactor = emailCode || smsCode || (passkeys && !firstFactors.passkeyIsMultiFactor);
  if (singleFactor && mfa.status === MfaStatus.OPTIONAL) {
    warnAtPool(
      pool,
      'mfaDisablesPasswordless',
      'MFA is optional and users may sign in without a password: a user who adds a second factor can then sign in only with the password. Set mfaConfiguration.status to MfaStatus.OFF, or tell the users.',
    );
  }
}
