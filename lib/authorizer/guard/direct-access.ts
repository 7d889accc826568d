import * as lambda from 'aws-cdk-lib/aws-lambda';
import { warn } from '../../checks/warn';
import { oncePerIndex } from '../../template/once-per-index';
import { IndexedResource } from '../../template/template-index';
import { branchesOf, textOf, Value } from '../../template/value';
import { API_GATEWAY } from '../resources/api-permission';
import { IndexedApi } from '../routes/indexed-api';
import { backendInWords, guardedBackends, namedBackend } from '../routes/route-backend';

/** What makes a permission one for certain callers. */
const LIMITS = ['SourceArn', 'SourceAccount', 'PrincipalOrgID', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl'];

/**
 * Warns of ways to a function behind a guarded route that no authorizer guards: a function URL that anyone can call; or
 * a permission for API Gateway as such, with which APIs of other accounts invoke it, since the function believes what
 * its event says about the caller.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
 */
export function warnOfDirectAccess({ index, httpApi, routes }: IndexedApi): void {
  const [urls, permissions] = [openUrls(index), permissionsForAnyApi(index)];
  if (urls.length + permissions.length === 0) return;
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
  for (const permission of permissions) {
    const fn = namedBackend(index, guarded, permission.value('FunctionName'));
    if (!fn) continue;
    warn(
      httpApi,
      'HttpApi.permissionWithoutSourceArn',
      `The permission ${permission.path} lets any API of any AWS account invoke ${backendInWords(fn)}, which is behind guarded routes: the event of such an API can name any caller that its owner chooses. ` +
        'Give the permission the ARN of the API as sourceArn, such as the one that arnForExecuteApi() of the API returns; or remove it, since routes add the permission that they need.',
    );
  }
}

const openUrls = oncePerIndex((index) =>
  index
    .ofType(lambda.CfnUrl.CFN_RESOURCE_TYPE_NAME)
    .filter((url) => may(url, 'AuthType', (type) => textOf(type) !== 'AWS_IAM')),
);

const permissionsForAnyApi = oncePerIndex((index) =>
  index.ofType(lambda.CfnPermission.CFN_RESOURCE_TYPE_NAME).filter(isForAnyApi),
);

const isForAnyApi = (permission: IndexedResource): boolean =>
  may(permission, 'Principal', (value) => [API_GATEWAY, '*'].includes(textOf(value) ?? '')) &&
  may(permission, 'Action', (value) => ['lambda:InvokeFunction', 'lambda:*', '*'].includes(textOf(value) ?? '')) &&
  LIMITS.every((property) => may(permission, property, ({ kind }) => kind === 'absent'));

/** Whether a property may be one of some values, in any branch of a condition. */
const may = (resource: IndexedResource, property: string, isOne: (value: Value) => boolean): boolean =>
  branchesOf(resource.value(property)).some(isOne);
