import { Token } from 'aws-cdk-lib';
import { Problems } from '../checks/problems';
import { IConstruct } from 'constructs';
import { isKnown, show } from '../checks/values';
import { warn } from '../checks/warn';

export const DEFAULT_IDENTITY_SOURCE = ['$request.header.Authorization'];

const REQUEST_SOURCE = /^\$request\.(header|querystring)\.[\w-]+$/;
const ANY_SOURCE = /^(\$request\.(header|querystring)\.[\w-]+|\$context\.[\w.]+|\$stageVariables\.\w+)$/;

/** Checks where API Gateway takes its input from. A token has exactly one source. */
export function checkIdentitySource(
  problems: Problems,
  sources: string[] | undefined,
  { ofTokens }: { ofTokens: boolean },
): void {
  if (ofTokens && [sources, ...(sources ?? [])].some((source) => Token.isUnresolved(source))) {
    problems.add({
      where: 'identitySource',
      given: 'known only at deployment',
      outcome: 'it decides which authorizers are created, and must be known at synthesis',
      remedy: "Give a literal string, such as '$request.header.Authorization'",
    });
    return;
  }
  if (!isKnown(sources)) return;
  if (ofTokens && sources.length !== 1) {
    problems.add({
      where: 'identitySource',
      given: `a list of ${sources.length}`,
      outcome: 'API Gateway reads a token from one place',
      remedy: "Give one, such as '$request.header.Authorization'",
    });
  }
  for (const source of sources) {
    if (!isKnown(source) || (ofTokens ? REQUEST_SOURCE : ANY_SOURCE).test(source)) continue;
    problems.add({
      where: 'identitySource',
      given: show(source),
      outcome: `API Gateway accepts ${ofTokens ? 'tokens from headers and query strings' : 'headers, query strings, context and stage variables'} and rejects the authorizer`,
      remedy: "Write it as, for example, '$request.header.Authorization' or '$request.querystring.token'",
    });
  }
}

/** URLs are kept where headers are not. */
export function warnOfQueryString(authorizer: IConstruct, sources: string[]): void {
  if (!sources.some((source) => source.startsWith('$request.querystring.'))) return;
  warn(
    authorizer,
    'CognitoHttpApiAuthorizer.tokenInQueryString',
    'The token is read from the query string, so it ends up in the logs of proxies and functions and in the history of browsers, where others can use it until it expires. ' +
      'Read it from a header: omit identitySource.',
  );
}
