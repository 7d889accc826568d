import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * Stores the secret of an app client in Secrets Manager. CloudFormation takes it from an attribute of the client, so it
 * appears in no template, log or output, and no function has to fetch it.
 */
export function keepSecret(scope: Construct, client: cognito.CfnUserPoolClient): secretsmanager.Secret {
  return new secretsmanager.Secret(scope, 'Secret', {
    description: 'The secret of an app client of a Cognito user pool',
    secretStringValue: SecretValue.resourceAttribute(client.attrClientSecret),
    // Useless without the client.
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
