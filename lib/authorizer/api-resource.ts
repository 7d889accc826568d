import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import { branchesOf, targetsIn } from '../template/value';

/**
 * The resources of this app that an API is, under whatever construct it was given. None if another app creates it, and
 * several if a condition decides.
 */
export function resourcesOfApi(index: TemplateIndex, httpApi: apigwv2.IHttpApi): IndexedResource[] {
  const targets = branchesOf(index.valueOf(httpApi, httpApi.apiId)).flatMap(targetsIn);
  return targets.filter((each) => apigwv2.CfnApi.isCfnApi(each)).map((each) => index.resource(each));
}
