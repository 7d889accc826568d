import { Stack } from 'aws-cdk-lib';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, it } from 'vitest';
import {
  ApiCaller,
  AttributeSchema,
  CognitoHttpApiAuthorizer,
  HttpApiAccess,
  PersonCallerOptions,
  PolicyEnforcement,
  UserAuthPool,
} from '../../lib';
import { setUp } from '../authorizer/support';
import { POLICIES } from '../support/policies';
import { messageOf } from '../support/synth';

const { group, anyOf, allOf, attribute, signedIn } = POLICIES;

/** An API with several routes, of which /x is the one that is asked about. */
function make() {
  const made = setUp();
  const { stack, pool, authorizer, httpApi, fn } = made;
  pool.addGroup('support');
  pool.addResourceServer('reports', { scopes: [{ scopeName: 'write' }] });
  const plan = attribute('custom:plan', 'pro');
  authorizer.addLambdaRoute(fn, { httpApi, path: '/x', accessPolicy: anyOf(group('admins'), allOf(plan, signedIn())) });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/y', accessPolicy: group('editors') });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/z', authorizationScopes: ['reports/read'] });
  const partners = new UserAuthPool(stack, 'Partners', { schema: [AttributeSchema.customString('region')] });
  partners.addGroup('partners');
  const enforcement = PolicyEnforcement.atRequest();
  const atRequest = new CognitoHttpApiAuthorizer(stack, 'AtRequest', { userAuthPool: partners, enforcement });
  atRequest.addLambdaRoute(fn, { httpApi, path: '/partners' });
  return { ...made, access: HttpApiAccess.of(httpApi) };
}
const { access, pool } = make();
const person = (options: PersonCallerOptions) => ApiCaller.person(options);

describe('a name that is nearly a known one', () => {
  it.each<[PersonCallerOptions, string, string, string]>([
    [{ groups: ['Admins'] }, 'group', 'Admins', 'admins'],
    [{ groups: ['admins '] }, 'group', 'admins ', 'admins'],
    [{ groups: ['admin'] }, 'group', 'admin', 'admins'],
    [{ groups: ['editor'] }, 'group', 'editor', 'editors'],
    [{ groups: ['Support'] }, 'group', 'Support', 'support'],
    [{ groups: ['partner'] }, 'group', 'partner', 'partners'],
    [{ attributes: { plan: 'pro' } }, 'attribute', 'plan', 'custom:plan'],
    [{ attributes: { 'custom:Plan': 'pro' } }, 'attribute', 'custom:Plan', 'custom:plan'],
    [{ attributes: { region: 'eu' } }, 'attribute', 'region', 'custom:region'],
    [{ attributes: { emailVerified: 'true' } }, 'attribute', 'emailVerified', 'email_verified'],
    [{ scopes: ['reports/raed'] }, 'scope', 'reports/raed', 'reports/read'],
    [{ scopes: ['Reports/write'] }, 'scope', 'Reports/write', 'reports/write'],
    [{ scopes: ['opnid'] }, 'scope', 'opnid', 'openid'],
  ])('is an error, whatever is asked: %j', (options, kind, given, meant) => {
    const message =
      `HttpApiAccess has 1 problem:\n  1. The ${kind} of the caller is "${given}": neither the routes of S/Api nor the ` +
      `pools behind them know that ${kind}, so the answer would be about a caller without it. Write "${meant}", or omit it.`;
    for (const ask of ['allows', 'assertAllows', 'assertDenies'] as const) {
      expect(messageOf(() => access[ask]('ANY /x', person(options)))).toBe(message);
    }
  });

  it('is told with all others', () => {
    const caller = person({ groups: ['Admins', 'Editors', 'guests'], attributes: { plan: 'pro' } });
    expect(messageOf(() => access.assertDenies('ANY /x', caller))).toMatch(/^HttpApiAccess has 3 problems:\n/);
  });

  it('is known from a policy of the pool on a route of the CDK', () => {
    const { pool: users, httpApi, fn } = setUp();
    users.addGroup('auditors');
    httpApi.addRoutes({
      path: '/cdk',
      integration: new HttpLambdaIntegration('I', fn),
      authorizer: new HttpUserPoolAuthorizer('Cdk', users.userPool, { userPoolClients: [users.client.userPoolClient] }),
      authorizationScopes: [users.scopeFor(group('admins'))],
    });
    const asked = HttpApiAccess.of(httpApi);
    for (const name of ['Admins', 'Auditors']) {
      expect(messageOf(() => asked.assertDenies('ANY /cdk', person({ groups: [name] })))).toContain(
        `Write "${name.toLowerCase()}"`,
      );
    }
  });
});

it.each<PersonCallerOptions>([
  { groups: ['guests'] },
  { groups: ['support', 'partners'] },
  { attributes: { name: 'Ana', 'custom:plan': 'free', 'custom:region': 'eu', 'custom:color': 'red' } },
  { scopes: ['openid', 'reports/write', 'other/read'] },
])('another name is that of somebody who is to be denied: %j', (options) => {
  expect(() => access.assertDenies('ANY /x', person(options))).not.toThrow();
});

it('a group that is created is not the one that resembles it', () => {
  const made = make();
  made.pool.addGroup('Admins');
  expect(made.access.allows('ANY /x', person({ groups: ['Admins'] }))).toBe(false);
});

it('standard attributes are known without a pool', () => {
  const { httpApi, fn } = setUp();
  httpApi.addRoutes({ path: '/open', integration: new HttpLambdaIntegration('I', fn) });
  const caller = person({ attributes: { emailVerified: 'true' } });
  expect(messageOf(() => HttpApiAccess.of(httpApi).allows('ANY /open', caller))).toContain('Write "email_verified"');
});

it('scopes that the client of a caller has are known', () => {
  const other = new UserAuthPool(Stack.of(pool), 'Other');
  const scope = other.addResourceServer('report', { scopes: [{ scopeName: 'read' }] }).scope('read');
  const caller = ApiCaller.machine(other.addMachineClient('Job', { scopes: [scope] }));
  expect(access.allows('ANY /z', caller)).toBe(false);
});

it('somebody without a token has no names', () => {
  expect(access.allows('ANY /x', ApiCaller.anonymous())).toBe(false);
});
