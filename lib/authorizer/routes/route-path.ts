import { Problems } from '../../checks/problems';
import { show } from '../../checks/values';
import { warn } from '../../checks/warn';
import { ApiRoute } from './api-route';
import { IndexedApi } from './indexed-api';

/** What API Gateway accepts between two slashes: literal text, or a parameter. */
const PART = /^([\w.:-]+|\{[\w.:-]+\+?\})$/;

/** Checks the path of a route, which API Gateway rejects at deployment if any part of it is malformed. */
export function checkRoutePath(problems: Problems, where: string, path: string): void {
  if (path === '/') return;
  const parts = path.slice(1).split('/');
  const invalid = parts.find((part) => !PART.test(part));
  if (!path.startsWith('/') || path.endsWith('/')) {
    problems.add({
      where,
      given: show(path),
      outcome: 'API Gateway accepts only paths that start with a slash and do not end with one',
      remedy: 'Write it as, for example, "/posts/{id}", or "/" for the root',
    });
  } else if (invalid !== undefined) {
    problems.add({
      where,
      given: `${show(path)}, with the part ${show(invalid)}`,
      outcome:
        'API Gateway accepts letters, digits and any of . : _ - or one parameter between two slashes, and rejects the route',
      remedy:
        'Make a parameter the whole part, for example "/files/{name}" or "/files/{proxy+}", and use no other signs',
    });
  } else if (parts.slice(0, -1).some((part) => part.endsWith('+}'))) {
    problems.add({
      where,
      given: show(path),
      outcome: 'API Gateway accepts a parameter with a plus, which matches the rest of the path, only at the end',
      remedy: 'Remove the plus, or what comes after it',
    });
  }
}

/** Checks the paths of routes in a template, as far as they are known, however the routes were created. */
export function checkPathsOfRoutes(routes: readonly ApiRoute[], problems: Problems): void {
  for (const { urlPath, constructPath } of routes) {
    if (urlPath !== undefined) checkRoutePath(problems, `The path of the route ${constructPath}`, urlPath);
  }
}

/** Other frameworks write parameters with a colon, which API Gateway takes literally. */
export function warnOfColons({ httpApi, routes }: IndexedApi): void {
  const keys = routes.filter(({ urlPath }) => urlPath?.includes('/:')).map(({ key }) => key);
  if (keys.length === 0) return;
  warn(
    httpApi,
    'HttpApi.colonInPath',
    `API Gateway takes a colon in a path literally, so no request for "/posts/1" matches a route "/posts/:id". Write parameters in braces, such as "/posts/{id}", in ${keys.sort().join(', ')}.`,
  );
}
