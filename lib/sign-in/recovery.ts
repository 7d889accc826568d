import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkChoice, isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { Mfa, MfaType, requires } from './mfa';
import { Verification } from './verification';

/** @internal */
export interface RecoveryProps {
  /**
   * The verified channel through which users who have forgotten their password receive a code.
   *
   * A user can't recover the password through the channel that is also their second factor:
   *
   * - Recovery by phone number fails synthesis if MFA by SMS is required, because Cognito rejects it. If MFA by email
   *   is required beside it, the result is a warning, because reports differ on whether Cognito accepts that.
   * - EMAIL_ONLY and PHONE_AND_EMAIL fail synthesis if `mfaConfiguration` offers MFA by email or has texts for it,
   *   because Cognito rejects both.
   * - Recovery by text message alone, if `mfaConfiguration` also offers SMS as second factor, results in a warning.
   * - PHONE_AND_EMAIL lets one phone serve both, and results in a warning if it can.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html#user-pool-password-reset-and-recovery
   * @default - every channel that Cognito verifies and that is not a required second factor, with email preferred;
   * EMAIL_ONLY if nothing is verified; NONE if no channel is left, or only email on a pool with MFA by email
   */
  readonly accountRecovery?: cognito.AccountRecovery;
}

/** What decides which way is left to those who have forgotten their password. */
interface Channels {
  readonly verification: Verification;
  readonly mfa: Mfa;
}

const { AccountRecovery } = cognito;
const USES_PHONE = [
  AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA,
  AccountRecovery.PHONE_WITHOUT_MFA_AND_EMAIL,
  AccountRecovery.PHONE_ONLY_WITHOUT_MFA,
];

/** What Cognito rejects beside MFA by email: recovery by email alone, and none in the template, as for the second. */
const NOT_WITH_EMAIL_MFA = [AccountRecovery.EMAIL_ONLY, AccountRecovery.PHONE_AND_EMAIL];

/** Whether a password is recovered by phone although every user has a phone as second factor, or may have. */
const usesRequiredPhone = ({ accountRecovery }: RecoveryProps, mfa: Mfa) =>
  accountRecovery !== undefined && USES_PHONE.includes(accountRecovery) && requires(mfa, MfaType.SMS);

function recovery(props: RecoveryProps, { verification, mfa }: Channels): cognito.AccountRecovery {
  if (props.accountRecovery !== undefined) return props.accountRecovery;
  const emailOnly = mfa.configuresEmail ? AccountRecovery.NONE : AccountRecovery.EMAIL_ONLY;
  if (!verification.email && !verification.phone) return emailOnly;
  const email = verification.email && !requires(mfa, MfaType.EMAIL_OTP);
  const phone = verification.phone && !requires(mfa, MfaType.SMS);
  if (email && phone) return AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA;
  if (email) return emailOnly;
  return phone ? AccountRecovery.PHONE_ONLY_WITHOUT_MFA : AccountRecovery.NONE;
}

export function checkRecovery(props: RecoveryProps, mfa: Mfa, problems: Problems): void {
  const { accountRecovery } = props;
  checkChoice(problems, 'accountRecovery', accountRecovery, { AccountRecovery });
  if (!isKnown(accountRecovery)) return;
  if (usesRequiredPhone(props, mfa) && !requires(mfa, MfaType.EMAIL_OTP)) {
    problems.add({
      where: 'accountRecovery',
      given: `AccountRecovery.${AccountRecovery[accountRecovery]}, while MFA by SMS is required`,
      outcome: 'Cognito does not accept the same phone number for both and rejects the pool',
      remedy: `Use AccountRecovery.${mfa.configuresEmail ? 'NONE' : 'EMAIL_ONLY'}, or let the second factor be SOFTWARE_TOKEN or OPTIONAL`,
    });
  }
  if (mfa.configuresEmail && NOT_WITH_EMAIL_MFA.includes(accountRecovery)) {
    problems.add({
      where: 'accountRecovery',
      given: `AccountRecovery.${AccountRecovery[accountRecovery]}, and mfaConfiguration has MFA by email or a text for it`,
      outcome:
        'Cognito requires another way than email to recover a password beside MFA by email, and rejects the pool',
      remedy: `Use ${requires(mfa, MfaType.SMS) ? '' : 'AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA or '}AccountRecovery.NONE, or omit MfaType.EMAIL_OTP and the texts`,
    });
  }
}

export function renderRecovery(props: RecoveryProps, channels: Channels) {
  return { accountRecovery: recovery(props, channels) } satisfies cognito.UserPoolProps;
}

export function warnOfRecovery(pool: IConstruct, props: RecoveryProps, channels: Channels): void {
  const { verification, mfa } = channels;
  const way = recovery(props, channels);
  // If SMS is a type only because Cognito requires it, there is no setting of the user to warn about.
  if (way === AccountRecovery.PHONE_ONLY_WITHOUT_MFA && mfa.namesSms) {
    warnAtPool(
      pool,
      'recoveryThroughSecondFactor',
      "A forgotten password is recovered by text message only, and a text message may be the second factor: Cognito does not accept the same channel for both, so a user with that second factor can't recover the password. " +
        'Verify a second channel, or offer MfaType.SOFTWARE_TOKEN instead.',
    );
  }
  if (way === AccountRecovery.NONE && props.accountRecovery === undefined) {
    warnAtPool(
      pool,
      'noAccountRecovery',
      `Cognito verifies no channel that can recover a forgotten password beside the second factors ${show(mfa.types)}, so only administrators can. ` +
        'Verify a second channel, or set accountRecovery to AccountRecovery.NONE to confirm that this is intended.',
    );
  }
  const { EMAIL_ONLY, PHONE_ONLY_WITHOUT_MFA } = AccountRecovery;
  const unverified =
    (props.accountRecovery === EMAIL_ONLY && !verification.email) ||
    (props.accountRecovery === PHONE_ONLY_WITHOUT_MFA && !verification.phone);
  if (unverified) {
    warnAtPool(
      pool,
      'recoveryThroughUnverified',
      `accountRecovery is AccountRecovery.${AccountRecovery[way]}, but Cognito does not verify that channel: a user for whom no administrator has verified it can't recover the password. ` +
        'Set requireEmailVerification or requirePhoneNumberVerification.',
    );
  }
  if (usesRequiredPhone(props, mfa) && requires(mfa, MfaType.EMAIL_OTP)) {
    warnAtPool(
      pool,
      'recoveryThroughRequiredFactor',
      `accountRecovery is AccountRecovery.${AccountRecovery[way]}, while MFA by SMS or email is required. Where SMS is the only other channel, Cognito rejects such a pool; with email beside it, reports differ. ` +
        'To be sure, use AccountRecovery.NONE, or let the second factor be SOFTWARE_TOKEN or OPTIONAL.',
    );
  }
  if (way === AccountRecovery.PHONE_AND_EMAIL && mfa.types.includes(MfaType.SMS)) {
    warnAtPool(
      pool,
      'legacyRecovery',
      'accountRecovery is AccountRecovery.PHONE_AND_EMAIL: anyone who holds the phone of a user can both recover the password and pass the second factor. Use a value whose name contains WITHOUT_MFA.',
    );
  }
}
