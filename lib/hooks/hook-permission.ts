import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { findPermissionOrWarn } from '../grants/invoke-permission';
import { Original } from '../template/original';

const PRINCIPAL = 'cognito-idp.amazonaws.com';

/** A pool with hooks. */
export interface HookedPool {
  readonly userPool: cognito.UserPool;
  readonly cfnUserPool: cognito.CfnUserPool;
}

/**
 * Grants a pool, and no other caller, permission to invoke a function, under the same ID as the CDK's own pool does.
 *
 * @param hook the name of the hook in CloudFormation, such as `PreSignUp`
 * @returns the permission as it was created, to be checked when the app is complete
 */
export function allowPool(pool: HookedPool, hook: string, fn: lambda.IFunction): Original | undefined {
  fn.addPermission(idOf(hook), {
    scope: pool.userPool,
    principal: new iam.ServicePrincipal(PRINCIPAL),
    sourceArn: pool.userPool.userPoolArn,
  });
  return restrictToAccount(pool, hook, fn);
}

/** Adds the account to the permission: the CDK's own pool restricts it to the pool only. Returns the same. */
export function restrictToAccount(
  { userPool, cfnUserPool }: HookedPool,
  hook: string,
  fn: lambda.IFunction,
): Original | undefined {
  const permission = findPermissionOrWarn(userPool, idOf(hook), fn, {
    warning: 'UserAuthPool.hookWithoutPermission',
    principal: PRINCIPAL,
    source: 'the ARN of the user pool',
  });
  if (!permission) return undefined;
  permission.sourceAccount = Stack.of(userPool).account;
  return new Original(permission, { neededBy: cfnUserPool });
}

/** Removes the permission, if there is one. */
export function disallowPool({ userPool }: HookedPool, hook: string): void {
  userPool.node.tryRemoveChild(idOf(hook));
}

const idOf = (hook: string) => `${hook}Cognito`;
