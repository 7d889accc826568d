import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

interface LambdaAuthorizerProps extends LambdaSettings {
  readonly httpApi: apigwv2.IHttpApi;
  readonly authorizerName: string;
}

/** How API Gateway asks a function, and what it does with the answer. */
export interface LambdaSettings {
  readonly identitySource: string[];
  readonly resultsCacheTtl: Duration;
  readonly enableSimpleResponses: boolean;
}

/** Creates a Lambda authorizer, and the permission for API Gateway to invoke its function. */
export function makeLambdaAuthorizer(
  scope: Construct,
  id: string,
  handler: lambda.IFunction,
  props: LambdaAuthorizerProps,
): apigwv2.HttpAuthorizer {
  const stack = Stack.of(scope);
  const authorizer = new apigwv2.HttpAuthorizer(scope, id, {
    ...props,
    type: apigwv2.HttpAuthorizerType.LAMBDA,
    payloadFormatVersion: apigwv2.AuthorizerPayloadVersion.VERSION_2_0,
    authorizerUri: `arn:${Aws.PARTITION}:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`,
  });
  handler.addPermission(`${id} of ${props.httpApi.node.addr}`, {
    scope,
    principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: stack.formatArn({
      service: 'execute-api',
      resource: props.httpApi.apiId,
      resourceName: `authorizers/${authorizer.authorizerId}`,
    }),
  });
  return authorizer;
}
