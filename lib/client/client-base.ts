import { ResourceEnvironment } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { errorAt } from '../checks/problems';
import { LibraryClient } from '../template/library-client';

/**
 * The base class of all app clients. It can be passed wherever a reference to an app client is expected.
 *
 * @internal
 */
export abstract class UserAuthClientBase extends Construct implements aws_cognito.IUserPoolClientRef, LibraryClient {
  /** The underlying CDK L2 construct. */
  public abstract readonly userPoolClient: cognito.UserPoolClient;

  /**
   * The pool that the client was created for.
   *
   * @internal
   */
  public abstract readonly _userPool: aws_cognito.IUserPoolRef;

  /**
   * The secret, if the client has one.
   *
   * @internal
   */
  protected abstract readonly _secret?: secretsmanager.Secret;

  /** The underlying CloudFormation resource, the `node.defaultChild` of this construct. */
  public get cfnUserPoolClient(): cognito.CfnUserPoolClient {
    return this.userPoolClient.node.defaultChild as cognito.CfnUserPoolClient;
  }

  /**
   * The ID of the client, which is the `client_id` claim of its access tokens and the `aud` claim of its ID tokens.
   *
   * @attribute
   */
  public get userPoolClientId(): string {
    return this.userPoolClient.userPoolClientId;
  }

  /** A reference to this client. */
  public get userPoolClientRef(): aws_cognito.UserPoolClientReference {
    return this.userPoolClient.userPoolClientRef;
  }

  /** The account and region of the client. */
  public get env(): ResourceEnvironment {
    return this.userPoolClient.env;
  }

  /** Whether the client has a secret. */
  public get hasClientSecret(): boolean {
    return this._secret !== undefined;
  }

  /**
   * The secret of the client, in Secrets Manager. To let a function read it, use `clientSecret.grantRead(fn)`. Throws
   * if the client has no secret.
   */
  public get clientSecret(): secretsmanager.ISecret {
    if (this._secret) return this._secret;
    throw errorAt(
      this,
      'is a public client, which has no secret. Use addServerClient for an application that can keep one.',
    );
  }
}
