import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';
import { Original } from '../../template/original';
import { listAtSynthesis } from '../../template/synthesis';
import { audienceOf } from '../tokens/audience';
import { createAuthorizer, OnApi } from './http-authorizer';

interface JwtAuthorizerProps extends OnApi {
  readonly pool: IUserAuthPool;
  readonly identitySource: string[];
  /** The audiences of the APIs that it stands for, besides the clients of the pool. */
  readonly audiences: readonly string[];
}

/** An authorizer with which API Gateway verifies tokens, and what may not change in it. */
export interface JwtAuthorizer {
  readonly authorizer: apigwv2.HttpAuthorizer;
  readonly originals: readonly Original[];
  readonly pool: IUserAuthPool;
  readonly audiences: readonly string[];
}

export function createJwtAuthorizer(scope: Construct, id: string, props: JwtAuthorizerProps): JwtAuthorizer {
  const { httpApi, authorizerName, pool, identitySource, audiences } = props;
  const { authorizer, original } = createAuthorizer(scope, id, {
    httpApi,
    authorizerName,
    type: apigwv2.HttpAuthorizerType.JWT,
    identitySource,
    jwtIssuer: pool.issuer,
    jwtAudience: listAtSynthesis(scope, (index) => [...audienceOf(index, pool), ...audiences]),
  });
  return { authorizer, originals: [original], pool, audiences };
}
