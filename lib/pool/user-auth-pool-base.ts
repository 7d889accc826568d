import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';

/**
 * A user pool, made by this library or imported. It can be given to any construct that takes a reference to a user pool.
 */
export interface IUserAuthPool extends IConstruct, aws_cognito.IUserPoolRef {
  /**
   * The id of the pool, such as `eu-west-1_Ab12Cd34E`.
   *
   * @attribute
   */
  readonly userPoolId: string;

  /**
   * The ARN of the pool.
   *
   * @attribute
   */
  readonly userPoolArn: string;

  /**
   * The issuer of the pool's tokens, which is the `iss` claim in them: `https://cognito-idp.REGION.amazonaws.com/POOL_ID`, with the
   * pool's own region.
   *
   * @attribute
   */
  readonly issuer: string;

  /** The app clients of the pool, those added later included: an authorizer accepts tokens that were given to one of them. */
  readonly userPoolClients: cognito.IUserPoolClient[];
}

/** The issuer of a pool's tokens, as Cognito writes it. */
export function issuerOf(region: string, urlSuffix: string, userPoolId: string): string {
  return `https://cognito-idp.${region}.${urlSuffix}/${userPoolId}`;
}
