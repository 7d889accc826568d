import { Duration, Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkName } from '../checks/values';

/** What an app client may be given. */
export interface UserAuthClientOptions {
  /**
   * The name of the client as the Cognito console shows it: 1 to 128 letters, digits, spaces and any of `_ + = , . @ -`. Cognito refuses a
   * client with any other.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
   * @default - a name that CloudFormation makes
   */
  readonly userPoolClientName?: string;

  /**
   * Whether users choose how to sign in, among the ways that the pool offers: password, passkey, code by e-mail or text message.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
   * @default - true for a client that `addClient` makes for a pool with `passwordless`
   */
  readonly allowChoiceBasedSignIn?: boolean;

  /**
   * Whether a sign-in of your own, by the hooks for challenges, goes through this client.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
   * @default - true for a client that `addClient` makes for a pool with the hook `defineAuthChallenge`
   */
  readonly allowCustomSignIn?: boolean;
}

/** What an app client needs. */
export interface UserAuthClientProps extends UserAuthClientOptions {
  /** The pool whose users sign in through the client. */
  readonly userPool: aws_cognito.IUserPoolRef;
}

/** The ways to sign in that a pool offers beside the password. */
interface SignInWays {
  readonly choice: boolean;
  readonly custom: boolean;
}

/**
 * An app client: one application through which users of a pool sign in.
 *
 * It is public, so it has no secret to leak. Users sign in by SRP, which never sends their password, and stay signed in by refresh tokens,
 * which can be revoked. Whether a user exists is never told.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
export class UserAuthClient extends Construct {
  /** The client as the CDK's own construct. */
  public readonly userPoolClient: cognito.UserPoolClient;

  /**
   * The id of the client, which is the `client_id` claim of its access tokens and the `aud` claim of its ID tokens.
   *
   * @attribute
   */
  public readonly userPoolClientId: string;

  private offered: () => SignInWays = () => ({ choice: false, custom: false });

  constructor(scope: Construct, id: string, props: UserAuthClientProps) {
    super(scope, id);
    const problems = new Problems(this);
    checkName(problems, 'userPoolClientName', props.userPoolClientName);
    problems.throwIfAny();

    this.userPoolClient = new cognito.UserPoolClient(this, 'Resource', {
      userPool: props.userPool,
      userPoolClientName: props.userPoolClientName,
      generateSecret: false,
      authFlows: { userSrp: true },
      // There is no hosted sign-in page to return from, so no OAuth flow is open at all.
      disableOAuth: true,
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
    this.userPoolClientId = this.userPoolClient.userPoolClientId;
    const resource = this.userPoolClient.node.defaultChild as cognito.CfnUserPoolClient;
    resource.explicitAuthFlows = Lazy.list({ produce: () => this.flows(props) });
    this.node.defaultChild = resource;
  }

  /**
   * The pool tells what it offers when it is asked, since a hook may be added after the client.
   *
   * @internal
   */
  public _follow(offered: () => SignInWays): void {
    this.offered = offered;
  }

  private flows({ allowChoiceBasedSignIn, allowCustomSignIn }: UserAuthClientOptions): string[] {
    const { choice, custom } = this.offered();
    return [
      'ALLOW_USER_SRP_AUTH',
      ...((allowChoiceBasedSignIn ?? choice) ? ['ALLOW_USER_AUTH'] : []),
      ...((allowCustomSignIn ?? custom) ? ['ALLOW_CUSTOM_AUTH'] : []),
      'ALLOW_REFRESH_TOKEN_AUTH',
    ];
  }
}
