import { Annotations } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkEnum, isKnown, show } from '../checks/values';
import type { PreTokenGenerationVersion } from './hooks';
import type { LogDeliveryProps } from './log-delivery';
import type { MfaProps } from './mfa';
import type { PasswordProps } from './password';
import type { PasswordlessProps } from './passwordless';
import type { ThreatProtectionProps } from './threat-protection';

/** @internal */
export interface FeaturePlanProps {
  /**
   * The feature plan of the pool, which determines the available features and the price per user. A feature that the plan lacks fails synthesis, but only if a plan is set here: pools that were
   * created before plans were introduced keep features that their plan lacks.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
   * @default - chosen by Cognito, which gives new pools ESSENTIALS
   */
  readonly featurePlan?: cognito.FeaturePlan;
}

const PLANS = [cognito.FeaturePlan.LITE, cognito.FeaturePlan.ESSENTIALS, cognito.FeaturePlan.PLUS];

export function checkFeaturePlan({ featurePlan }: FeaturePlanProps, problems: Problems): void {
  checkEnum(problems, 'featurePlan', featurePlan, cognito.FeaturePlan);
}

/** Checks a feature that needs a plan. If no plan is set, it is not known which one the pool has, and nothing is checked. */
export function checkPlan(
  { featurePlan }: FeaturePlanProps,
  problems: Problems,
  where: string,
  needed = cognito.FeaturePlan.ESSENTIALS,
  instead = `leave ${where} out`,
): void {
  // An unknown plan is reported by itself.
  if (!isKnown(featurePlan) || !PLANS.includes(featurePlan)) return;
  if (PLANS.indexOf(featurePlan) >= PLANS.indexOf(needed)) return;
  problems.add({
    where,
    given: `set, with featurePlan ${show(featurePlan)}`,
    outcome: `Cognito offers it from the ${needed} plan on and refuses the pool`,
    remedy: `Set featurePlan to FeaturePlan.${needed}, or ${instead}`,
  });
}

export function renderFeaturePlan({ featurePlan }: FeaturePlanProps) {
  return { featurePlan } satisfies cognito.UserPoolProps;
}

type Features = FeaturePlanProps &
  PasswordProps &
  PasswordlessProps &
  MfaProps &
  ThreatProtectionProps &
  LogDeliveryProps;

/** Informs of the plan that the props require if none is set. It is never enforced. */
export function informOfPlan(pool: IConstruct, props: Features, hookVersion?: PreTokenGenerationVersion): void {
  if (props.featurePlan !== undefined) return;
  const { passwordless: { emailCode, smsCode, passkeys } = {}, mfaConfiguration, passwordPolicy } = props;
  const plus = {
    threatProtection: props.threatProtection,
    'logDelivery.authenticationEvents': props.logDelivery?.authenticationEvents,
  };
  const essentials = {
    passwordless: emailCode || smsCode || passkeys,
    'MFA by e-mail': mfaConfiguration?.enabledTypes?.some((type) => String(type) === 'EMAIL_OTP'),
    'hooks.preTokenGenerationVersion': String(hookVersion ?? 'V1_0') !== 'V1_0',
    'passwordPolicy.passwordHistorySize': passwordPolicy?.passwordHistorySize,
  };
  const set = (features: object) => Object.entries(features).flatMap(([name, on]) => (on ? [name] : []));
  const [plan, names] = set(plus).length > 0 ? ['PLUS', set(plus)] : ['ESSENTIALS', set(essentials)];
  if (names.length === 0) return;
  Annotations.of(pool).addInfo(
    `The pool needs the ${plan} plan, for ${names.join(', ')}. A new pool gets ESSENTIALS. Name the plan in featurePlan to have it set and checked.`,
  );
}
