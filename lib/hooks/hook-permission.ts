import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { findPermissionOrWarn } from '../grants/invoke-permission';

const PRINCIPAL = 'cognito-idp.amazonaws.com';

/**
 * Grants a pool, and no other caller, permission to invoke a function, under the same ID as the CDK's own pool does.
 */
export function allowPool(
  userPool: cognito.UserPool,
  operation: string,
  fn: lambda.IFunction,
): lambda.CfnPermission | undefined {
  fn.addPermission(idOf(operation), {
    scope: userPool,
    principal: new iam.ServicePrincipal(PRINCIPAL),
    sourceArn: userPool.userPoolArn,
  });
  return restrictToAccount(userPool, operation, fn);
}

/** Adds the account to the permission: the CDK's own pool restricts it to the pool only. */
export function restrictToAccount(
  userPool: cognito.UserPool,
  operation: string,
  fn: lambda.IFunction,
): lambda.CfnPermission | undefined {
  const permission = findPermissionOrWarn(userPool, idOf(operation), fn, {
    warning: 'UserAuthPool.hookWithoutPermission',
    principal: PRINCIPAL,
    source: 'the ARN of the user pool',
  });
  if (permission) permission.sourceAccount = Stack.of(userPool).account;
  return permission;
}

/** Removes the permission, if there is one. */
export function disallowPool(userPool: cognito.UserPool, operation: string): void {
  userPool.node.tryRemoveChild(idOf(operation));
}

const idOf = (operation: string) => `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Cognito`;
