import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';
import { Original } from '../../template/original';
import { listAtSynthesis } from '../../template/synthesis';
import { audienceOf } from '../tokens/audience';
import { originalOf } from './authorizer-original';

interface JwtAuthorizerProps {
  readonly httpApi: apigwv2.IHttpApi;
  readonly authorizerName: string;
  readonly pool: IUserAuthPool;
  readonly identitySource: string[];
  /** The audiences of the APIs that it stands for, besides the clients of the pool. */
  readonly audiences: readonly string[];
}

/** An authorizer with which API Gateway verifies tokens, and what may not change in it. */
export interface JwtAuthorizer {
  readonly authorizer: apigwv2.HttpAuthorizer;
  readonly originals: readonly Original[];
  readonly audiences: readonly string[];
}

export function makeJwtAuthorizer(scope: Construct, id: string, props: JwtAuthorizerProps): JwtAuthorizer {
  const { httpApi, authorizerName, pool, identitySource, audiences } = props;
  const type = apigwv2.HttpAuthorizerType.JWT;
  const { issuer } = pool;
  const audience = listAtSynthesis(scope, (index) => [...audienceOf(index, pool), ...audiences]);
  const authorizer = new apigwv2.HttpAuthorizer(scope, id, {
    httpApi,
    authorizerName,
    type,
    identitySource,
    jwtIssuer: issuer,
    jwtAudience: audience,
  });
  const jwtConfiguration = { issuer, audience };
  const given = { apiId: httpApi.apiId, authorizerType: type, identitySource, jwtConfiguration };
  return { authorizer, originals: [originalOf(authorizer, given)], audiences };
}
