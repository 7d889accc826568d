import { Aws, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Original } from '../template/original';

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

/** What a change of an authorizer means, as part of a message. */
export const UNGUARDED = 'the authorizer may let in callers whom a route rejects, or nobody';

/** What may not change in an authorizer that has just been created. Nothing depends on its name. */
export const originalOf = (authorizer: apigwv2.HttpAuthorizer) =>
  new Original(authorizer.node.defaultChild as apigwv2.CfnAuthorizer, (name) => name === 'Name');

/** A Lambda authorizer, and what may not change in it and in the permission for API Gateway to invoke its function. */
export interface LambdaAuthorizer {
  readonly authorizer: apigwv2.HttpAuthorizer;
  readonly originals: readonly Original[];
}

export function makeLambdaAuthorizer(
  scope: Construct,
  id: string,
  handler: lambda.IFunction,
  props: LambdaAuthorizerProps,
): LambdaAuthorizer {
  const stack = Stack.of(scope);
  const authorizer = new apigwv2.HttpAuthorizer(scope, id, {
    ...props,
    type: apigwv2.HttpAuthorizerType.LAMBDA,
    payloadFormatVersion: apigwv2.AuthorizerPayloadVersion.VERSION_2_0,
    authorizerUri: `arn:${Aws.PARTITION}:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`,
  });
  const permissionId = `${id} of ${props.httpApi.node.addr}`;
  handler.addPermission(permissionId, {
    scope,
    principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: stack.formatArn({
      service: 'execute-api',
      resource: props.httpApi.apiId,
      resourceName: `authorizers/${authorizer.authorizerId}`,
    }),
  });
  const originals = [originalOf(authorizer)];
  const permission = scope.node.tryFindChild(permissionId);
  // An imported function may have none.
  if (CfnResource.isCfnResource(permission)) originals.push(new Original(permission));
  return { authorizer, originals };
}
