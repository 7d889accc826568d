import { IConstruct } from 'constructs';
import { warn } from '../checks/warn';
import { ApiRoute } from './api-route';

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
  const seen = new Map<string, ApiRoute>();
  for (const route of routes.filter(({ hasKnownKey, isConditional }) => hasKnownKey && !isConditional)) {
    const shape = shapeOf(route.key);
    const other = seen.get(shape);
    seen.set(shape, route);
    // Two routes of one key are an error.
    if (!other || other.key === route.key) continue;
    warn(
      httpApi,
      'HttpApi.ambiguousRoutes',
      `The routes ${other.key} and ${route.key} accept the same requests, and API Gateway does not document which one takes them: the authorizer of the other would have no effect. ` +
        'Keep one of them.',
    );
  }
}
