import { Fn, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  HttpApiAccess,
  IUserAuthPool,
  PolicyEnforcement,
  TokenUse,
  UserAuthPool,
} from '../../lib';
import { hasSeveralPools, isPoolIssuer, nameOfIssuer, nameOfPool } from '../../lib/report/way-pools';
import { TemplateIndex } from '../../lib/template/template-index';
import { literal } from '../../lib/template/value';
import { setUp } from '../authorizer/support';

type Made = ReturnType<typeof setUp>;
const importedAs = (stack: Stack, id: string, userPoolId: string) =>
  UserAuthPool.fromUserAuthPoolAttributes(stack, id, { userPoolId, userPoolClientIds: ['abc'] });
const atRequest = ({ stack, httpApi, fn }: Made, userAuthPool: IUserAuthPool, path = '/a') =>
  new CognitoHttpApiAuthorizer(stack, `At${path.slice(1)}`, {
    userAuthPool,
    enforcement: PolicyEnforcement.atRequest(),
  }).addLambdaRoute(fn, { httpApi, path, accessPolicy: AccessPolicy.group('admins') });

it.each<[string, (made: Made) => void, boolean]>([
  ['one pool', () => {}, false],
  [
    'one pool that guards routes in two ways',
    (made) => {
      made.authorizer.addLambdaRoute(made.fn, { httpApi: made.httpApi, path: '/jwt' });
      atRequest(made, made.pool);
    },
    false,
  ],
  ['another pool that guards nothing', ({ stack }) => void new UserAuthPool(stack, 'Staff'), true],
  ['another pool of the CDK', ({ stack }) => void new cognito.UserPool(stack, 'Staff'), true],
  ['an import that guards a route', (made) => atRequest(made, importedAs(made.stack, 'I', 'eu-west-1_abc')), true],
  ['an import of that very pool', (made) => atRequest(made, importedAs(made.stack, 'I', made.pool.userPoolId)), false],
  ['an import that guards nothing', ({ stack }) => void importedAs(stack, 'I', 'eu-west-1_abc'), false],
  [
    'an authorizer for another pool',
    ({ httpApi, fn }) => {
      const authorizer = new HttpJwtAuthorizer('Jwt', 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc', {
        jwtAudience: ['x'],
      });
      httpApi.addRoutes({ path: '/jwt', integration: new HttpLambdaIntegration('I', fn), authorizer });
    },
    true,
  ],
  [
    'an authorizer for an issuer that is no pool',
    ({ httpApi, fn }) => {
      const authorizer = new HttpJwtAuthorizer('Jwt', 'https://example.com', { jwtAudience: ['x'] });
      httpApi.addRoutes({ path: '/jwt', integration: new HttpLambdaIntegration('I', fn), authorizer });
    },
    false,
  ],
])('an app with a pool and %s has several: %s', (_, change, expected) => {
  const made = setUp();
  change(made);
  expect(hasSeveralPools(new TemplateIndex(made.stack.node.root))).toBe(expected);
});

it.each<[string[], boolean]>([
  [[], false],
  [['eu-west-1_abc'], false],
  [['eu-west-1_abc', 'eu-west-1_abc'], false],
  [['eu-west-1_abc', 'eu-west-1_def'], true],
  [[Fn.importValue('A')], false],
  [[Fn.importValue('A'), Fn.importValue('A')], false],
  [[Fn.importValue('A'), Fn.importValue('B')], true],
])('an app without a pool of its own that accepts the imports %j has several: %s', (ids, expected) => {
  const made = setUp();
  made.stack.node.tryRemoveChild('Pool');
  made.stack.node.tryRemoveChild('Authorizer');
  ids.forEach((id, n) => atRequest(made, importedAs(made.stack, `I${n}`, id), `/p${n}`));
  expect(hasSeveralPools(new TemplateIndex(made.stack.node.root))).toBe(expected);
});

it('a pool has the path of its construct, and an imported one its ID, if that is known', () => {
  const { stack, pool } = setUp();
  const index = new TemplateIndex(stack.node.root);
  expect(nameOfPool(index, pool)).toBe('S/Pool');
  expect(nameOfPool(index, importedAs(stack, 'Same', pool.userPoolId))).toBe('S/Pool');
  expect(nameOfPool(index, importedAs(stack, 'Known', 'eu-west-1_abc'))).toBe('eu-west-1_abc');
  expect(nameOfPool(index, importedAs(stack, 'Later', Fn.importValue('A')))).toBe('S/Later');
  expect(nameOfIssuer(literal('https://example.com'))).toBe('https://example.com');
  const url = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc';
  expect([url, 'https://example.com'].map((each) => isPoolIssuer(literal(each)))).toEqual([true, false]);
});

it.each<[string, (pool: IUserAuthPool, other: IUserAuthPool) => [IUserAuthPool, PolicyEnforcement | undefined]]>([
  ['in the token', (pool) => [pool, undefined]],
  ['at the request', (pool) => [pool, PolicyEnforcement.atRequest()]],
  ['with ID tokens', (pool) => [pool, PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID })]],
  ['of several pools', (pool, other) => [pool, PolicyEnforcement.atRequest({ additionalUserAuthPools: [other] })]],
])('a swap of pools changes the rows: %s', (_, make) => {
  const rows = new Set<string>();
  for (const isSwapped of [false, true]) {
    const { stack, pool, httpApi, fn } = setUp();
    const staff = new UserAuthPool(stack, 'Staff');
    const other = new UserAuthPool(stack, 'Other');
    const [userAuthPool, enforcement] = make(isSwapped ? pool : staff, other);
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Swapped', { userAuthPool, enforcement });
    const methods = [apigwv2.HttpMethod.GET];
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods, accessPolicy: AccessPolicy.group('admins') });
    rows.add(HttpApiAccess.of(httpApi).rows[0]!.who);
  }
  expect(rows.size).toBe(2);
});
