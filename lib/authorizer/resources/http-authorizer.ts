import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { Original } from '../../template/original';

/** The API that an authorizer is on, and its name there. */
export interface OnApi {
  readonly httpApi: apigwv2.IHttpApi;
  readonly authorizerName: string;
}

type AuthorizerProps = apigwv2.HttpAuthorizerProps & OnApi;

/** An authorizer on an API, and what may not change in it. */
interface CreatedAuthorizer {
  readonly authorizer: apigwv2.HttpAuthorizer;
  readonly original: Original;
}

/** Creates an authorizer on an API. Nothing depends on its name, so that may change. */
export function createAuthorizer(scope: Construct, id: string, props: AuthorizerProps): CreatedAuthorizer {
  const authorizer = new apigwv2.HttpAuthorizer(scope, id, props);
  const { httpApi, type, identitySource } = props;
  const given = {
    apiId: httpApi.apiId,
    authorizerType: type,
    identitySource,
    ...(type === apigwv2.HttpAuthorizerType.JWT ? givenForTokens(props) : givenForFunction(props)),
  };
  const resource = authorizer.node.defaultChild as apigwv2.CfnAuthorizer;
  return { authorizer, original: new Original(resource, { given, mayChange: (name) => name === 'Name' }) };
}

const givenForTokens = ({ jwtIssuer, jwtAudience }: AuthorizerProps): Partial<apigwv2.CfnAuthorizerProps> => ({
  jwtConfiguration: { issuer: jwtIssuer, audience: jwtAudience },
});

const givenForFunction = (props: AuthorizerProps): Partial<apigwv2.CfnAuthorizerProps> => ({
  authorizerUri: props.authorizerUri,
  authorizerPayloadFormatVersion: props.payloadFormatVersion,
  authorizerResultTtlInSeconds: props.resultsCacheTtl?.toSeconds(),
  enableSimpleResponses: props.enableSimpleResponses,
  authorizerCredentialsArn: undefined,
});
