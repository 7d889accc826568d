import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Included } from '../../support/included';
import { newApp, warningsOf } from '../../support/synth';
import { setUp as setUpRoutes } from '../support';

const folder = mkdtempSync(join(tmpdir(), 'macros-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function setUp() {
  const made = setUpRoutes();
  made.authorizer.requireOnEveryRoute(made.httpApi);
  return made;
}
const isWarned = (stack: Stack) => warningsOf(stack).some((each) => each.includes('HttpApi.macro'));

it.each([
  ['Mine', true],
  ['AWS::Include', true],
  ['AWS::LanguageExtensions', false],
  ['AWS::Serverless-2016-10-31', false],
])('%s in the stack of the API: there is a warning (%s)', (name, expected) => {
  const { stack } = setUp();
  stack.addTransform(name);
  expect(isWarned(stack)).toBe(expected);
});

it.each([['Mine'], [['AWS::Serverless-2016-10-31', 'Mine']], [{ Name: 'Mine' }]])(
  'comes with an included template as well: %j',
  (transform) => {
    const { stack } = setUp();
    new Included(stack, 'I', { Transform: transform, Resources: {} });
    expect(isWarned(stack)).toBe(true);
  },
);

it('comes with a template that was included as constructs', () => {
  const { stack } = setUp();
  const templateFile = join(folder, 'a.json');
  writeFileSync(templateFile, JSON.stringify({ Transform: ['AWS::LanguageExtensions', 'Mine'], Resources: {} }));
  new CfnInclude(stack, 'I', { templateFile });
  expect(isWarned(stack)).toBe(true);
});

it('of the stack that has the API counts, whichever stack refers to it', () => {
  const app = newApp();
  const [apis, routes] = ['Apis', 'Routes'].map((id) => new Stack(app, id)) as [Stack, Stack];
  const { authorizer } = setUpRoutes({}, {}, routes);
  const { ref } = new apigwv2.CfnApi(apis, 'Api', { name: 'a', protocolType: 'HTTP' });
  authorizer.requireOnEveryRoute(apigwv2.HttpApi.fromHttpApiAttributes(routes, 'Theirs', { httpApiId: ref }));
  apis.addTransform('Mine');
  expect(isWarned(routes)).toBe(true);
});

it.each([true, false])('of a stack with a route of the API counts, and of another does not: %s', (hasRoute) => {
  const { stack, httpApi } = setUp();
  const other = new Stack(stack.node.root, 'Other');
  const apiId = hasRoute ? httpApi.apiId : 'abcdef1234';
  new apigwv2.CfnRoute(other, 'Route', { apiId, routeKey: 'GET /a', authorizationType: 'AWS_IAM' });
  other.addTransform('Mine');
  expect(isWarned(stack)).toBe(hasRoute);
});
