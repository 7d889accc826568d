import { CfnResource, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { IndexedResource, TemplateIndex } from '../../template/template-index';
import { branchesOf, targetsIn } from '../../template/value';

/** The types of resources of which the `Ref` is the ID of an HTTP API. */
const API_TYPES = [apigwv2.CfnApi.CFN_RESOURCE_TYPE_NAME, 'AWS::Serverless::HttpApi'];

/** Whether a construct is the resource of an HTTP API. */
export const isApi = (construct: IConstruct): construct is CfnResource =>
  CfnResource.isCfnResource(construct) && API_TYPES.includes(construct.cfnResourceType);

/**
 * The resources of this app that an API is, under whatever construct it was given. None if another app creates it, and
 * several if a condition decides.
 */
export function resourcesOfApi(index: TemplateIndex, httpApi: apigwv2.IHttpApi): IndexedResource[] {
  const targets = branchesOf(index.valueOf(httpApi, httpApi.apiId)).flatMap(targetsIn);
  return targets.filter(isApi).map((each) => index.resource(each));
}

/** The stacks that have a part of an API: the API itself, a route, or an authorizer. */
export function stacksOfApi(index: TemplateIndex, httpApi: apigwv2.IHttpApi): ReadonlySet<Stack> {
  const parts = [apigwv2.CfnRoute, apigwv2.CfnAuthorizer].flatMap((type) =>
    index.ofApi(httpApi, type.CFN_RESOURCE_TYPE_NAME),
  );
  const resources = [...resourcesOfApi(index, httpApi), ...parts].map(({ cfnResource }) => cfnResource);
  return new Set([httpApi, ...resources].map((each) => Stack.of(each)));
}

/** The construct of this app that an import of its API stands for, known before synthesis; else the API itself. */
export function createdApiOf(httpApi: apigwv2.IHttpApi): apigwv2.IHttpApi {
  const { firstToken: token } = Tokenization.reverseString(httpApi.apiId);
  const scope = Reference.isReference(token) ? token.target.node.scope : undefined;
  return scope instanceof apigwv2.HttpApi ? scope : httpApi;
}
