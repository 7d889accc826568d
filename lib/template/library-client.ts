import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';

/**
 * What rooms that can't import app clients know about those of this library.
 *
 * @internal
 */
export interface LibraryClient extends aws_cognito.IUserPoolClientRef {
  /** The pool that the client was created for. */
  readonly _userPool: aws_cognito.IUserPoolRef;
  readonly hasClientSecret: boolean;
  /** The secret. Throws if the client has none. */
  readonly clientSecret: secretsmanager.ISecret;
}

/** Whether a construct is an app client of this library. */
export const isLibraryClient = (construct: IConstruct): construct is LibraryClient =>
  '_userPool' in construct && 'hasClientSecret' in construct;
