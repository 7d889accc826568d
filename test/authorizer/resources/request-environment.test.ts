import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { decodePolicies } from '../../../lib/access/policy-codec';
import { encodeRoutes } from '../../../lib/authorizer/resources/route-hash';
import { AtRequestOptions, PolicyEnforcement, UserAuthPool } from '../../../lib';
import {
  AUTHORIZER as FUNCTION,
  configOf,
  policyAt,
  environmentOf,
  refusalOf,
  POLICIES,
  GROUPS,
} from '../../support/policies';
import { newStack, templateOf } from '../../support/synth';
import { CLIENT, POOL } from '../../support/tokens';
import { setUp as setUpRoutes } from '../support';

const { GET } = apigwv2.HttpMethod;
const { group, anyGroup, client, anyOf } = POLICIES;

const setUp = (options?: AtRequestOptions) => setUpRoutes({ enforcement: PolicyEnforcement.atRequest(options) });
/** What the pool and its client are called at deployment. */
const IDS = { PoolD3F588B8: POOL, PoolClient8A3E5EB7: CLIENT };

const PARTNER = 'eu-west-1_Partner';

/** A name that has no start or end in common with others. */
const distinct = (n: number, length: number) => n.toString(36).padEnd(length - 1, 'x') + n.toString(36);

describe('the environment of the function', () => {
  it('has a policy once, however many routes have it, and in no order of calls', () => {
    const environment = (order: number[]) => {
      const { stack, pool, authorizer, httpApi, fn } = setUp();
      const clients = ['A', 'B', 'C'].map((id) => pool.addClient(id));
      const policies = [
        anyGroup('b', 'a'),
        anyGroup('a', 'b'),
        anyOf(...[...order].filter((n) => n < 3).map((n) => client(clients[n]!))),
        group('z'),
      ];
      for (const n of order)
        authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, methods: [GET], accessPolicy: policies[n] });
      return environmentOf(stack, FUNCTION);
    };
    const one = environment([0, 1, 2, 3]);
    expect(environment([3, 2, 1, 0])).toEqual(one);
    expect(decodePolicies(one.POLICIES!)).toHaveLength(3);
    expect(one.ROUTES).toBe(encodeRoutes([['GET /3'], ['GET /2'], ['GET /0', 'GET /1']]));
  });

  it('has room for a whole quota of 300 routes, and the function knows each', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    for (let n = 0; n < 300; n++) {
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, methods: [GET], accessPolicy: group(`group-${n % 10}`) });
    }
    const config = configOf(stack, IDS);
    expect(config.policies.size).toBe(300);
    for (let n = 0; n < 300; n++) expect(policyAt(config, `GET /${n}`)).toEqual({ group: `group-${n % 10}` });
  });

  it('has room for 300 routes with a policy each', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const policies = GROUPS.map((name) => group(name));
    policies.forEach((accessPolicy, n) =>
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, methods: [GET], accessPolicy }),
    );
    const config = configOf(stack, IDS);
    expect(GROUPS).toHaveLength(300);
    for (const [n, name] of GROUPS.entries()) expect(policyAt(config, `GET /${n}`)).toEqual({ group: name });
  });

  it('is as large as Lambda takes, and no larger', () => {
    const withNames = (lengths: number[]) => {
      const { stack, authorizer, httpApi, fn } = setUp();
      lengths.forEach((length, n) =>
        authorizer.addLambdaRoute(fn, {
          httpApi,
          path: `/${n}`,
          accessPolicy: group(distinct(n, length)),
        }),
      );
      return stack;
    };
    // As Lambda measures: in JSON, in which quotes count twice; ids that are not known yet are taken for 32 characters.
    const sizeOf = (stack: Stack) => {
      const unknown = '-'.repeat(32);
      const ids = { PoolD3F588B8: unknown, PoolClient8A3E5EB7: unknown };
      return Buffer.byteLength(JSON.stringify(environmentOf(stack, FUNCTION, ids)));
    };
    const lengths = Array.from({ length: 30 }, () => 118);
    let rest = 4096 - sizeOf(withNames(lengths));
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThan(30 * 10);
    for (let n = 0; rest > 0; n++) {
      const more = Math.min(9, rest);
      lengths[n]! += more;
      rest -= more;
    }
    expect(sizeOf(withNames(lengths))).toBe(4096);
    lengths[29]! += 1;
    expect(refusalOf(withNames(lengths))).toMatch(
      /\[S\/Api\] The number of policies enforced at the request is 30 on 30 routes, which take about 4097 bytes: Lambda takes an environment of 4096 bytes and rejects the function of the authorizer\. Enforce some in the token/,
    );
  });

  it('counts names in other alphabets by their bytes', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    for (let n = 0; n < 24; n++) {
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, accessPolicy: group(`${n}${'管'.repeat(120)}`) });
    }
    expect(refusalOf(stack)).toMatch(/which take about \d+ bytes/);
  });
});

describe('too many app clients', () => {
  const withClients = (count: number, policies = 1) => {
    const stack = newStack('S');
    const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', {
      userPoolId: PARTNER,
      userPoolClientIds: Array.from({ length: count }, (_, n) => `${n}`.padStart(26, 'x')),
    });
    const { authorizer, httpApi, fn } = setUpRoutes(
      { userAuthPool, enforcement: PolicyEnforcement.atRequest() },
      {},
      stack,
    );
    for (let n = 0; n < policies; n++) {
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, accessPolicy: group(distinct(n, 100)) });
    }
    return stack;
  };

  it('have no room in the environment of a function', () => {
    expect(() => templateOf(withClients(100))).not.toThrow();
    expect(refusalOf(withClients(150))).toMatch(
      /\[S\/Api\] The number of app clients is 150, whose IDs take most of about 4\d\d\d bytes: Lambda takes an environment of 4096 bytes and rejects the function of the authorizer\. Let applications share app clients, or import the pool with the clients of this API only\./,
    );
  });

  it('are not what is told where policies take more room', () => {
    expect(refusalOf(withClients(50, 30))).toContain(
      'The number of policies enforced at the request is 30 on 30 routes',
    );
  });
});

it('the environment has the IDs of clients that only the deployment knows, and no others', () => {
  const clientsWith = (clientOf: (made: ReturnType<typeof setUp>) => Parameters<typeof client>[0]) => {
    const made = setUp();
    const accessPolicy = client(clientOf(made));
    made.authorizer.addLambdaRoute(made.fn, { httpApi: made.httpApi, path: '/a', accessPolicy });
    return Object.values(JSON.parse(environmentOf(made.stack, FUNCTION).CLIENTS!));
  };
  expect(clientsWith(({ stack }) => cognito.UserPoolClient.fromUserPoolClientId(stack, 'ById', CLIENT))).toEqual([]);
  expect(clientsWith(({ pool }) => pool.client)).toEqual(['PoolClient8A3E5EB7']);
});
