import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** Lets a pool, and nobody else, call a function: as the CDK's own pool does it, under the same id. */
export function permit(userPool: cognito.UserPool, operation: string, fn: lambda.IFunction): void {
  fn.addPermission(idOf(operation), {
    scope: userPool,
    principal: new iam.ServicePrincipal('cognito-idp.amazonaws.com'),
    sourceArn: userPool.userPoolArn,
  });
  nameAccount(userPool, operation);
}

/** The permission of the CDK's own pool names the pool, but not its account. */
export function nameAccount(userPool: cognito.UserPool, operation: string): void {
  const permission = userPool.node.tryFindChild(idOf(operation));
  if (permission instanceof lambda.CfnPermission) permission.sourceAccount = Stack.of(userPool).account;
}

/** Takes the permission back. Whether there was one. */
export function forbid(userPool: cognito.UserPool, operation: string): boolean {
  return userPool.node.tryRemoveChild(idOf(operation));
}

const idOf = (operation: string) => `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Cognito`;
