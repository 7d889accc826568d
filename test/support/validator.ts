/*
 * From 2.262 on, aws-cdk-lib validates what it synthesizes. Its validator starts again for each app that has a type of
 * resource which the one before had not, for a third of a second. So it is started here, with all types of the tests.
 */
import { App, CfnResource } from 'aws-cdk-lib';
import { newStack } from './synth';

const TYPES: Readonly<Record<string, readonly string[]>> = {
  ApiGateway: ['Account', 'Authorizer', 'Deployment', 'Method', 'Resource', 'RestApi', 'Stage'],
  ApiGatewayV2: ['Api', 'Authorizer', 'Integration', 'Route', 'Stage'],
  CertificateManager: ['Certificate'],
  CloudFormation: ['Stack'],
  CloudWatch: ['Alarm'],
  Cognito: [
    ...['LogDeliveryConfiguration', 'ManagedLoginBranding', 'Terms', 'UserPool', 'UserPoolClient', 'UserPoolDomain'],
    ...['UserPoolGroup', 'UserPoolIdentityProvider', 'UserPoolResourceServer', 'UserPoolRiskConfigurationAttachment'],
    ...['UserPoolUICustomizationAttachment', 'UserPoolUserToGroupAttachment'],
  ],
  IAM: ['Group', 'Policy', 'Role', 'User'],
  KMS: ['Alias', 'Key'],
  KinesisFirehose: ['DeliveryStream'],
  Lambda: ['Alias', 'Function', 'Permission', 'Version'],
  Logs: ['LogGroup'],
  Route53: ['RecordSet', 'RecordSetGroup'],
  S3: ['Bucket', 'BucketPolicy'],
  SES: ['ConfigurationSet', 'EmailIdentity'],
  SNS: ['Topic'],
  SSM: ['Parameter'],
  SecretsManager: ['Secret'],
  WAFv2: ['LoggingConfiguration', 'WebACL', 'WebACLAssociation'],
};

const stack = newStack();
for (const [service, types] of Object.entries(TYPES)) {
  for (const type of types) new CfnResource(stack, `${service}${type}`, { type: `AWS::${service}::${type}` });
}
new CfnResource(stack, 'Reader', { type: 'Custom::CrossRegionExportReader' });
try {
  (stack.node.root as App).synth();
} catch {
  // Without properties they are not valid.
}
