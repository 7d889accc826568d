import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { isIP } from 'node:net';
import { Problems } from '../checks/problems';
import { checkEnum, isKnown, show } from '../checks/values';
import { warn } from '../checks/warn';
import { EmailProps, sender, sendsWithSes, sesIdentityArn } from './email';
import { checkPlan, FeaturePlanProps } from './feature-plan';
import { mfa, MfaProps, MfaStatus } from './mfa';
import type { SmsProps } from './sms';

/** What Cognito does with a sign-in that looks like that of an attacker. */
export enum AccountTakeoverAction {
  /** It lets the sign-in pass. */
  NO_ACTION = 'NO_ACTION',
  /** It asks users who have a second factor for it, and lets the others pass. */
  MFA_IF_CONFIGURED = 'MFA_IF_CONFIGURED',
  /** It asks users who have a second factor for it, and blocks the others. */
  MFA_REQUIRED = 'MFA_REQUIRED',
  /** It blocks the sign-in. */
  BLOCK = 'BLOCK',
}

/** What Cognito does with a sign-in that looks like that of an attacker, by how much it does. */
export interface AccountTakeoverActions {
  /**
   * At a low risk.
   *
   * @default AccountTakeoverAction.NO_ACTION
   */
  readonly low?: AccountTakeoverAction;

  /**
   * At a medium risk.
   *
   * @default AccountTakeoverAction.MFA_IF_CONFIGURED
   */
  readonly medium?: AccountTakeoverAction;

  /**
   * At a high risk.
   *
   * @default AccountTakeoverAction.BLOCK
   */
  readonly high?: AccountTakeoverAction;
}

/**
 * What Cognito does against attackers. It does not look at users of an identity provider.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
 */
export interface ThreatProtection {
  /**
   * Whether Cognito acts on what it finds in the usual sign-ins, or only writes it down.
   *
   * @default StandardThreatProtectionMode.FULL_FUNCTION
   */
  readonly standardMode?: cognito.StandardThreatProtectionMode;

  /**
   * Whether Cognito looks at sign-ins of your own (the hooks for challenges) as well, and whether it acts on what it finds.
   *
   * @default - it does not look at them
   */
  readonly customMode?: cognito.CustomThreatProtectionMode;

  /**
   * Whether Cognito blocks passwords that are known to have leaked elsewhere.
   *
   * @default true
   */
  readonly blockCompromisedCredentials?: boolean;

  /**
   * What Cognito does with a sign-in that looks like that of an attacker.
   *
   * @default - nothing at a low risk, a second factor where there is one at a medium risk, blocked at a high risk
   */
  readonly accountTakeover?: AccountTakeoverActions;

  /**
   * Whether Cognito tells users of such sign-ins by e-mail. It needs Amazon SES; without, it fails synthesis.
   *
   * @default false
   */
  readonly notifyUsers?: boolean;

  /**
   * Addresses whose sign-ins are never looked at, in CIDR notation: 200 at most. Anything else fails synthesis.
   *
   * @default - none
   */
  readonly alwaysAllowedIpRanges?: string[];

  /**
   * Addresses whose sign-ins are always blocked, in CIDR notation: 200 at most. Anything else fails synthesis.
   *
   * @default - none
   */
  readonly alwaysBlockedIpRanges?: string[];
}

/** @internal */
export interface ThreatProtectionProps {
  /**
   * What Cognito does against attackers. It needs the Plus plan, which costs more for each user; a lower one, where it is named, fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
   * @default - nothing
   */
  readonly threatProtection?: ThreatProtection;
}

type Props = ThreatProtectionProps & FeaturePlanProps & EmailProps & MfaProps & SmsProps;

const { FULL_FUNCTION, NO_ENFORCEMENT } = cognito.StandardThreatProtectionMode;

function standardMode(protection: ThreatProtection): cognito.StandardThreatProtectionMode {
  return protection.standardMode ?? FULL_FUNCTION;
}

/** Whether Cognito acts at all, and so needs to be told what to do. */
export function acts({ threatProtection }: ThreatProtectionProps): boolean {
  if (!threatProtection) return false;
  return (
    standardMode(threatProtection) === FULL_FUNCTION ||
    threatProtection.customMode === cognito.CustomThreatProtectionMode.FULL_FUNCTION
  );
}

export function checkThreatProtection(props: Props, problems: Problems): void {
  const protection = props.threatProtection;
  if (!protection) return;
  if (standardMode(protection) !== NO_ENFORCEMENT || protection.customMode !== undefined) {
    checkPlan(props, problems, 'threatProtection', cognito.FeaturePlan.PLUS);
  }
  checkEnum(problems, 'threatProtection.standardMode', protection.standardMode, cognito.StandardThreatProtectionMode);
  checkEnum(problems, 'threatProtection.customMode', protection.customMode, cognito.CustomThreatProtectionMode);
  for (const [risk, action] of Object.entries(protection.accountTakeover ?? {})) {
    checkEnum(problems, `threatProtection.accountTakeover.${risk}`, action as string, AccountTakeoverAction);
  }
  if (protection.notifyUsers && !sendsWithSes(props)) {
    problems.add({
      where: 'threatProtection.notifyUsers',
      given: 'true, without emailConfiguration.sesIdentity',
      outcome: 'Cognito sends these e-mails only through Amazon SES and refuses the risk configuration',
      remedy: 'Give a verified identity in emailConfiguration.sesIdentity, or leave notifyUsers out',
    });
  }
  for (const prop of ['alwaysAllowedIpRanges', 'alwaysBlockedIpRanges'] as const) {
    const where = `threatProtection.${prop}`;
    const ranges = protection[prop];
    if (!isKnown(ranges)) continue;
    if (ranges.length > 200) {
      problems.add({
        where,
        given: `a list of ${ranges.length}`,
        outcome: 'Cognito accepts 200 and refuses the risk configuration',
        remedy: 'Join neighbouring ranges, or use a firewall',
      });
    }
    for (const range of ranges.filter((each) => isKnown(each) && !isCidr(each))) {
      problems.add({
        where,
        given: show(range),
        outcome: 'Cognito accepts ranges in CIDR notation and refuses the risk configuration',
        remedy: 'Write it like "203.0.113.0/24"',
      });
    }
  }
}

function isCidr(range: string): boolean {
  const [address = '', bits = '', ...more] = range.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

export function renderThreatProtection({ threatProtection }: ThreatProtectionProps) {
  if (!threatProtection) return {};
  return {
    standardThreatProtectionMode: standardMode(threatProtection),
    customThreatProtectionMode: threatProtection.customMode,
  } satisfies cognito.UserPoolProps;
}

/** Without a risk configuration Cognito would only watch. */
export function makeRiskConfiguration(
  scope: Construct,
  userPool: cognito.UserPool,
  props: Props,
): cognito.CfnUserPoolRiskConfigurationAttachment | undefined {
  const protection = props.threatProtection;
  if (!protection || !acts(props)) return undefined;
  const { low, medium, high } = protection.accountTakeover ?? {};
  const notify = protection.notifyUsers ?? false;
  const action = (eventAction: AccountTakeoverAction) => ({ eventAction, notify });
  const identity = sesIdentityArn(scope, props);
  return new cognito.CfnUserPoolRiskConfigurationAttachment(scope, 'RiskConfiguration', {
    userPoolId: userPool.userPoolId,
    clientId: 'ALL',
    compromisedCredentialsRiskConfiguration: {
      actions: { eventAction: (protection.blockCompromisedCredentials ?? true) ? 'BLOCK' : 'NO_ACTION' },
    },
    accountTakeoverRiskConfiguration: {
      actions: {
        lowAction: action(low ?? AccountTakeoverAction.NO_ACTION),
        mediumAction: action(medium ?? AccountTakeoverAction.MFA_IF_CONFIGURED),
        highAction: action(high ?? AccountTakeoverAction.BLOCK),
      },
      notifyConfiguration:
        notify && identity
          ? {
              sourceArn: identity,
              from: sender(props),
              replyTo: props.emailConfiguration?.replyToEmailAddress,
            }
          : undefined,
    },
    riskExceptionConfiguration:
      protection.alwaysAllowedIpRanges || protection.alwaysBlockedIpRanges
        ? {
            skippedIpRangeList: protection.alwaysAllowedIpRanges,
            blockedIpRangeList: protection.alwaysBlockedIpRanges,
          }
        : undefined,
  });
}

export function warnOfThreatProtection(scope: Construct, props: Props): void {
  const protection = props.threatProtection;
  if (!protection) return;
  if (!acts(props)) {
    const only = [
      'blockCompromisedCredentials',
      'accountTakeover',
      'notifyUsers',
      'alwaysAllowedIpRanges',
      'alwaysBlockedIpRanges',
    ] as const;
    const unused = only.filter((prop) => protection[prop] !== undefined);
    if (unused.length > 0 || standardMode(protection) === NO_ENFORCEMENT) {
      warn(
        scope,
        'threatsNotActedUpon',
        `threatProtection is in a mode in which Cognito does not act${unused.length > 0 ? `, so ${unused.join(', ')} has no effect` : ''}. Set standardMode to FULL_FUNCTION, or leave threatProtection out.`,
      );
    }
    return;
  }
  const { MFA_REQUIRED, MFA_IF_CONFIGURED } = AccountTakeoverAction;
  const asked = Object.values(protection.accountTakeover ?? {}) as AccountTakeoverAction[];
  if (mfa(props).status === MfaStatus.OFF && asked.some((each) => [MFA_REQUIRED, MFA_IF_CONFIGURED].includes(each))) {
    warn(
      scope,
      'noFactorToAskFor',
      'threatProtection.accountTakeover asks for a second factor, but MFA is off: MFA_REQUIRED blocks everybody, and MFA_IF_CONFIGURED nobody. Set mfaConfiguration.status to MfaStatus.OPTIONAL.',
    );
  }
}
