import { Duration } from 'aws-cdk-lib';
import { Problems } from '../checks/problems';
import { checkEnum, isKnown, show } from '../checks/values';
import { IUserAuthPool } from '../pool/user-auth-pool-base';

/** Which of a user's tokens routes are called with. */
export enum TokenUse {
  /** Access tokens: what they allow is in their scopes. Machines have them too. */
  ACCESS = 'access',

  /** ID tokens: they have the attributes of the user. */
  ID = 'id',
}

/** How policies are enforced at the request. */
export interface AtRequestOptions {
  /**
   * Which of a user's tokens routes are called with. The other is refused.
   *
   * @default TokenUse.ACCESS
   */
  readonly tokenUse?: TokenUse;

  /**
   * For how long API Gateway remembers the answer to a token on a route: up to 1 hour. More fails synthesis. An answer can outlive the token by that much.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
   * @default Duration.seconds(0)
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * Other pools whose users may call the routes as well.
   *
   * @default - none
   */
  readonly furtherUserAuthPools?: IUserAuthPool[];
}

/** Where access policies are enforced. */
export class PolicyEnforcement {
  /**
   * In the token: the pool puts a scope for each policy into the access tokens of those who satisfy it, and API Gateway asks for the scope. It costs nothing at the request, and a change of groups counts from the next
   * token on. It needs the Essentials plan and a pool of this app.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
   */
  public static inToken(): PolicyEnforcement {
    return new PolicyEnforcement();
  }

  /**
   * At the request: a Lambda function of this library verifies the token and evaluates the policy. For several pools on one API, for imported pools, and on any plan.
   *
   * Who calls is in the context of the request: subject, groups, scopes and client.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
   * @param options which tokens, of which pools, and for how long an answer counts
   */
  public static atRequest(options: AtRequestOptions = {}): PolicyEnforcement {
    return new PolicyEnforcement(options);
  }

  private constructor(
    /** @internal */
    public readonly _atRequest?: AtRequestOptions,
  ) {}

  /** @internal */
  public _check(problems: Problems): void {
    const { tokenUse, resultsCacheTtl } = this._atRequest ?? {};
    checkEnum(problems, 'enforcement.tokenUse', tokenUse, TokenUse);
    checkTtl(problems, 'enforcement.resultsCacheTtl', resultsCacheTtl);
  }
}

/** For how long API Gateway remembers an answer. */
export function checkTtl(problems: Problems, where: string, ttl: Duration | undefined): void {
  if (!isKnown(ttl)) return;
  const seconds = ttl.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600) return;
  problems.add({
    where,
    given: show(ttl),
    outcome: 'API Gateway remembers an answer for 0 to 3600 whole seconds and refuses the authorizer',
    remedy: 'Give a duration of at most one hour',
  });
}
