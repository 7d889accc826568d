import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkPattern } from '../checks/values';

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
}

/** What an app client needs. */
export interface UserAuthClientProps extends UserAuthClientOptions {
  /** The pool whose users sign in through the client. */
  readonly userPool: aws_cognito.IUserPoolRef;
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

  constructor(scope: Construct, id: string, props: UserAuthClientProps) {
    super(scope, id);
    const problems = new Problems(this);
    checkPattern(problems, 'userPoolClientName', props.userPoolClientName, /^[\w\s+=,.@-]{1,128}$/, {
      outcome: 'Cognito accepts 1 to 128 letters, digits, spaces and any of _ + = , . @ - and refuses the client',
      remedy: 'Leave it out, or give a name of those characters',
    });
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
    this.node.defaultChild = this.userPoolClient.node.defaultChild;
  }
}
