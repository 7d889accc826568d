import { Reference, Tokenization } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';

/** The construct of this app that an import of its API stands for, known before synthesis; else the API itself. */
export function createdApiOf(httpApi: apigwv2.IHttpApi): apigwv2.IHttpApi {
  const { firstToken: token } = Tokenization.reverseString(httpApi.apiId);
  const scope = Reference.isReference(token) ? token.target.node.scope : undefined;
  return scope instanceof apigwv2.HttpApi ? scope : httpApi;
}
