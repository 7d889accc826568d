import { Aws, Fn, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkPattern, isKnown } from '../checks/values';
import { issuerOf, UserAuthPoolBase } from './user-auth-pool-base';

/** What is known of a user pool that exists already, made by this library or by any other way. */
export interface UserAuthPoolAttributes {
  /**
   * The id of the pool, such as `eu-west-1_Ab12Cd34E`. Its first part is the region of the pool, which may be another than the stack's.
   * Anything of another form is an error at synth.
   */
  readonly userPoolId: string;

  /**
   * The ids of those app clients whose tokens an authorizer is to accept. An authorizer needs one at least.
   *
   * @default - none
   */
  readonly userPoolClientIds?: string[];
}

/** A pool of which only the attributes are known. */
export class ImportedUserAuthPool extends UserAuthPoolBase {
  public readonly userPoolId: string;
  public readonly userPoolArn: string;
  public readonly issuer: string;
  public readonly env: ResourceEnvironment;
  private readonly clients: cognito.IUserPoolClient[];

  constructor(scope: Construct, id: string, attrs: UserAuthPoolAttributes) {
    super(scope, id);
    const problems = new Problems(this);
    checkPattern(problems, 'userPoolId', attrs.userPoolId, /^[\w-]+_[0-9a-zA-Z]+$/, {
      outcome: 'no user pool has such an id',
      remedy: 'Give the id that the Cognito console shows, such as "eu-west-1_Ab12Cd34E"',
    });
    problems.throwIfAny();

    // Never the stack's region: the pool's id says where it lives, at deployment if not at synth.
    const region = isKnown(attrs.userPoolId)
      ? attrs.userPoolId.slice(0, attrs.userPoolId.lastIndexOf('_'))
      : Fn.select(0, Fn.split('_', attrs.userPoolId));
    this.userPoolId = attrs.userPoolId;
    this.userPoolArn = Stack.of(this).formatArn({
      service: 'cognito-idp',
      region,
      resource: 'userpool',
      resourceName: attrs.userPoolId,
    });
    this.issuer = issuerOf(region, Aws.URL_SUFFIX, attrs.userPoolId);
    this.env = { account: Stack.of(this).account, region };
    this.clients = (attrs.userPoolClientIds ?? []).map((clientId, index) =>
      cognito.UserPoolClient.fromUserPoolClientId(this, `Client${index}`, clientId),
    );
  }

  public get userPoolClients() {
    return [...this.clients];
  }
}
