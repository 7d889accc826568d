import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { warn } from '../checks/warn';
import { TemplateIndex } from '../template/template-index';
import { branchesOf, textOf } from '../template/value';
import { ApiRoute } from './api-route';
import { backendInWords, backendsOf, functionsIn, isSameFunction } from './route-backend';

/** A function behind a guarded route may have a URL of its own, which no authorizer guards. */
export function warnOfFunctionUrls(index: TemplateIndex, httpApi: apigwv2.IHttpApi, routes: readonly ApiRoute[]): void {
  const urls = index
    .ofType(lambda.CfnUrl.CFN_RESOURCE_TYPE_NAME)
    .filter((url) => branchesOf(url.value('AuthType')).some((type) => textOf(type) !== 'AWS_IAM'));
  if (urls.length === 0) return;
  const guarded = routes.filter(({ isOpen }) => !isOpen).flatMap((route) => backendsOf(index, route));
  for (const url of urls) {
    const named = functionsIn(index, url.value('TargetFunctionArn'));
    const fn = guarded.find((each) => named.some((other) => isSameFunction(each, other)));
    if (!fn) continue;
    warn(
      httpApi,
      'HttpApi.openFunctionUrl',
      `Anyone can call ${backendInWords(fn)}, which is behind guarded routes, by its function URL ${url.path}, which does not ask the authorizer. Give the URL FunctionUrlAuthType.AWS_IAM, or remove it.`,
    );
  }
}
