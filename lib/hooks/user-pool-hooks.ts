import * as lambda from 'aws-cdk-lib/aws-lambda';
import { PreTokenGenerationVersion } from './pre-token-generation';

/**
 * The hooks of a user pool: the Lambda triggers that Cognito can invoke.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export enum UserPoolHook {
  /** Invoked before a message is sent, to customize its text. */
  CUSTOM_MESSAGE = 'customMessage',
  /** Invoked after a user has signed in. */
  POST_AUTHENTICATION = 'postAuthentication',
  /** Invoked after a user has been confirmed, or has reset a forgotten password. */
  POST_CONFIRMATION = 'postConfirmation',
  /** Invoked before a user signs in, to allow or deny the sign-in. */
  PRE_AUTHENTICATION = 'preAuthentication',
  /** Invoked before a user signs up, to allow, deny or confirm the sign-up. */
  PRE_SIGN_UP = 'preSignUp',
  /** Invoked before tokens are issued, to add or remove claims, groups and scopes. */
  PRE_TOKEN_GENERATION = 'preTokenGeneration',
  /**
   * Invoked when a user who is not in the pool signs in with a password or has forgotten it, to migrate the user from
   * another directory.
   */
  USER_MIGRATION = 'userMigration',
  /** Invoked to define the steps of a custom authentication flow. */
  DEFINE_AUTH_CHALLENGE = 'defineAuthChallenge',
  /** Invoked to create a challenge of a custom authentication flow. */
  CREATE_AUTH_CHALLENGE = 'createAuthChallenge',
  /** Invoked to verify the response to a challenge of a custom authentication flow. */
  VERIFY_AUTH_CHALLENGE_RESPONSE = 'verifyAuthChallengeResponse',
  /** Invoked to send an email in place of Cognito. */
  CUSTOM_EMAIL_SENDER = 'customEmailSender',
  /** Invoked to send a text message in place of Cognito. */
  CUSTOM_SMS_SENDER = 'customSmsSender',
  /** Invoked when a user signs in through an identity provider, to change the attributes that the provider sends. */
  INBOUND_FEDERATION = 'inboundFederation',
}

/**
 * The Lambda triggers of a user pool. Cognito waits 5 seconds for each function, and may invoke it again if it has not
 * responded; a longer timeout of the function results in a warning. Cognito does not wait for `customEmailSender` and
 * `customSmsSender`. A function in another region than that of the pool fails synthesis.
 *
 * A hook reads the ID of the pool from `event.userPoolId`: passing it as an environment variable would create a
 * circular dependency. To give a hook permissions on the pool, use `grants` of the pool, which creates none.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export interface UserPoolHooks {
  /**
   * Customizes the text of a message before it is sent.
   *
   * @default - none
   */
  readonly customMessage?: lambda.IFunction;

  /**
   * Invoked after a user has signed in.
   *
   * @default - none
   */
  readonly postAuthentication?: lambda.IFunction;

  /**
   * Invoked after a user has been confirmed, or has reset a forgotten password.
   *
   * @default - none
   */
  readonly postConfirmation?: lambda.IFunction;

  /**
   * Allows or denies a sign-in.
   *
   * @default - none
   */
  readonly preAuthentication?: lambda.IFunction;

  /**
   * Allows or denies a sign-up, or confirms it automatically.
   *
   * @default - none
   */
  readonly preSignUp?: lambda.IFunction;

  /**
   * Customizes tokens before they are issued.
   *
   * @default - none
   */
  readonly preTokenGeneration?: lambda.IFunction;

  /**
   * The event version of `preTokenGeneration`, which determines what the function receives and may change. V2_0 and
   * V3_0 require the Essentials plan; they fail synthesis if `featurePlan` is LITE. Setting a version without the
   * function fails synthesis.
   *
   * @default PreTokenGenerationVersion.V1_0
   */
  readonly preTokenGenerationVersion?: PreTokenGenerationVersion;

  /**
   * Migrates a user from another directory, when the user first signs in with a password or has forgotten it. It
   * receives the password only from the hosted pages, or through a client with `allowPasswordSignIn` or
   * `allowAdminSignIn`; a pool with neither results in a warning.
   *
   * @default - none
   */
  readonly userMigration?: lambda.IFunction;

  /**
   * Defines the steps of a custom authentication flow.
   *
   * @default - none
   */
  readonly defineAuthChallenge?: lambda.IFunction;

  /**
   * Creates a challenge of a custom authentication flow.
   *
   * @default - none
   */
  readonly createAuthChallenge?: lambda.IFunction;

  /**
   * Verifies the response to a challenge of a custom authentication flow.
   *
   * @default - none
   */
  readonly verifyAuthChallengeResponse?: lambda.IFunction;

  /**
   * Sends emails in place of Cognito. The function receives the code encrypted with `customSenderKmsKey`, and
   * permission to decrypt it.
   *
   * @default - none
   */
  readonly customEmailSender?: lambda.IFunction;

  /**
   * Sends text messages in place of Cognito. The function receives the code encrypted with `customSenderKmsKey`, and
   * permission to decrypt it.
   *
   * @default - none
   */
  readonly customSmsSender?: lambda.IFunction;

  /**
   * Changes the attributes that an identity provider sends for a user.
   *
   * @default - none
   */
  readonly inboundFederation?: lambda.IFunction;
}

/** Options for adding a hook to a user pool. */
export interface AddHookOptions {
  /**
   * The event version of a pre token generation hook, which determines what the function receives and may change.
   * V2_0 and V3_0 require the Essentials plan; they fail synthesis if `featurePlan` is LITE. Setting it for
   * another hook fails synthesis.
   *
   * @default PreTokenGenerationVersion.V1_0
   */
  readonly preTokenGenerationVersion?: PreTokenGenerationVersion;
}
