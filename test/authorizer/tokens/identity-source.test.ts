import { Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, UserAuthPool } from '../../../lib';
import {
  checkIdentitySources,
  checkTokenSource,
  DEFAULT_IDENTITY_SOURCE,
  warnOfQueryString,
} from '../../../lib/authorizer/tokens/identity-source';
import { Problems } from '../../../lib/checks/problems';
import { newStack, warningsOf } from '../../support/synth';

const messages = (sources: string[], ofTokens: boolean) => {
  const problems = new Problems(newStack('S'));
  (ofTokens ? checkTokenSource : checkIdentitySources)(problems, sources);
  return problems.messages();
};

describe('a token', () => {
  it.each(['$request.header.Authorization', '$request.header.x-id_token', '$request.querystring.token'])(
    'comes from %s',
    (source) => {
      expect(messages([source], true)).toEqual([]);
    },
  );

  it('comes from one place', () => {
    expect(messages(DEFAULT_IDENTITY_SOURCE, true)).toEqual([]);
    expect(messages([], true)).toEqual([
      "identitySource is a list of 0: API Gateway reads a token from one place. Give one, such as '$request.header.Authorization'.",
    ]);
    expect(messages(['$request.header.A', '$request.header.B'], true)).toHaveLength(1);
  });

  it.each([
    'Authorization',
    '$request.header.',
    '$request.body.token',
    '$request.path.id',
    '$context.routeKey',
    '$stageVariables.token',
    '$request.header.A, $request.header.B',
    '$request.header.A\n',
  ])('does not come from %j', (source) => {
    expect(messages([source], true)).toEqual([
      `identitySource is ${JSON.stringify(source)}: API Gateway accepts tokens from headers and query strings and rejects the authorizer. ` +
        "Write it as, for example, '$request.header.Authorization' or '$request.querystring.token'.",
    ]);
  });

  it('comes from where synth knows, since each place has an authorizer of its own', () => {
    const unknown = Lazy.string({ produce: () => '$request.header.A' });
    for (const sources of [[unknown], Lazy.list({ produce: () => [unknown] })]) {
      expect(messages(sources, true)).toEqual([
        "identitySource is known only at deployment: it decides which authorizers are created, and must be known at synthesis. Give a literal string, such as '$request.header.Authorization'.",
      ]);
    }
  });
});

describe('what a function judges', () => {
  it('comes from headers, query strings, the context and stage variables, several or none', () => {
    expect(
      messages(
        [
          '$request.header.Authorization',
          '$request.querystring.tenant',
          '$context.routeKey',
          '$context.http.sourceIp',
          '$stageVariables.stage',
        ],
        false,
      ),
    ).toEqual([]);
    expect(messages([], false)).toEqual([]);
    expect(messages([Lazy.string({ produce: () => 'x' })], false)).toEqual([]);
  });

  it('comes from nowhere else', () => {
    const [message] = messages(['$request.body', '$context.'], false);
    expect(message).toMatch(
      /^identitySource is "\$request\.body": API Gateway accepts headers, query strings, context and stage variables and rejects/,
    );
    expect(messages(['$request.body', '$context.'], false)).toHaveLength(2);
  });
});

it('a token in a query string is a warning, for it ends up in logs', () => {
  const warningsWith = (identitySource?: string[]) => {
    const stack = newStack('S');
    new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool: new UserAuthPool(stack, 'Pool'), identitySource });
    return warningsOf(stack).filter((warning) => !warning.includes('guardsNoRoute'));
  };
  expect(warningsWith(['$request.querystring.token'])).toEqual([
    JSON.stringify(
      'The token is read from the query string, so it ends up in the logs of proxies and functions and in the history of browsers, where others can use it until it expires. Read it from a header: omit identitySource. ' +
        '[ack: cdk-user-auth-pool:CognitoHttpApiAuthorizer.tokenInQueryString]',
    ),
  ]);
  expect(warningsWith(['$request.header.Authorization'])).toEqual([]);
  expect(warningsWith()).toEqual([]);
});

it('one of several sources that is a query string is enough for the warning', () => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool');
  warnOfQueryString(stack, ['$request.header.Authorization', '$request.querystring.token']);
  expect(warningsOf(stack)).toHaveLength(1);
});
