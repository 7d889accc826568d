import { Fetcher } from 'aws-jwt-verify/https';
import { evaluate, Policy } from '../../lib/access/policy';
import { routeHash } from '../../lib/authorizer/resources/route-hash';
import { callerOfClaims, Context, contextOf } from './caller';
import { Config } from './config';
import { tokenOf } from './token';
import { isKeyFailure, newVerifier } from './verifier';

/**
 * The part of API Gateway's event that is read here.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export interface AuthorizerEvent {
  readonly identitySource?: unknown;
  readonly routeKey?: unknown;
}

/** The simple response of a Lambda authorizer. */
export interface AuthorizerResponse {
  isAuthorized: boolean;
  context?: Context;
}

/** API Gateway turns it into 403. */
const DENIAL: AuthorizerResponse = { isAuthorized: false };

/** Answers the requests of an API. */
interface Authorizer {
  /**
   * Allows a request if its token is valid and satisfies the policy of its route. Throws only if it can't get the
   * signing keys of a pool: API Gateway then answers 500 and caches nothing, whereas it caches a denial.
   */
  readonly authorize: (event: AuthorizerEvent) => Promise<AuthorizerResponse>;

  /** Resolves, and never rejects, when the signing keys are loaded or the start should not wait for them any longer. */
  readonly ready: Promise<unknown>;
}

export function newAuthorizer({ pools, policies, salt }: Config, fetcher?: Fetcher): Authorizer {
  const { verifier, ready } = newVerifier(pools, fetcher);

  // Each route is hashed once.
  const known = new Map<string, Policy>();
  const policyOf = (routeKey: unknown) => {
    if (typeof routeKey !== 'string') return undefined;
    const policy = known.get(routeKey) ?? policies.get(routeHash(routeKey, salt));
    if (policy) known.set(routeKey, policy);
    return policy;
  };

  const authorize = async (event: AuthorizerEvent): Promise<AuthorizerResponse> => {
    const policy = policyOf(event.routeKey);
    const token = tokenOf(event.identitySource);
    if (!policy || token === undefined) return DENIAL;
    try {
      const claims = await verifier.verify(token);
      // Cognito issues no token without these.
      if (claims.exp === undefined || !claims.sub) return DENIAL;
      const context = contextOf(claims);
      return evaluate(policy, callerOfClaims(claims, context)) ? { isAuthorized: true, context } : DENIAL;
    } catch (error) {
      if (isKeyFailure(error)) throw error;
      return DENIAL;
    }
  };
  return { authorize, ready };
}
