import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkName, show } from '../checks/values';
import { warnAt } from '../checks/warn';
import { NO_OFFER, offering, serversOf, PoolOffer } from '../pool/offer';
import { UserAuthClientBase } from './client-base';
import { keepSecret } from './client-secret';
import { checkScopeList } from './oauth';
import { warnOfScopes } from './scopes';
import { AccessTokenProps, checkTokens, refineTokens } from './tokens';

/** Options for adding an app client for machines. */
export interface UserAuthMachineClientOptions extends AccessTokenProps {
  /**
   * The name of the client as the Cognito console shows it: 1 to 128 letters, digits, spaces and any of `_ + = , . @ -`. Cognito refuses a
   * client with any other.
   *
   * @default - a name that CloudFormation makes
   */
  readonly userPoolClientName?: string;

  /**
   * What its tokens may be for: 1 to 50 scopes of resource servers. Scopes of OpenID Connect, which are about people, fail synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   */
  readonly scopes: cognito.OAuthScope[];
}

/** What an app client for machines needs, with its pool. */
export interface UserAuthMachineClientProps extends UserAuthMachineClientOptions {
  /** The pool that gives it tokens. */
  readonly userPool: aws_cognito.IUserPoolRef;
}

/** Scopes that say what a person lets an application see or do. */
const OF_PEOPLE = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/**
 * An app client for a machine: a job or a service that calls an API in its own name. It gets tokens by its id and secret (`client_credentials`), at the token endpoint of the pool's domain, and nobody can sign in
 * through it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html
 */
export class UserAuthMachineClient extends UserAuthClientBase {
  public readonly userPoolClient: cognito.UserPoolClient;
  /** @internal */
  protected readonly _secret: secretsmanager.Secret;

  constructor(scope: Construct, id: string, props: UserAuthMachineClientProps) {
    super(scope, id);
    this.check(props);

    const pool = offering<object>(props.userPool);
    this.userPoolClient = new cognito.UserPoolClient(this, 'Resource', {
      userPool: props.userPool,
      userPoolClientName: props.userPoolClientName,
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: props.scopes },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
    });
    const resource = this.cfnUserPoolClient;
    this.node.defaultChild = resource;
    // Never left out, or Cognito would let people sign in through the client.
    resource.explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
    refineTokens(resource, { accessTokenValidity: props.accessTokenValidity, refreshTokenValidity: Duration.days(1) });
    this._secret = keepSecret(this, resource);

    if (pool) this.userPoolClient.node.addDependency(pool._beforeClients);
    this.userPoolClient.node.addDependency(...serversOf(props.scopes));
    pool?._join(this, {});
    this.node.addValidation({ validate: () => this.validate(pool?._offer() ?? NO_OFFER) });
  }

  private validate(offer: PoolOffer): string[] {
    warnOfScopes(this, this.cfnUserPoolClient.allowedOAuthScopes, offer);
    if (!offer.hasDomain) {
      warnAt(
        this,
        'UserAuthMachineClient.machineClientWithoutDomain',
        'A machine gets its tokens at the domain of the pool, and the pool has none. Give it hostedUi: HostedUi.cognitoDomain().',
      );
    }
    return [];
  }

  private check(props: UserAuthMachineClientProps): void {
    const problems = new Problems(this);
    checkName(problems, 'userPoolClientName', props.userPoolClientName);
    checkTokens(props, problems);
    checkScopeList(problems, 'scopes', props.scopes);
    for (const { scopeName } of props.scopes.filter((scope) => OF_PEOPLE.includes(scope.scopeName))) {
      problems.add({
        where: 'scopes',
        given: show(scopeName),
        outcome: 'it is about people, and a machine is none: Cognito gives a machine scopes of resource servers only',
        remedy: "Give scopes of a resource server: pool.addResourceServer(...).scope('read')",
      });
    }
    problems.throwIfAny();
  }
}
