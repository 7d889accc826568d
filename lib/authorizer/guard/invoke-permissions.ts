import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { warn } from '../../checks/warn';
import { oncePerIndex } from '../../template/once-per-index';
import { IndexedResource, TemplateIndex } from '../../template/template-index';
import { branchesOf, textOf, Value } from '../../template/value';
import { API_GATEWAY } from '../resources/api-permission';
import { ApiRoute } from '../routes/api-route';
import { backendInWords, guardedBackends, namedBackend } from '../routes/route-backend';

/** What makes a permission one for certain callers. */
const LIMITS = ['SourceArn', 'SourceAccount', 'PrincipalOrgID', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl'];

/**
 * A function behind a guarded route believes what its event says about the caller, and a permission for API Gateway as
 * such lets APIs of other accounts invoke it.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
 */
export function warnOfInvokePermissions(index: TemplateIndex, httpApi: apigwv2.IHttpApi, routes: ApiRoute[]): void {
  const permissions = permissionsForAnyApi(index);
  if (permissions.length === 0) return;
  const guarded = guardedBackends(index, routes);
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

const permissionsForAnyApi = oncePerIndex((index) =>
  index.ofType(lambda.CfnPermission.CFN_RESOURCE_TYPE_NAME).filter(isForAnyApi),
);

function isForAnyApi(permission: IndexedResource): boolean {
  const may = (property: string, isWide: (value: Value) => boolean) =>
    branchesOf(permission.value(property)).some(isWide);
  return (
    may('Principal', (value) => [API_GATEWAY, '*'].includes(textOf(value) ?? '')) &&
    may('Action', (value) => ['lambda:InvokeFunction', 'lambda:*', '*'].includes(textOf(value) ?? '')) &&
    LIMITS.every((property) => may(property, ({ kind }) => kind === 'absent'))
  );
}
