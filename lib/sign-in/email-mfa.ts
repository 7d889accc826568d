import * as cognito from 'aws-cdk-lib/aws-cognito';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { Problems } from '../checks/problems';
import { checkText, isKnown, show } from '../checks/values';
import { EmailProps, sendsWithSes } from '../messages/email';
import { CODE, EMAIL_BODY, SUBJECT } from '../messages/messages';
import { Mfa, MfaProps, MfaType } from './mfa';

/** Checks MFA by email, and the texts of emails, which are part of its configuration also for sign-in alone. */
export function checkEmailMfa(
  props: MfaProps & EmailProps,
  { types, configuresEmail }: Mfa,
  plan: FeaturePlanNeeds,
  problems: Problems,
): void {
  const { emailMessage, emailSubject } = props.mfaConfiguration ?? {};
  checkText(problems, 'mfaConfiguration.emailMessage', emailMessage, EMAIL_BODY, CODE);
  checkText(problems, 'mfaConfiguration.emailSubject', emailSubject, SUBJECT);
  if (!configuresEmail) return;
  if (types.includes(MfaType.EMAIL_OTP)) {
    const where = 'mfaConfiguration.enabledTypes';
    plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, `MfaType.EMAIL_OTP in ${where}`, problems);
    if (sendsWithSes(props)) return;
    problems.add({
      where,
      given: `${show(types)}, without emailConfiguration.sesIdentity`,
      outcome: 'Cognito sends codes for MFA only through Amazon SES and rejects the pool',
      remedy: 'Give a verified identity in emailConfiguration.sesIdentity, or omit MfaType.EMAIL_OTP',
    });
    return;
  }
  for (const [text, value] of Object.entries({ emailMessage, emailSubject })) {
    if (!isKnown(value)) continue;
    const where = `mfaConfiguration.${text}`;
    plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, where, problems);
    if (sendsWithSes(props)) continue;
    problems.add({
      where,
      given: 'set, without emailConfiguration.sesIdentity',
      outcome:
        'Cognito accepts a text for codes by email only on a pool that sends through Amazon SES, and would reject the pool',
      remedy: `Give a verified identity in emailConfiguration.sesIdentity, or omit ${text}`,
    });
  }
}

/** Sets texts that the CDK's own pool lacks. */
export function refineEmailMfa(pool: cognito.CfnUserPool, { mfaConfiguration }: MfaProps): void {
  pool.emailAuthenticationMessage = mfaConfiguration?.emailMessage;
  pool.emailAuthenticationSubject = mfaConfiguration?.emailSubject;
}
