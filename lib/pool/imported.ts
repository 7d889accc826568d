import { Fn, ResourceEnvironment, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { checkStruct } from '../checks/check-struct';
import { isSubdomain } from '../checks/domain-name';
import { POOL_ID } from '../checks/pool-id';
import { errorAt, Problems } from '../checks/problems';
import { checkChoice, checkPattern, checkValue, isKnown } from '../checks/values';
import { DefaultClient } from './connect';
import { IssuerType } from './issuer';
import { UserAuthPoolBase } from './user-auth-pool-base';

/** Attributes of an existing user pool, whether it was created by this library or in any other way. */
export interface UserAuthPoolAttributes {
  /**
   * The ID of the pool, such as `eu-west-1_Ab12Cd34E`. Its first part is the region of the pool, which may differ from
   * the region of the stack. A value of any other form fails synthesis.
   */
  readonly userPoolId: string;

  /**
   * The IDs of the app clients whose tokens an authorizer accepts. It also accepts those of clients that are created
   * for this import, and of no others, even if the list is empty. To accept different clients on different APIs, import
   * the pool once for each API. An authorizer needs at least one client.
   *
   * @default - all clients that the app creates for the pool
   */
  readonly userPoolClientIds?: string[];

  /**
   * The domain of the hosted sign-in pages, such as `my-app.auth.eu-west-1.amazoncognito.com`, without a scheme or
   * path. Any other value fails synthesis.
   *
   * @default - none
   */
  readonly domainName?: string;

  /**
   * How tokens name the pool in their `iss` claim. With the wrong type, authorizers reject every token.
   *
   * @default IssuerType.ORIGINAL
   */
  readonly issuerType?: IssuerType;

  /**
   * The secret of the first client, stored in Secrets Manager.
   *
   * @default - none
   */
  readonly clientSecret?: secretsmanager.ISecret;
}

/** A user pool of which only the attributes are known. */
export class ImportedUserAuthPool extends UserAuthPoolBase {
  public readonly userPoolId: string;
  public readonly userPoolArn: string;
  public readonly issuerType: IssuerType;
  public readonly env: ResourceEnvironment;
  public readonly domainName?: string;
  private readonly secret?: secretsmanager.ISecret;
  private readonly clients: cognito.IUserPoolClient[];
  /** @internal */
  public override readonly _namesClients: boolean;

  constructor(scope: Construct, id: string, attrs: UserAuthPoolAttributes) {
    super(scope, id);
    checkStruct(this, 'UserAuthPoolAttributes', attrs);
    checkAttributes(this, attrs);

    const region = regionOf(attrs.userPoolId);
    this.userPoolId = attrs.userPoolId;
    this.userPoolArn = Stack.of(this).formatArn({
      service: 'cognito-idp',
      region,
      resource: 'userpool',
      resourceName: attrs.userPoolId,
    });
    this.issuerType = attrs.issuerType ?? IssuerType.ORIGINAL;
    this.env = { account: Stack.of(this).account, region };
    this.domainName = attrs.domainName;
    this.secret = attrs.clientSecret;
    this._namesClients = attrs.userPoolClientIds !== undefined;
    this.clients = (attrs.userPoolClientIds ?? []).map((clientId, index) =>
      cognito.UserPoolClient.fromUserPoolClientId(this, `Client${index}`, clientId),
    );
  }

  public get userPoolClients() {
    return [...this.clients];
  }

  public get userPoolClientId(): string {
    const [first] = this.clients;
    if (first) return first.userPoolClientId;
    throw errorAt(this, 'was imported without a client. Give one in userPoolClientIds.');
  }

  public get clientSecret(): secretsmanager.ISecret {
    if (this.secret) return this.secret;
    throw errorAt(this, 'was imported without the secret of its client. Give it as clientSecret.');
  }

  /** @internal */
  public get _defaultClient(): DefaultClient {
    return { id: this.clients[0]?.userPoolClientId, secret: this.secret };
  }

  /** The hooks of an imported pool are not known, but the pool does not depend on anything created here. */
  public _hasHook(): boolean {
    return false;
  }
}

function checkAttributes(pool: Construct, attrs: UserAuthPoolAttributes): void {
  const problems = new Problems(pool);
  checkPattern(problems, 'userPoolId', attrs.userPoolId, POOL_ID, {
    outcome: 'no user pool has such an ID',
    remedy: 'Give the ID that the Cognito console shows, such as "eu-west-1_Ab12Cd34E"',
  });
  checkValue(problems, 'domainName', attrs.domainName, isSubdomain, {
    outcome: 'no domain has such a name',
    remedy: 'Write it as, for example, "my-app.auth.eu-west-1.amazoncognito.com", without scheme and path',
  });
  if (Token.isUnresolved(attrs.userPoolClientIds)) {
    problems.add({
      where: 'userPoolClientIds',
      given: 'a list known only at deployment',
      outcome: 'each client is a construct, so their number must be known at synthesis',
      remedy: 'Give its elements one by one: [Fn.select(0, list)]',
    });
  }
  checkChoice(problems, 'issuerType', attrs.issuerType, { IssuerType });
  problems.throwIfAny();
}

/** The region of a pool, which its ID contains. It may differ from that of the stack. */
const regionOf = (userPoolId: string) =>
  isKnown(userPoolId) ? userPoolId.slice(0, userPoolId.lastIndexOf('_')) : Fn.select(0, Fn.split('_', userPoolId));
