import { IConstruct } from 'constructs';
import { repeated } from '../../base/repeated';
import { warn } from '../../checks/warn';
import { ApiRoute } from '../routes/api-route';

/**
 * What a route accepts, without the names of its parameters, which make no difference: `GET /posts/{}` or, for the rest
 * of a path, `GET /{+}`.
 */
export const shapeOf = (key: string) => key.replace(/\{[^{}+]+/g, '{');

/**
 * API Gateway documents no order between two routes that differ only in the names of their parameters. Whether it
 * rejects the second one or calls either of them, one is not what its author expects, nor is its authorizer.
 */
export function warnOfAmbiguousRoutes(httpApi: IConstruct, routes: ApiRoute[]): void {
  const certain = routes.filter(({ hasKnownKey, isConditional }) => hasKnownKey && !isConditional);
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
