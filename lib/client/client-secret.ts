import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * Keeps the secret of an app client in Secrets Manager. CloudFormation hands it over from the client's own attribute: it stands in no template, no log and no output, and no function has to fetch it.
 */
export function keepSecret(scope: Construct, client: cognito.CfnUserPoolClient): secretsmanager.Secret {
  return new secretsmanager.Secret(scope, 'Secret', {
    description: 'The secret of an app client of a Cognito user pool',
    secretStringValue: SecretValue.resourceAttribute(client.attrClientSecret),
    // Without the client it opens nothing.
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
