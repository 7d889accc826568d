import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { warn } from '../checks/warn';
import { TemplateIndex } from '../template/template-index';
import { resourcesOfApi } from './api-resource';

/** The transforms of AWS that add no routes, or whose routes are looked at. */
const AWS_TRANSFORMS = [
  'AWS::Serverless-2016-10-31',
  'AWS::LanguageExtensions',
  'AWS::CodeDeployBlueGreen',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
];

/** A macro may change the template that it gets in any way. */
export function warnOfMacros(index: TemplateIndex, httpApi: apigwv2.IHttpApi): void {
  const parts = [apigwv2.CfnRoute, apigwv2.CfnAuthorizer].flatMap((type) =>
    index.ofApi(httpApi, type.CFN_RESOURCE_TYPE_NAME),
  );
  const resources = [...resourcesOfApi(index, httpApi), ...parts].map(({ cfnResource }) => cfnResource);
  const stacks = new Set([httpApi, ...resources].map((each) => Stack.of(each)));
  const macro = [...stacks]
    .flatMap((stack) => index.transformsOf(stack))
    .find((name) => !AWS_TRANSFORMS.includes(name));
  if (macro === undefined) return;
  warn(
    httpApi,
    'HttpApi.macro',
    `The macro ${macro} gets a template with a part of the API at the deployment, and may add open routes or open those that there are, which requireOnEveryRoute does not see. Make sure that it does not; then acknowledge this warning.`,
  );
}
