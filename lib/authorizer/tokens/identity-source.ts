import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Problems } from '../../checks/problems';
import { checkCount, checkPattern, isKnown } from '../../checks/values';
import { warn } from '../../checks/warn';

export const DEFAULT_IDENTITY_SOURCE = ['$request.header.Authorization'];

const TOKEN_SOURCE = /^\$request\.(header|querystring)\.[\w-]+$/;
const ANY_SOURCE = /^(\$request\.(header|querystring)\.[\w-]+|\$context\.[\w.]+|\$stageVariables\.\w+)$/;

/** Checks where a token is read from: one place, known at synthesis. */
export function checkTokenSource(problems: Problems, sources: readonly string[]): void {
  if ([sources, ...sources].some((source) => Token.isUnresolved(source))) {
    problems.add({
      where: 'identitySource',
      given: 'known only at deployment',
      outcome: 'it decides which authorizers are created, and must be known at synthesis',
      remedy: "Give a literal string, such as '$request.header.Authorization'",
    });
    return;
  }
  checkCount(problems, 'identitySource', sources, [1, 1], {
    outcome: 'API Gateway reads a token from one place',
    remedy: "Give one, such as '$request.header.Authorization'",
  });
  checkSources(problems, sources, TOKEN_SOURCE, 'tokens from headers and query strings');
}

/** Checks what of a request a function decides by. */
export function checkIdentitySources(problems: Problems, sources: readonly string[]): void {
  if (!isKnown(sources)) return;
  checkSources(problems, sources, ANY_SOURCE, 'headers, query strings, context and stage variables');
}

function checkSources(problems: Problems, sources: readonly string[], pattern: RegExp, accepted: string): void {
  for (const source of sources) {
    checkPattern(problems, 'identitySource', source, pattern, {
      outcome: `API Gateway accepts ${accepted} and rejects the authorizer`,
      remedy: "Write it as, for example, '$request.header.Authorization' or '$request.querystring.token'",
    });
  }
}

/** Warns of tokens in URLs, which are kept where headers are not. */
export function warnOfQueryString(authorizer: IConstruct, sources: string[]): void {
  if (!sources.some((source) => source.startsWith('$request.querystring.'))) return;
  warn(
    authorizer,
    'CognitoHttpApiAuthorizer.tokenInQueryString',
    'The token is read from the query string, so it ends up in the logs of proxies and functions and in the history of browsers, where others can use it until it expires. ' +
      'Read it from a header: omit identitySource.',
  );
}
