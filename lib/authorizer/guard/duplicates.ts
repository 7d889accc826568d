import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { repeated } from '../../base/repeated';
import { Problems } from '../../checks/problems';
import { show } from '../../checks/values';
import { duplicatesOf, TemplateIndex } from '../../template/template-index';
import { showValue } from '../../template/value';
import { ApiRoute } from '../routes/api-route';

/** Checks that an API has each route and each name of an authorizer once, however they were created. */
export function checkDuplicates(
  index: TemplateIndex,
  httpApi: apigwv2.IHttpApi,
  routes: readonly ApiRoute[],
  problems: Problems,
): void {
  const authorizers = index.ofApi(httpApi, apigwv2.CfnAuthorizer.CFN_RESOURCE_TYPE_NAME);
  for (const authorizer of duplicatesOf(authorizers, 'Name')) {
    problems.add({
      where: `The name of ${authorizer.path}`,
      given: showValue(authorizer.value('Name')),
      outcome: 'another authorizer of the API has it, and API Gateway accepts each name once',
      remedy: 'Give one of them another name',
    });
  }
  // Of routes under conditions, it may be that only one is ever deployed.
  const certain = routes.filter(({ isConditional }) => !isConditional);
  for (const { item, first } of repeated(certain, ({ key }) => key)) {
    problems.add({
      where: `The route ${show(item.key)}`,
      given: `created twice, by ${first.constructPath} and ${item.constructPath}`,
      outcome: 'API Gateway accepts each route once, so the deployment fails midway',
      remedy: 'Remove one of the two',
    });
  }
}
