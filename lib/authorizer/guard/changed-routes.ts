import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Problems } from '../../checks/problems';
import { show } from '../../checks/values';
import { TemplateIndex } from '../../template/template-index';
import { branchesOf, isSame, showValue, textOf, Value } from '../../template/value';
import { ApiRoute, scopesIn } from '../routes/api-route';

/**
 * Checks that the template says what an authorizer requires. An override, an Aspect, or default scopes of the API,
 * which the CDK adds, may have changed it. Every branch of a condition must hold, and what only the deployment knows
 * does not hold.
 */
export function checkRequirement(index: TemplateIndex, route: ApiRoute, problems: Problems): void {
  if (!route.requirement) return;
  const { authorizationType, authorizer, scopes } = route.requirement;
  const isResource = (id: Value) => id.kind === 'reference' && id.target === authorizer.node.defaultChild;
  const apis = branchesOf(index.resource(authorizer.node.defaultChild as apigwv2.CfnAuthorizer).value('ApiId'));
  const properties: [string, Value, (value: Value) => boolean][] = [
    ['apiId', route.apiId, (id) => apis.some((each) => isSame(each, id))],
    ['authorizationType', route.authorizationType, (type) => textOf(type) === authorizationType],
    ['authorizerId', route.authorizerId, isResource],
  ];
  for (const [property, value, isRequired] of properties) {
    if (branchesOf(value).every(isRequired)) continue;
    problems.add({
      where: `${property} of the route ${show(route.key)}`,
      given: `${showValue(value)}, not that of ${authorizer.node.path}`,
      outcome: 'the authorizer given to the route would not guard it',
      remedy: 'Remove the override or Aspect that changes it',
    });
  }
  if (scopes) checkScopes(index, route, scopes, problems);
}

/**
 * API Gateway accepts a token that has one of a route's scopes, so an additional scope would open what a policy closes.
 * Removing the last one would do so too.
 */
function checkScopes(index: TemplateIndex, route: ApiRoute, scopes: string[], problems: Problems): void {
  const { cfnRoute, key, authorizationScopes, authorizationType } = route;
  const where = `authorizationScopes of the route ${show(key)}`;
  const required = index.valueOf(cfnRoute, scopes);
  if (isSame(authorizationScopes, required)) return;
  const accepted = required.kind === 'branches' ? [] : scopesIn(required);
  const branches = branchesOf(authorizationScopes).map(scopesIn);
  const added = branches.flat().filter((scope) => !accepted.some((each) => isSame(each, scope)));
  const areRequired = `${showValue(required)} ${scopes.length > 1 ? 'are' : 'is'} required`;
  if (added.length > 0) {
    problems.add({
      where,
      given: `a list with ${added.map(showValue).join(', ')}${scopes.length > 0 ? `, where ${areRequired}` : ''}`,
      outcome:
        textOf(authorizationType) === 'JWT'
          ? 'a token with one of them would pass without what is required, because one scope is enough'
          : 'API Gateway accepts scopes only if it verifies the tokens itself, and rejects the route',
      remedy:
        'Omit them, or remove the override or Aspect that adds them; if they are defaults of the API, give the route authorizationScopes: []',
    });
  }
  if (scopes.length > 0 && branches.some((each) => each.length === 0)) {
    problems.add({
      where,
      given: `empty, where ${areRequired}`,
      outcome: 'any token of the pool would pass',
      remedy: 'Remove the override or Aspect that removes them',
    });
  }
}
