import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { Original } from '../../template/original';

interface AuthorizerProps extends apigwv2.HttpAuthorizerProps {
  readonly httpApi: apigwv2.IHttpApi;
}

/** An authorizer on an API, and what may not change in it. */
interface CreatedAuthorizer {
  readonly authorizer: apigwv2.HttpAuthorizer;
  readonly original: Original;
}

/** Creates an authorizer on an API. Nothing depends on its name, so that may change. */
export function createAuthorizer(scope: Construct, id: string, props: AuthorizerProps): CreatedAuthorizer {
  const { httpApi, type, identitySource, jwtIssuer: issuer, jwtAudience: audience } = props;
  const authorizer = new apigwv2.HttpAuthorizer(scope, id, props);
  const given: Partial<apigwv2.CfnAuthorizerProps> = {
    apiId: httpApi.apiId,
    authorizerType: type,
    identitySource,
    jwtConfiguration: issuer === undefined ? undefined : { issuer, audience },
    authorizerUri: props.authorizerUri,
    authorizerPayloadFormatVersion: props.payloadFormatVersion,
    authorizerResultTtlInSeconds: props.resultsCacheTtl?.toSeconds(),
    enableSimpleResponses: props.enableSimpleResponses,
    authorizerCredentialsArn: undefined,
  };
  const resource = authorizer.node.defaultChild as apigwv2.CfnAuthorizer;
  return {
    authorizer,
    original: new Original(resource, { given: { ...given }, mayChange: (name) => name === 'Name' }),
  };
}
