import { Names, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { renderRetention, RetentionProps } from './retention';
import { SignInProps } from './sign-in';
import { UserVerificationType, VerificationProps, verificationType } from './verification';

/** Nothing but a text message needs the role, so a pool that sends none has none. */
export function needsSms(props: VerificationProps & SignInProps): boolean {
  return verificationType(props) === UserVerificationType.SMS;
}

export function renderSms(scope: Construct, props: VerificationProps & SignInProps & RetentionProps) {
  if (!needsSms(props)) return { enableSmsRole: false } satisfies cognito.UserPoolProps;
  const externalId = Names.uniqueResourceName(scope, { maxLength: 128 });
  const smsRole = new iam.Role(scope, 'SmsRole', {
    description: 'Cognito sends text messages to the users of a user pool through this role',
    assumedBy: new iam.ServicePrincipal('cognito-idp.amazonaws.com', {
      conditions: {
        StringEquals: { 'sts:ExternalId': externalId, 'aws:SourceAccount': Stack.of(scope).account },
      },
    }),
    inlinePolicies: {
      SendTextMessages: new iam.PolicyDocument({
        statements: [
          // A phone number has no ARN to name, so what remains is to name what Cognito may not publish to: topics.
          new iam.PolicyStatement({
            actions: ['sns:Publish'],
            notResources: [`arn:${Stack.of(scope).partition}:sns:*:*:*`],
          }),
        ],
      }),
    },
  });
  // A pool that outlives its role could never send a text message again.
  smsRole.applyRemovalPolicy(renderRetention(props).removalPolicy);
  return { smsRole, smsRoleExternalId: externalId } satisfies cognito.UserPoolProps;
}
