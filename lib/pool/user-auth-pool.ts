import { Aws, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { UserAuthClient, UserAuthClientOptions } from '../client/user-auth-client';
import { ImportedUserAuthPool, UserAuthPoolAttributes } from './imported';
import { renderMfa } from './mfa';
import { checkPassword, PasswordProps, refinePassword, renderPassword } from './password';
import { checkRetention, renderRetention, RetentionProps } from './retention';
import { renderSignIn, SignInProps } from './sign-in';
import { renderSms } from './sms';
import { issuerOf, IUserAuthPool } from './user-auth-pool-base';
import {
  checkVerification,
  renderVerification,
  VerificationProps,
  warnOfLinkWithoutDomain,
  warnOfVerification,
} from './verification';

/** What a user pool may be given. Everything has a secure default. */
export interface UserAuthPoolProps extends SignInProps, VerificationProps, PasswordProps, RetentionProps {}

/**
 * A Cognito user pool with an app client, secure with no props at all.
 *
 * Users sign up and sign in with their e-mail address, prove it with a code, choose a strong password and may add an authenticator app.
 * The pool and its users outlive the stack unless `removalPolicy` says otherwise.
 *
 * Every mistake in the props is found at synth: one error names them all, with what Cognito would do and what to write instead.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html
 */
export class UserAuthPool extends Construct implements IUserAuthPool {
  /**
   * A user pool that exists already.
   *
   * @param scope where to put it in the construct tree
   * @param id its id there
   * @param attrs what is known of the pool
   */
  public static fromUserAuthPoolAttributes(scope: Construct, id: string, attrs: UserAuthPoolAttributes): IUserAuthPool {
    return new ImportedUserAuthPool(scope, id, attrs);
  }

  /** The pool as the CDK's own construct. Its `CfnUserPool` is the `node.defaultChild` of both. */
  public readonly userPool: cognito.UserPool;

  /** The default app client. */
  public readonly client: UserAuthClient;

  /**
   * The id of the pool, such as `eu-west-1_Ab12Cd34E`.
   *
   * @attribute
   */
  public readonly userPoolId: string;

  /**
   * The ARN of the pool.
   *
   * @attribute
   */
  public readonly userPoolArn: string;

  /**
   * The id of the default app client.
   *
   * @attribute
   */
  public readonly userPoolClientId: string;

  /**
   * The issuer of the pool's tokens, which is the `iss` claim in them.
   *
   * @attribute
   */
  public readonly issuer: string;

  /**
   * The role through which Cognito sends text messages.
   *
   * @attribute
   */
  public readonly smsRole?: iam.Role;

  private readonly clients: UserAuthClient[] = [];

  constructor(scope: Construct, id: string, props: UserAuthPoolProps = {}) {
    super(scope, id);

    const problems = new Problems(this);
    checkVerification(props, problems);
    checkPassword(props, problems);
    checkRetention(props, problems);
    problems.throwIfAny();

    const sms = renderSms(this, props);
    this.smsRole = sms.smsRole;
    this.userPool = new cognito.UserPool(this, 'Resource', {
      ...renderSignIn(props),
      ...renderVerification(props),
      ...renderPassword(props),
      ...renderMfa(),
      ...renderRetention(props),
      ...sms,
    });
    const cfnUserPool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    refinePassword(cfnUserPool, props);
    this.node.defaultChild = cfnUserPool;
    this.userPoolId = this.userPool.userPoolId;
    this.userPoolArn = this.userPool.userPoolArn;
    this.issuer = issuerOf(Stack.of(this).region, Aws.URL_SUFFIX, this.userPoolId);

    this.client = this.addClient('Client');
    this.userPoolClientId = this.client.userPoolClientId;

    warnOfVerification(this, props);
    this.node.addValidation({
      validate: () => {
        warnOfLinkWithoutDomain(this.userPool, props);
        return [];
      },
    });
  }

  /**
   * Adds an app client: one for each application through which users sign in. The authorizers of this pool accept its tokens too, whether it is
   * added before or after them.
   *
   * @param id the id of the client in the construct tree
   * @param options what the client is given
   */
  public addClient(id: string, options: UserAuthClientOptions = {}): UserAuthClient {
    const client = new UserAuthClient(this, id, { ...options, userPool: this.userPool });
    this.clients.push(client);
    return client;
  }

  /** The app clients of the pool, the default one first. */
  public get userPoolClients(): cognito.IUserPoolClient[] {
    return this.clients.map((client) => client.userPoolClient);
  }

  /** What other constructs of the CDK take for a reference to this pool. */
  public get userPoolRef() {
    return this.userPool.userPoolRef;
  }

  /** The account and region of the pool. */
  public get env() {
    return this.userPool.env;
  }
}
