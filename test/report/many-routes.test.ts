/* As many routes as API Gateway takes, of every kind, in stacks of every kind: the table is right in each row. */
import { NestedStack, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, HttpApiAccess, HttpApiAccessRow, PolicyEnforcement } from '../../lib';
import { ROUTE, setUp } from '../authorizer/support';
import { POLICIES } from '../support/policies';
import { newFunction } from '../support/synth';

const OF_EACH = 30;
const GROUPS = ['admins', 'editors', 'auditors'];

/** A kind of route: what it is called, what its row says, and what makes one that lets in a group, if it does. */
type Kind = [name: string, row: Pick<HttpApiAccessRow, 'who' | 'enforcement' | 'target'>, add: Add];
type Add = (path: string, group: string) => unknown;

/** An API of three stacks and a nested one, and the kinds of routes that can be added to it. */
function make() {
  const { stack, pool, authorizer, httpApi, fn } = setUp();
  const { apiId } = httpApi;
  const { root } = stack.node;
  const [orders, reports] = [new Stack(root, 'Orders'), new Stack(root, 'Reports')];
  const nested = new NestedStack(orders, 'Nested');
  const imported = apigwv2.HttpApi.fromHttpApiAttributes(reports, 'Imported', { httpApiId: apiId });

  /** Routes of an authorizer and to a function that are in a stack. */
  const inStack = (
    scope: Stack,
    { api = httpApi, enforcement }: { api?: apigwv2.IHttpApi; enforcement?: PolicyEnforcement } = {},
  ): Add => {
    const by = new CognitoHttpApiAuthorizer(scope, 'By', { userAuthPool: pool, enforcement });
    const behind = newFunction(scope, 'Behind');
    return (path, group) => by.addLambdaRoute(behind, { httpApi: api, path, accessPolicy: POLICIES.group(group) });
  };
  const required: Add = (path, group) =>
    httpApi.addRoutes({
      path,
      integration: new HttpLambdaIntegration('Integration', fn),
      authorizer: authorizer.require(POLICIES.group(group)),
    });

  const { ref: integration } = new apigwv2.CfnIntegration(reports, 'ToFunction', {
    apiId,
    integrationType: 'AWS_PROXY',
    integrationUri: fn.functionArn,
  });
  const { authorizerId } = authorizer.authorizerOf(httpApi);
  const l1 =
    (scope: Stack, props: Partial<apigwv2.CfnRouteProps>): Add =>
    (path) => {
      const target = `integrations/${integration}`;
      return new apigwv2.CfnRoute(scope, `Route${path}`, { apiId, routeKey: `ANY ${path}`, target, ...props });
    };

  const Resources: Record<string, object> = {};
  const included: Add = (path) => {
    const Properties = {
      ApiId: { Ref: 'ApiId' },
      RouteKey: `ANY ${path}`,
      AuthorizationType: 'AWS_IAM',
      Target: 'integrations/abc',
    };
    Resources[path.replaceAll('/', '')] = { Type: ROUTE, Properties };
  };
  const include = () => {
    const folder = mkdtempSync(join(tmpdir(), 'included-'));
    const templateFile = join(folder, 'template.json');
    writeFileSync(templateFile, JSON.stringify({ Parameters: { ApiId: { Type: 'String' } }, Resources }));
    new CfnInclude(orders, 'Included', { templateFile, parameters: { ApiId: apiId } });
    rmSync(folder, { recursive: true });
  };

  const byPolicy = (target: string, enforcement = 'in the token') => ({ who: 'group GROUP', enforcement, target });
  const byIam = { who: 'IAM', enforcement: 'by IAM' };
  const byScope = { authorizationType: 'JWT', authorizerId, authorizationScopes: ['reports/read'] };
  const enforcement = PolicyEnforcement.atRequest();
  const kinds: Kind[] = [
    ['stack', byPolicy('Orders/Behind'), inStack(orders)],
    ['nested', byPolicy('Orders/Nested/Behind'), inStack(nested)],
    ['request', byPolicy('S/Behind', 'at the request'), inStack(stack, { enforcement })],
    ['imported', byPolicy('Reports/Behind'), inStack(reports, { api: imported })],
    ['required', byPolicy('S/Function'), required],
    [
      'any',
      { who: 'any token of S/Pool, machines included', enforcement: 'by API Gateway', target: 'S/Function' },
      (path) => authorizer.addLambdaRoute(fn, { httpApi, path }),
    ],
    ['scope', { who: 'scope reports/read', enforcement: 'by API Gateway', target: 'S/Function' }, l1(reports, byScope)],
    ['iam', { ...byIam, target: 'S/Function' }, l1(nested, { authorizationType: 'AWS_IAM' })],
    ['open', { who: 'anyone', enforcement: 'nowhere', target: 'S/Function' }, l1(reports, {})],
    ['included', { ...byIam, target: '"integrations/abc"' }, included],
  ];
  return { kinds, include, access: HttpApiAccess.of(httpApi) };
}

it('are in the table, each as it is', () => {
  const { kinds, include, access } = make();
  const expected = kinds.flatMap(([name, { who, enforcement, target }, add]) =>
    Array.from({ length: OF_EACH }, (_, index) => {
      const [path, group] = [`/${name}/${index}`, GROUPS[index % GROUPS.length]!];
      add(path, group);
      const isPublic = who === 'anyone';
      return { route: `ANY ${path}`, who: who.replace('GROUP', group), enforcement, target, isPublic };
    }),
  );
  include();
  const { rows } = access;
  const byRoute = (all: { readonly route: string }[]) => new Map(all.map((each) => [each.route, each]));
  expect(rows).toHaveLength(300);
  expect(new Set(rows.map(({ constructPath }) => constructPath)).size).toBe(300);
  expect(byRoute(rows.map(({ constructPath: _, ...row }) => row))).toEqual(byRoute(expected));
});
