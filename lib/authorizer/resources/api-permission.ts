import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { findPermissionOrWarn } from '../../grants/invoke-permission';

/** What of an API may invoke a function. */
interface Source {
  readonly httpApi: apigwv2.IHttpApi;
  /** The rest of the source ARN, behind the ID of the API. */
  readonly resourceName: string;
  /** The same with a placeholder for an ID, for the warning. */
  readonly readable?: string;
  /** The ID of the warning if no permission can be created. */
  readonly warning: string;
}

/** The service principal of API Gateway. */
export const API_GATEWAY = 'apigateway.amazonaws.com';

/** Permits an API to invoke a function. Undefined, with a warning, if the function is not this app's to change. */
export function allowApi(
  scope: Construct,
  id: string,
  fn: lambda.IFunction,
  { httpApi, resourceName, readable = resourceName, warning }: Source,
): lambda.CfnPermission | undefined {
  fn.addPermission(id, {
    scope,
    principal: new iam.ServicePrincipal(API_GATEWAY),
    sourceArn: Stack.of(scope).formatArn({ service: 'execute-api', resource: httpApi.apiId, resourceName }),
  });
  const source = `arn:aws:execute-api:REGION:ACCOUNT:API_ID/${readable}`;
  return findPermissionOrWarn(scope, id, fn, { warning, principal: API_GATEWAY, source });
}
