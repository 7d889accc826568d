import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { warn } from '../checks/warn';

interface Invocation {
  /** The ID of the warning. */
  readonly warning: string;
  /** The service that invokes the function. */
  readonly principal: string;
  /** The resource on whose behalf it invokes the function, in words. */
  readonly source: string;
}

/**
 * The permission to invoke a function that the CDK has just been asked for. It creates none for an imported function
 * that may be in another account; then this warns of it.
 */
export function findPermissionOrWarn(
  scope: IConstruct,
  id: string,
  fn: lambda.IFunction,
  { warning, principal, source }: Invocation,
): lambda.CfnPermission | undefined {
  const permission = scope.node.tryFindChild(id);
  if (permission instanceof lambda.CfnPermission) return permission;
  // `skipPermissions` of an imported function says that the permission exists.
  if ((fn as { _skipPermissions?: boolean })._skipPermissions) return undefined;
  warn(
    scope,
    warning,
    `This app cannot give ${principal} permission to invoke the imported function ${fn.node.path}, so each call would fail. ` +
      `Where the function is created, add a permission with the action lambda:InvokeFunction, the principal ${principal} and, as source ARN, ${source}; then import the function with skipPermissions: true. ` +
      'If the function is in the account of this stack, import it with sameEnvironment: true instead.',
  );
  return undefined;
}
