import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { warn } from '../../checks/warn';
import { TemplateIndex } from '../../template/template-index';
import { branchesOf, textOf } from '../../template/value';
import { ApiRoute } from '../routes/api-route';
import { backendInWords, guardedBackends, namedBackend } from '../routes/route-backend';

/** A function behind a guarded route may have a URL of its own, which no authorizer guards. */
export function warnOfFunctionUrls(index: TemplateIndex, httpApi: apigwv2.IHttpApi, routes: readonly ApiRoute[]): void {
  const urls = index
    .ofType(lambda.CfnUrl.CFN_RESOURCE_TYPE_NAME)
    .filter((url) => branchesOf(url.value('AuthType')).some((type) => textOf(type) !== 'AWS_IAM'));
  if (urls.length === 0) return;
  const guarded = guardedBackends(index, routes);
  for (const url of urls) {
    const fn = namedBackend(index, guarded, url.value('TargetFunctionArn'));
    if (!fn) continue;
    warn(
      httpApi,
      'HttpApi.openFunctionUrl',
      `Anyone can call ${backendInWords(fn)}, which is behind guarded routes, by its function URL ${url.path}, which does not ask the authorizer. Give the URL FunctionUrlAuthType.AWS_IAM, or remove it.`,
    );
  }
}
