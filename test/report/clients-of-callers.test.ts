import { Fn } from 'aws-cdk-lib';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  ApiCaller,
  CognitoHttpApiAuthorizer,
  HttpApiAccess,
  PolicyEnforcement,
  UserAuthPool,
} from '../../lib';
import { setUp } from '../authorizer/support';
import { POLICIES } from '../support/policies';
import { messageOf } from '../support/synth';

const { group, anyOf, allOf, client } = POLICIES;

describe('a person whose client is not said', () => {
  const { authorizer, httpApi, pool: users, stack, fn } = setUp();
  const web = users.addClient('Web');
  const job = users.addMachineClient('Job', { scopes: [cognito.OAuthScope.custom('api/read')] });
  const foreign = new UserAuthPool(stack, 'Other').client;
  const add = (path: string, accessPolicy: AccessPolicy) =>
    authorizer.addLambdaRoute(fn, { httpApi, path, accessPolicy });
  add('/web', client(web));
  add('/web-staff', allOf(group('staff'), client(web)));
  add('/web-or-staff', anyOf(group('staff'), client(web)));
  add('/job', client(job));
  add('/foreign', anyOf(group('staff'), client(foreign)));
  const integration = new HttpLambdaIntegration('I', fn);
  const cdk = new HttpUserPoolAuthorizer('Cdk', users.userPool, { userPoolClients: [web.userPoolClient] });
  const authorizationScopes = [users.scopeFor(client(web))];
  httpApi.addRoutes({ path: '/cdk', integration, authorizer: cdk, authorizationScopes });
  const withUnknown = [...authorizationScopes, 'policy/group-admins-0123456789'];
  httpApi.addRoutes({ path: '/unknown', integration, authorizer: cdk, authorizationScopes: withUnknown });
  const access = HttpApiAccess.of(httpApi);
  const [nobody, staff] = [ApiCaller.person(), ApiCaller.person({ groups: ['staff'] })];

  it.each<[string, ApiCaller, string]>([
    ['/web', nobody, 'a person in no group is not known at synthesis: client S/Pool/Web of S/Pool.'],
    [
      '/web-or-staff',
      nobody,
      'a person in no group is not known at synthesis: (client S/Pool/Web or group staff) of S/Pool.',
    ],
    [
      '/web-staff',
      staff,
      'a person in the group staff is not known at synthesis: (client S/Pool/Web and group staff) of S/Pool.',
    ],
    ['/cdk', nobody, 'a person in no group is not known at synthesis: client S/Pool/Web of S/Pool.'],
  ])('is not answered for where policies distinguish clients: %s', (path, caller, expected) => {
    for (const ask of ['allows', 'assertAllows', 'assertDenies'] as const) {
      expect(messageOf(() => access[ask](`ANY ${path}`, caller))).toBe(
        `Whether ANY ${path} lets in ${expected} It depends on the app client that the person signed in through. Give it: ApiCaller.person({ client }).`,
      );
    }
    for (const [named, isAllowed] of [
      [web, true],
      [users.client, path === '/cdk' ? false : caller === staff && path === '/web-or-staff'],
    ] as const) {
      expect(access.allows(`ANY ${path}`, caller._through(named))).toBe(isAllowed);
    }
  });

  it.each<[string, ApiCaller, boolean]>([
    ['/web-staff', nobody, false],
    ['/web-or-staff', staff, true],
    // People have no tokens of a machine client.
    ['/job', nobody, false],
    // The authorizer does not accept the client.
    ['/foreign', nobody, false],
  ])('is answered for where clients make no difference: %s', (path, caller, expected) => {
    expect(access.allows(`ANY ${path}`, caller)).toBe(expected);
  });

  it('is not told to be given where that would not help', () => {
    expect(messageOf(() => access.assertDenies('ANY /unknown', nobody))).toMatch(
      / is not known at synthesis: [^.]+\.$/,
    );
  });

  it('is a question mark on the page', () => {
    expect(access.toHtml()).toMatch(
      /client S\/Pool\/Web of S\/Pool<.*<td class="mark"><\/td><td class="mark">\?<\/td>/,
    );
  });
});

describe('a person in one of several pools', () => {
  const { authorizer, httpApi, pool: customers, stack, fn } = setUp();
  const staff = new UserAuthPool(stack, 'Staff');
  const ofStaff = new CognitoHttpApiAuthorizer(stack, 'OfStaff', { userAuthPool: staff });
  const ofBoth = new CognitoHttpApiAuthorizer(stack, 'OfBoth', {
    userAuthPool: customers,
    enforcement: PolicyEnforcement.atRequest({ additionalUserAuthPools: [staff] }),
  });
  for (const [path, each] of Object.entries({ '/shop': authorizer, '/staff': ofStaff, '/both': ofBoth })) {
    each.addLambdaRoute(fn, { httpApi, path, accessPolicy: group('admins') });
  }
  const access = HttpApiAccess.of(httpApi);
  const groups = ['admins'];

  it.each(['/shop', '/staff'])('is to say which, where one pool alone gets in: %s', (path) => {
    for (const ask of ['allows', 'assertAllows', 'assertDenies'] as const) {
      expect(messageOf(() => access[ask](`ANY ${path}`, ApiCaller.person({ groups })))).toBe(
        `Whether ANY ${path} lets in a person in the group admins is not known at synthesis: group admins of S/${path === '/shop' ? 'Pool' : 'Staff'}. It depends on the app client that the person signed in through. Give it: ApiCaller.person({ client }).`,
      );
    }
    const isStaff = path === '/staff';
    expect(access.allows(`ANY ${path}`, ApiCaller.person({ groups, client: staff.client }))).toBe(isStaff);
    expect(access.allows(`ANY ${path}`, ApiCaller.person({ groups, client: customers.client }))).toBe(!isStaff);
  });

  it('need not where both get in, or neither', () => {
    expect(access.allows('ANY /both', ApiCaller.person({ groups }))).toBe(true);
    for (const path of ['/shop', '/staff', '/both'])
      expect(access.allows(`ANY ${path}`, ApiCaller.person())).toBe(false);
  });

  it('has a mark on the page wherever its own pool gets in', () => {
    expect(access.toHtml().match(/<td class="mark">✓<\/td>/g)).toHaveLength(3);
  });
});

describe('a client that is known only at deployment', () => {
  const { authorizer, httpApi, pool: users, stack, fn } = setUp();
  const web = users.addClient('Web');
  const imported = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Imported', Fn.importValue('Other'));
  authorizer.addLambdaRoute(fn, { httpApi, path: '/web', accessPolicy: client(web) });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/imported', accessPolicy: client(imported) });
  const access = HttpApiAccess.of(httpApi);

  it.each<[string, ApiCaller]>([
    ['/web', ApiCaller.person({ client: imported })],
    ['/web', ApiCaller.machine(imported)],
    ['/imported', ApiCaller.person({ client: web })],
  ])('may be the one that the caller has: %s', (path, caller) => {
    expect(messageOf(() => access.assertDenies(`ANY ${path}`, caller))).toMatch(
      /is not known at synthesis: client \S+\.$/,
    );
  });
});

describe('the scopes of a machine', () => {
  const { authorizer, httpApi, pool: users, stack, fn } = setUp();
  const job = users.addMachineClient('Job', { scopes: [cognito.OAuthScope.custom('api/read')] });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/read', authorizationScopes: ['api/read'] });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/write', authorizationScopes: ['api/write'] });
  const access = HttpApiAccess.of(httpApi);

  it('are those that the template has, even if they were changed after the question was made', () => {
    const machine = ApiCaller.machine(job);
    expect(access.allows('ANY /read', machine)).toBe(true);
    const resource = job.userPoolClient.node.defaultChild as cognito.CfnUserPoolClient;
    resource.addPropertyOverride('AllowedOAuthScopes', ['api/write']);
    expect(access.allows('ANY /read', machine)).toBe(false);
    expect(messageOf(() => access.assertDenies('ANY /write', machine))).toBe(
      'ANY /write lets in the machine S/Pool/Job with the scope api/write. It lets in: scope api/write.',
    );
  });

  it('are to be given for a client that is imported, whose scopes nobody knows', () => {
    const imported = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Imported', 'abc');
    const id = users.userPoolClientId;
    const own = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Own', id);
    for (const ask of ['allows', 'assertAllows', 'assertDenies'] as const) {
      expect(messageOf(() => access[ask]('ANY /read', ApiCaller.machine(own)))).toBe(
        'Whether ANY /read lets in the machine S/Own is not known at synthesis: scope api/read. ' +
          'It depends on the scopes of the token. Give them: ApiCaller.machine(client, { scopes }).',
      );
    }
    expect(access.allows('ANY /read', ApiCaller.machine(own, { scopes: ['api/read'] }))).toBe(true);
    expect(access.allows('ANY /read', ApiCaller.machine(own, { scopes: [] }))).toBe(false);
    const later = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Later', Fn.importValue('Id'));
    expect(messageOf(() => access.assertDenies('ANY /read', ApiCaller.machine(later)))).toBe(
      'Whether ANY /read lets in the machine S/Later is not known at synthesis: scope api/read.',
    );
    // The authorizer does not accept its tokens, whatever their scopes.
    expect(access.allows('ANY /read', ApiCaller.machine(imported))).toBe(false);
  });
});

it('does not answer for a client whose ID only the deployment knows', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: group('admins') });
  const imported = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Imported', Fn.importValue('Other'));
  const access = HttpApiAccess.of(httpApi);
  const caller = (groups: string[]) => ApiCaller.person({ client: imported, groups });
  expect(messageOf(() => access.allows('ANY /a', caller(['admins'])))).toContain('is not known at synthesis');
  expect(access.allows('ANY /a', caller([]))).toBe(false);
});
