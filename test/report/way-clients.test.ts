import { Fn } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiCaller, HttpApiAccess, UserAuthPool } from '../../lib';
import { Requirement } from '../../lib/authorizer/routes/requirement';
import { WayClients } from '../../lib/report/way-clients';
import { TemplateIndex } from '../../lib/template/template-index';
import { literal } from '../../lib/template/value';
import { setUp } from '../authorizer/support';
import { POLICIES } from '../support/policies';

const { client, group, anyGroup, anyOf } = POLICIES;

const { stack, pool, authorizer, httpApi } = setUp();
const web = pool.addClient('Web');
const job = pool.addMachineClient('Job', { scopes: [cognito.OAuthScope.custom('api/read')] });
const foreign = new UserAuthPool(stack, 'Other').client;
const later = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Later', Fn.importValue('Id'));
const requirement: Requirement = {
  authorizationType: 'JWT',
  authorizer: authorizer.authorizerOf(httpApi),
  pools: [pool],
};
const index = () => new TemplateIndex(stack.node.root);
const byPolicy = () => {
  const policy = anyOf(group('staff'), ...[web, job, foreign, later].map((each) => client(each)));
  return new WayClients(index(), { kind: 'policy', policy, requirement });
};
const byToken = (isOfPool: boolean, clients?: string[]) => {
  const way = { kind: 'token', scopes: [], hasUnknownScope: false, issuer: 'x', isOfPool } as const;
  return new WayClients(index(), { ...way, clients: clients?.map(literal) });
};

describe('a way accepts', () => {
  it.each([
    ['a client of its pool', web, true],
    ['the client of another pool', foreign, false],
    ['a client that only the deployment knows', later, undefined],
    ['some client', undefined, true],
  ])('%s: %s', (_, asked, expected) => {
    expect(byPolicy().accepts(asked)).toBe(expected);
  });

  const imported = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Imported', 'abc');

  it.each<[string, WayClients, boolean | undefined]>([
    ['in its audience', byToken(true, ['abc']), true],
    ['not in its audience', byToken(true, ['def']), false],
    ['of an audience that is not known', byToken(true), undefined],
    ['of an issuer that is no pool', byToken(false, ['abc']), undefined],
  ])('a client %s', (_, clients, expected) => {
    expect(clients.accepts(imported)).toBe(expected);
  });
});

it.each([
  // No person has a token of a machine client, and the authorizer accepts none of another pool.
  ['a person without a client', ApiCaller.person(), [web, later]],
  ['a person with a client', ApiCaller.person({ client: web }), [later]],
  ['a person with a client that only the deployment knows', ApiCaller.person({ client: later }), [web, foreign, later]],
  ['a machine that only the deployment knows', ApiCaller.machine(later), [web, job, foreign, later]],
])('the caller may have used some of the clients that policies name: %s', (_, caller, expected) => {
  expect(byPolicy().possibleFor(caller)).toEqual(expected);
});

describe('the page', () => {
  afterEach(() => void vi.restoreAllMocks());

  /** How often the page of an API asks for values, and for the clients of the pool. */
  const asksOf = ({ routes, groups }: { routes: number; groups: number }) => {
    const made = setUp();
    const clients = ['A', 'B', 'C'].map((id) => client(made.pool.addClient(id)));
    const accessPolicy = anyOf(anyGroup(...Array.from({ length: groups }, (_, n) => `g${n}`)), ...clients);
    for (let n = 0; n < routes; n++)
      made.authorizer.addLambdaRoute(made.fn, { httpApi: made.httpApi, path: `/${n}`, accessPolicy });
    const valueOf = vi.spyOn(TemplateIndex.prototype, 'valueOf');
    const ofPool = vi.spyOn(TemplateIndex.prototype, 'ofPool');
    const page = HttpApiAccess.of(made.httpApi).toHtml();
    // The clients make a difference, so all of them have been tried.
    expect(page).toContain('<td class="mark">?</td>');
    const forClients = ofPool.mock.calls.filter(([, type]) => type === 'AWS::Cognito::UserPoolClient');
    const counts = { values: valueOf.mock.calls.length, audiences: forClients.length };
    vi.restoreAllMocks();
    return counts;
  };

  it('asks no more for more callers', () => {
    expect(asksOf({ routes: 2, groups: 20 })).toEqual(asksOf({ routes: 2, groups: 2 }));
  });

  it('asks for the clients of a pool no more for more routes', () => {
    expect(asksOf({ routes: 20, groups: 2 }).audiences).toBe(asksOf({ routes: 2, groups: 2 }).audiences);
  });
});
