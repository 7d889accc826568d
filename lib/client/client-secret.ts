import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { Problems } from '../checks/problems';

/** The options of a server's client, which has a secret. Throws if they say that it has none. */
export function withSecret<O extends { readonly generateClientSecret?: boolean }>(pool: IConstruct, options: O): O {
  if (options.generateClientSecret === false) {
    Problems.throw(pool, {
      where: 'generateClientSecret',
      given: 'false, for a client of a server',
      outcome: 'the client would have no secret, and anyone could use its ID',
      remedy: 'Omit it; or use addClient() for an application that cannot keep a secret',
    });
  }
  return { ...options, generateClientSecret: true };
}

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
