import * as lambda from 'aws-cdk-lib/aws-lambda';

/** The function itself, of which a version or an alias is given. */
export function underlying(fn: lambda.IFunction): lambda.IFunction {
  return fn instanceof lambda.Alias || fn instanceof lambda.Version ? underlying(fn.lambda) : fn;
}
