import { Problems } from '../../checks/problems';
import { warn } from '../../checks/warn';
import { targetsIn, textOf } from '../../template/value';
import { IndexedApi } from '../routes/indexed-api';

/** Quotas of HTTP APIs. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LIMITS = { authorizers: 10, routes: 300, integrations: 300 };

/** Checks the integrations that an API has at synthesis, however they were created. */
export function checkApiLimits({ integrations }: IndexedApi, problems: Problems): void {
  if (integrations.length <= LIMITS.integrations) return;
  problems.add({
    where: 'The number of integrations',
    given: String(integrations.length),
    outcome: `API Gateway accepts ${LIMITS.integrations} on an HTTP API, a limit that cannot be raised`,
    remedy: 'Add routes with addLambdaRoute, which has one for each function; or split the API',
  });
}

/** API Gateway raises these quotas on request, so exceeding them is not an error. */
export function warnOfApiLimits({ httpApi, authorizers, routes }: IndexedApi): void {
  if (authorizers.length > LIMITS.authorizers) {
    const names = authorizers.map((authorizer) => {
      const route = routes.find(({ authorizerId }) => targetsIn(authorizerId).includes(authorizer.cfnResource));
      const name = textOf(authorizer.value('Name')) ?? authorizer.path;
      return route ? `${name} for ${route.key}` : name;
    });
    warn(
      httpApi,
      'HttpApi.tooManyAuthorizers',
      `The API has ${authorizers.length} authorizers (${names.join(', ')}), and API Gateway accepts ${LIMITS.authorizers} unless it has raised the quota for the API: otherwise the deployment fails. ` +
        'One authorizer serves any number of routes: share it, or split the API.',
    );
  }
  if (routes.length <= LIMITS.routes) return;
  warn(
    httpApi,
    'HttpApi.tooManyRoutes',
    `The API has ${routes.length} routes, and API Gateway accepts ${LIMITS.routes} unless it has raised the quota for the account: otherwise the deployment fails.`,
  );
}
