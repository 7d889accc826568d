import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { warnAt } from '../checks/warn';
import { TemplateIndex } from '../template/template-index';
import { underlying } from '../template/underlying-function';
import { branchesOf, targetsIn, textOf } from '../template/value';

/** A function behind a route may have a URL of its own, which no authorizer guards. */
export function warnOfFunctionUrls(
  index: TemplateIndex,
  httpApi: apigwv2.IHttpApi,
  functions: readonly lambda.IFunction[],
): void {
  const urls = index
    .ofType(lambda.CfnUrl.CFN_RESOURCE_TYPE_NAME)
    .filter((url) => branchesOf(url.value('AuthType')).some((type) => textOf(type) !== 'AWS_IAM'))
    .map((url) => ({ path: url.path, targets: targetsIn(url.value('TargetFunctionArn')) }));
  if (urls.length === 0) return;
  for (const fn of new Set(functions.map(underlying))) {
    const behind = targetsIn(index.valueOf(httpApi, fn.functionArn));
    const url = urls.find(({ targets }) => targets.some((target) => behind.includes(target)));
    if (!url) continue;
    warnAt(
      httpApi,
      'HttpApi.openFunctionUrl',
      `Anyone can call ${fn.node.path}, which is behind guarded routes, by its function URL ${url.path}, which does not ask the authorizer. Give the URL FunctionUrlAuthType.AWS_IAM, or remove it.`,
    );
  }
}
