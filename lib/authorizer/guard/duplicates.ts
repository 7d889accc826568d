import { repeated } from '../../base/repeated';
import { Problems } from '../../checks/problems';
import { show } from '../../checks/values';
import { warn } from '../../checks/warn';
import { duplicatesOf } from '../../template/template-index';
import { showValue } from '../../template/value';
import { ApiRoute } from '../routes/api-route';
import { IndexedApi } from '../routes/indexed-api';
import { shapeOf } from '../routes/route-match';

/** Checks that an API has each route and each name of an authorizer once, however they were created. */
export function checkDuplicates({ authorizers, routes }: IndexedApi, problems: Problems): void {
  for (const authorizer of duplicatesOf(authorizers, 'Name')) {
    problems.add({
      where: `The name of ${authorizer.path}`,
      given: showValue(authorizer.value('Name')),
      outcome: 'another authorizer of the API has it, and API Gateway accepts each name once',
      remedy: 'Give one of them another name',
    });
  }
  for (const { item, first } of repeated(routes.filter(isCertain), ({ key }) => key)) {
    problems.add({
      where: `The route ${show(item.key)}`,
      given: `created twice, by ${first.constructPath} and ${item.constructPath}`,
      outcome: 'API Gateway accepts each route once, so the deployment fails midway',
      remedy: 'Remove one of the two',
    });
  }
}

/**
 * API Gateway documents no order between two routes that differ only in the names of their parameters. Whether it
 * rejects the second one or calls either of them, one is not what its author expects, nor is its authorizer.
 */
export function warnOfAmbiguousRoutes({ httpApi, routes }: IndexedApi): void {
  const certain = routes.filter((route) => route.hasKnownKey && isCertain(route));
  for (const { item, first } of repeated(certain, ({ key }) => shapeOf(key))) {
    // Two routes of one key are an error.
    if (item.key === first.key) continue;
    warn(
      httpApi,
      'HttpApi.ambiguousRoutes',
      `The routes ${first.key} and ${item.key} accept the same requests, and API Gateway does not document which one takes them: the authorizer of the other would have no effect. ` +
        'Keep one of them.',
    );
  }
}

/** Of routes under conditions, it may be that only one is ever deployed. */
const isCertain = ({ isConditional }: ApiRoute) => !isConditional;
