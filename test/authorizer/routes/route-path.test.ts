import { Fn } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, it } from 'vitest';
import { checkRoutePath } from '../../../lib/authorizer/routes/route-path';
import { Problems } from '../../../lib/checks/problems';
import { refusalOf } from '../../support/policies';
import { messageOf, newStack, templateOf, warningsOf } from '../../support/synth';
import { setUp } from '../support';

const { GET } = apigwv2.HttpMethod;

/** The problems of a path. */
function problemsOf(path: string): string {
  const problems = new Problems(newStack('S'));
  checkRoutePath(problems, 'path', path);
  return problems.messages().join('\n');
}

describe('API Gateway accepts', () => {
  it.each([
    '/',
    '/a',
    '/a/{id}/b',
    '/{id}',
    '/{a}/{b}',
    '/{proxy+}',
    '/a/{proxy+}',
    '/a.b-c_d',
    '/v1:run',
    '/{a.b:c-d}',
  ])('%s', (path) => expect(problemsOf(path)).toBe(''));
});

describe('API Gateway rejects', () => {
  it.each(['', 'a', 'a/b', '/a/', '//', '$default'])(
    '%j, which does not start with a slash, or ends with one',
    (path) => {
      expect(problemsOf(path)).toContain(
        `path is ${JSON.stringify(path)}: API Gateway accepts only paths that start with a slash`,
      );
    },
  );

  it.each([
    ['/files/{id}.json', '{id}.json'],
    ['/x{id}', 'x{id}'],
    ['/{a}-{b}', '{a}-{b}'],
    ['/a/*', '*'],
    ['/@me', '@me'],
    ['/~x', '~x'],
    ['/größe', 'größe'],
    ['/a%20b', 'a%20b'],
    ['/a b', 'a b'],
    ['/a?x=1', 'a?x=1'],
    ['/a#b', 'a#b'],
    ['/a//b', ''],
    ['/{a,b}', '{a,b}'],
    ['/{}', '{}'],
    ['/{+}', '{+}'],
    ['/{id', '{id'],
    ['/id}', 'id}'],
    ['/{a/b}', '{a'],
    ['/{a?}', '{a?}'],
  ])('%s, because of one part', (path, part) => {
    expect(problemsOf(path)).toBe(
      `path is "${path}", with the part "${part}": API Gateway accepts letters, digits and any of . : _ - or one parameter between two slashes, and rejects the route. ` +
        'Make a parameter the whole part, for example "/files/{name}" or "/files/{proxy+}", and use no other signs.',
    );
  });

  it('a parameter that takes the rest of the path anywhere but at the end', () => {
    expect(problemsOf('/{rest+}/a')).toBe(
      'path is "/{rest+}/a": API Gateway accepts a parameter with a plus, which matches the rest of the path, only at the end. Remove the plus, or what comes after it.',
    );
  });
});

describe('the path is checked of a route', () => {
  it('of addLambdaRoute', () => {
    const { authorizer, httpApi, fn } = setUp();
    const add = () => authorizer.addLambdaRoute(fn, { httpApi, path: '/ok', paths: ['/a/*'] });
    expect(messageOf(add)).toMatch(/has 1 problem:\n {2}1\. paths is "\/a\/\*", with the part "\*": /);
  });

  it('of addRoutes, and of L1', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/ok' });
    httpApi.addRoutes({ path: '/{id}.json', integration: new HttpLambdaIntegration('I', fn), authorizer });
    new apigwv2.CfnRoute(stack, 'Route', { apiId: httpApi.apiId, routeKey: 'GET a' });
    const refusal = refusalOf(stack);
    expect(refusal).toMatch(/The path of the route S\/.* is "\/\{id\}\.json", with the part "\{id\}\.json": /);
    expect(refusal).toContain('The path of the route S/Route is "a": API Gateway accepts only paths that start');
  });

  it('unless only the deployment knows it, or it has none', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/ok' });
    const routeKey = Fn.sub('GET /${AWS::Region}*');
    new apigwv2.CfnRoute(stack, 'Route', { apiId: httpApi.apiId, routeKey });
    new apigwv2.CfnRoute(stack, 'CatchAll', { apiId: httpApi.apiId, routeKey: '$default' });
    expect(() => templateOf(stack)).not.toThrow();
  });
});

it('a colon as other frameworks write it is a warning, for all routes at once', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, paths: ['/posts/:id', '/users/:id/{x}', '/v1:run'], methods: [GET] });
  expect(warningsOf(stack)).toEqual([
    expect.stringMatching(
      /Write parameters in braces, such as .*, in GET \/posts\/:id, GET \/users\/:id\/\{x\}\. .*HttpApi\.colonInPath/,
    ),
  ]);
});
