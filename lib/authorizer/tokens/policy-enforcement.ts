import { Duration } from 'aws-cdk-lib';
import { checkStruct } from '../../checks/check-struct';
import { Problems } from '../../checks/problems';
import { checkEnum } from '../../checks/values';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';
import { checkCacheTtl } from './cache-ttl';

/** The type of user token that routes accept. */
export enum TokenUse {
  /** Access tokens, whose scopes define what they allow. Machines have them too. */
  ACCESS = 'access',

  /** ID tokens, which contain the attributes of the user. */
  ID = 'id',
}

/** Options for enforcing policies at the request. */
export interface AtRequestOptions {
  /**
   * The type of user token that routes accept. The other type is rejected.
   *
   * @default TokenUse.ACCESS
   */
  readonly tokenUse?: TokenUse;

  /**
   * How long API Gateway caches the result for a token on a route: a whole number of seconds, up to 1 hour. Any other
   * value fails synthesis. A cached result is used for up to that long after the token has expired, or after a policy
   * has changed: `aws apigatewayv2 reset-authorizers-cache` empties the cache.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
   * @default Duration.seconds(0)
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * Other pools, of this app or imported, whose users can call the routes as well.
   *
   * @default - none
   */
  readonly additionalUserAuthPools?: IUserAuthPool[];
}

/** Where access policies are enforced. */
export class PolicyEnforcement {
  /**
   * Enforces policies in the token: the pool adds a scope for each policy to the access tokens of those who satisfy it,
   * and API Gateway requires that scope. This costs nothing per request. A change of groups, or of a policy, takes
   * effect with the user's next token. Requires the Essentials plan or higher, and a pool of this app; otherwise
   * synthesis fails.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
   */
  public static inToken(): PolicyEnforcement {
    return new PolicyEnforcement();
  }

  /**
   * Enforces policies at the request: a function provided by this library verifies the token and evaluates the policy.
   * Use it for several pools on one API, for imported pools, and on any plan. A change of groups takes effect with the
   * user's next token, a change of a policy with the deployment. A route without a policy accepts any signed-in person.
   * Policies on attributes require `TokenUse.ID`.
   *
   * The request context says who calls: subject, username, groups, scopes, client, pool, and whether it is a person.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
   * @param options the token type, further pools, and how long results are cached
   */
  public static atRequest(options: AtRequestOptions = {}): PolicyEnforcement {
    checkStruct('PolicyEnforcement.atRequest()', 'AtRequestOptions', options);
    const { tokenUse = TokenUse.ACCESS, resultsCacheTtl = Duration.seconds(0), additionalUserAuthPools = [] } = options;
    // What a caller does with the list later makes no difference.
    return new PolicyEnforcement({ tokenUse, resultsCacheTtl, additionalUserAuthPools: [...additionalUserAuthPools] });
  }

  private constructor(
    /** @internal */
    public readonly _atRequest?: Required<AtRequestOptions>,
  ) {}

  /** @internal */
  public _check(problems: Problems): void {
    const { tokenUse, resultsCacheTtl } = this._atRequest ?? {};
    checkEnum(problems, 'enforcement.tokenUse', tokenUse, { TokenUse });
    checkCacheTtl(problems, 'enforcement.resultsCacheTtl', resultsCacheTtl);
  }
}
