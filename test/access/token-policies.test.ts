import { CfnCondition, CfnResource, Fn, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  PreTokenGenerationVersion,
  UserAuthClient,
  UserAuthMachineClient,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { policyScope } from '../../lib/access/policy';
import { decodePolicies } from '../../lib/access/policy-codec';
import { machineEvent, personEvent } from '../handlers/pre-token-generation/events';
import { cycleIn } from '../support/cycles';
import { deployed, environmentOf, GROUPS, POLICY_HOOK, refusalOf, scopesFor, POLICIES } from '../support/policies';
import { messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const ROUTE = 'AWS::ApiGatewayV2::Route';
const { V1_0, V2_0, V3_0 } = PreTokenGenerationVersion;
const { signedIn, group, anyGroup, attribute, client, anyOf, allOf } = POLICIES;

/** A pool with routes, one for each policy. */
function guarded(policies: AccessPolicy[], props: UserAuthPoolProps = {}, stack: Stack = newStack('S')) {
  const pool = new UserAuthPool(stack, 'Pool', props);
  const require = requireOn(pool);
  policies.forEach((policy) => require(policy));
  return { stack, pool, require };
}

function requireOn(pool: UserAuthPool, stack = Stack.of(pool)) {
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool });
  const integration = new HttpLambdaIntegration('I', newFunction(stack, 'Behind'));
  let routes = 0;
  return (policy: AccessPolicy) =>
    httpApi.addRoutes({ path: `/${routes++}`, integration, authorizer: authorizer.require(policy) });
}

const scopesOf = (stack: Stack) =>
  Object.values<any>(templateOf(stack).findResources(ROUTE)).flatMap(
    ({ Properties }) => Properties.AuthorizationScopes as string[],
  );
const lambdaConfigOf = (stack: Stack) =>
  only(templateOf(stack), 'AWS::Cognito::UserPool').properties.LambdaConfig as Record<string, any> | undefined;
const hookIdOf = (stack: Stack) =>
  Object.entries<any>(templateOf(stack).findResources('AWS::Lambda::Function')).find(([, { Properties }]) =>
    POLICY_HOOK.test(Properties.Description),
  )?.[0];
const person = (groups: string[], userAttributes: object = {}, clientId = 'PoolClient8A3E5EB7') =>
  personEvent({ groupConfiguration: { groupsToOverride: groups }, userAttributes }, { callerContext: { clientId } });

describe('the hook', () => {
  it('is made when a route asks for a policy, and not before', async () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool });
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    const fn = newFunction(stack, 'Fn');
    authorizer.addLambdaRoute(fn, { httpApi, path: '/open' });
    const admins = authorizer.require(group('admins'));
    expect(pool.policyHook).toBeUndefined();
    httpApi.addRoutes({ path: '/a', integration: new HttpLambdaIntegration('I', fn), authorizer: admins });
    const hook = pool.policyHook;
    expect(hook).toBeInstanceOf(lambda.Function);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/b', accessPolicy: group('b') });
    expect(pool.policyHook).toBe(hook);
  });

  it('is one for all policies, pinned, and leaves nothing but one scope for each distinct policy', () => {
    const { stack } = guarded([anyGroup('a', 'b'), anyOf(group('b'), group('a')), group('a'), anyOf(group('a'))]);
    expect(hookIdOf(stack)).toBe('PoolPolicyHookE27DCBBD');
    const scopes = scopesOf(stack);
    expect(scopes).toHaveLength(4);
    expect(new Set(scopes).size).toBe(2);
    const policies = decodePolicies(environmentOf(stack, POLICY_HOOK).POLICIES!);
    expect(policies.map(policyScope).sort()).toEqual([...new Set(scopes)].sort());
  });

  it('is called by this pool and by nobody else, and has no permissions but to write its log', () => {
    const { stack, pool } = guarded([group('a')]);
    const template = templateOf(stack);
    const id = hookIdOf(stack)!;
    const arn = { 'Fn::GetAtt': [id, 'Arn'] };
    expect(lambdaConfigOf(stack)).toEqual({ PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V2_0' } });
    const permissions = Object.values<any>(template.findResources('AWS::Lambda::Permission')).filter(
      ({ Properties }) => Properties.Principal === 'cognito-idp.amazonaws.com',
    );
    expect(permissions.map(({ Properties }) => Properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: arn,
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: stack.resolve(pool.userPoolArn),
        SourceAccount: { Ref: 'AWS::AccountId' },
      },
    ]);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 5, Handler: 'index.handler' });
  });

  it('costs a pool without policies nothing', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool }).require(group('a'));
    expect(lambdaConfigOf(stack)).toBeUndefined();
    templateOf(stack).resourceCountIs('AWS::Lambda::Function', 0);
  });
});

describe('who gets which scope', () => {
  it('as the template and the function of the hook have it', async () => {
    const { stack } = guarded([
      signedIn(),
      group('admins'),
      anyGroup('admins', 'editors'),
      allOf(group('editors'), attribute('custom:plan', 'pro', 'team')),
    ]);
    const [anyone, admins, writers, pros] = scopesOf(stack);
    expect(await scopesFor(stack, person([]))).toEqual([anyone]);
    expect(await scopesFor(stack, person(['admins']))).toEqual([anyone, admins, writers].sort());
    expect(await scopesFor(stack, person(['editors']))).toEqual([anyone, writers].sort());
    expect(await scopesFor(stack, person(['editors'], { 'custom:plan': 'team' }))).toEqual(
      [anyone, writers, pros].sort(),
    );
    expect(await scopesFor(stack, person(['Admins'], { 'custom:plan': 'pro' }))).toEqual([anyone]);
    expect(await scopesFor(stack, machineEvent())).toEqual([]);
  });

  it('by the names of groups in any alphabet', async () => {
    const long = '管'.repeat(128);
    const { stack } = guarded([group(long), group('👑')]);
    const [first, second] = scopesOf(stack);
    expect(await scopesFor(stack, person([long]))).toEqual([first]);
    expect(await scopesFor(stack, person(['👑']))).toEqual([second]);
    expect(await scopesFor(stack, person([long.slice(1)]))).toEqual([]);
  });

  it('whatever a client asks for, and whatever the hook of the user adds', async () => {
    const stack = newStack('S');
    const hook = newFunction(stack, 'Hook');
    guarded([group('admins')], { hooks: { preTokenGeneration: hook, preTokenGenerationVersion: V3_0 } }, stack);
    const [admins] = scopesOf(stack);
    const adding = {
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: [admins, 'policy/else', 'fine'] } },
    };
    const asking = personEvent({ scopes: [admins], groupConfiguration: { groupsToOverride: [] } });
    expect(await scopesFor(stack, asking, adding)).toEqual(['fine']);
    expect(await scopesFor(stack, machineEvent({ scopes: [admins] }), adding)).toEqual(['fine']);
    const member = personEvent({ groupConfiguration: { groupsToOverride: ['admins'] } });
    expect(await scopesFor(stack, member, adding)).toEqual(['fine', admins].sort());
  });
});

describe('clients', () => {
  it('are told to the hook by a parameter, which it alone may read', async () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', { hooks: {} });
    const require = requireOn(pool);
    const server = pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
    const jobs = pool.addMachineClient('Jobs', { scopes: [server.scope('read')] });
    require(client(jobs));
    require(anyOf(group('admins'), client(pool.client)));
    const [ofJobs, ofApp] = scopesOf(stack);
    const idOf = (each: { userPoolClientId: string }) => deployed(stack.resolve(each.userPoolClientId));
    const machine = (clientId: string) => ({ ...machineEvent(), callerContext: { clientId } });
    expect(await scopesFor(stack, machine(idOf(jobs)))).toEqual([ofJobs]);
    expect(await scopesFor(stack, machine('Pool.Jobs'))).toEqual([]);
    expect(await scopesFor(stack, person([], {}, idOf(pool.client)))).toEqual([ofApp]);
    expect(await scopesFor(stack, person([], {}, 'another'))).toEqual([]);
    expect(await scopesFor(stack, person(['admins'], {}, 'another'))).toEqual([ofApp]);

    const template = templateOf(stack);
    const { Name, Value } = only(template, 'AWS::SSM::Parameter').properties;
    expect(JSON.parse(deployed(Value))).toEqual({ 'Pool.Jobs': idOf(jobs), 'Pool.Client': idOf(pool.client) });
    expect(deployed(Name)).toMatch(/^\/user-auth-pool\/AWS::StackName\/\w{8}\/clients$/);
    expect(environmentOf(stack, POLICY_HOOK).CLIENTS_PARAMETER).toBe(deployed(Name));
    const { PolicyDocument, Roles } = only(template, 'AWS::IAM::Policy').properties as any;
    expect(PolicyDocument.Statement).toEqual([
      { Action: 'ssm:GetParameter', Effect: 'Allow', Resource: expect.anything() },
    ]);
    expect(deployed(PolicyDocument.Statement[0].Resource)).toBe(
      `arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameter${deployed(Name)}`,
    );
    expect(Roles).toEqual([stack.resolve(pool.policyHook!.role!.roleName)]);
    expect(cycleIn(template.toJSON().Resources)).toBeUndefined();
  });

  it('are in a larger parameter if there are too many for one that costs nothing', () => {
    const tierWith = (count: number) => {
      const { stack, pool } = guarded([]);
      const clients = Array.from({ length: count }, (_, n) => client(pool.addClient(`Client${n}`)));
      pool.scopeFor(anyOf(...clients));
      return only(templateOf(stack), 'AWS::SSM::Parameter').properties.Tier;
    };
    expect(tierWith(10)).toBeUndefined();
    expect(tierWith(90)).toBe('Intelligent-Tiering');
  });

  it('need no parameter where their id is known', async () => {
    const stack = newStack('S');
    const known = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Known', 'abc123');
    guarded([client(known)], {}, stack);
    templateOf(stack).resourceCountIs('AWS::SSM::Parameter', 0);
    const machine = (clientId: string) => ({ ...machineEvent(), callerContext: { clientId } });
    expect(await scopesFor(stack, machine('abc123'))).toEqual(scopesOf(stack));
    expect(await scopesFor(stack, machine('abc124'))).toEqual([]);
    expect(lambdaConfigOf(stack)?.PreTokenGenerationConfig.LambdaVersion).toBe('V3_0');
  });

  it('may stand in a stack nested in that of the pool, and in no other', () => {
    const app = newApp();
    const users = new Stack(app, 'Users');
    const pool = new UserAuthPool(users, 'Pool');
    const require = requireOn(pool);
    require(client(new UserAuthClient(new NestedStack(users, 'Nested'), 'Client', { userPool: pool })));
    app.synth();
    expect(cycleIn(templateOf(users).toJSON().Resources)).toBeUndefined();
    const elsewhere = new UserAuthClient(new Stack(app, 'Other'), 'Client', { userPool: pool });
    expect(messageOf(() => require(anyOf(group('a'), client(elsewhere))))).toBe(
      'Users/Pool has 1 problem:\n  1. AccessPolicy.client() is Other/Client, which is in a different stack than the pool: the stack of the pool would wait for the client, and the client waits for the pool. ' +
        'Create the client in the stack of the pool, for example with pool.addClient(); or enforce the policy at the request.',
    );
  });

  it('of the stack around a nested pool are rejected', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(new NestedStack(stack, 'Nested'), 'Pool');
    const require = requireOn(pool, stack);
    const outside = new UserAuthMachineClient(stack, 'Jobs', {
      userPool: pool,
      scopes: [cognito.OAuthScope.custom('a/b')],
    });
    expect(messageOf(() => require(client(outside)))).toMatch(
      /is S\/Jobs, which is in a different stack than the pool/,
    );
  });
});

describe('the version of the hook', () => {
  const versionOf = (policies: AccessPolicy[], version?: PreTokenGenerationVersion) => {
    const stack = newStack('S');
    const hooks = version && { preTokenGeneration: newFunction(stack, 'Hook'), preTokenGenerationVersion: version };
    guarded(policies, { hooks }, stack);
    return lambdaConfigOf(stack)?.PreTokenGenerationConfig.LambdaVersion;
  };

  it('is the second, which is not called for machines, where that makes no difference', () => {
    expect(versionOf([group('a')])).toBe('V2_0');
    expect(versionOf([group('a')], V1_0)).toBe('V2_0');
    expect(versionOf([group('a')], V2_0)).toBe('V2_0');
  });

  it('is the third where a client or a hook of the user asks for it', () => {
    const known = cognito.UserPoolClient.fromUserPoolClientId(newStack(), 'Known', 'abc');
    expect(versionOf([group('a')], V3_0)).toBe('V3_0');
    expect(versionOf([group('a'), anyOf(group('b'), client(known))])).toBe('V3_0');
    expect(versionOf([client(known)], V1_0)).toBe('V3_0');
  });

  it('is the third where the version of that hook is known only at deployment', () => {
    const unknown = Lazy.string({ produce: () => V3_0 }) as PreTokenGenerationVersion;
    expect(versionOf([group('a')], unknown)).toBe('V3_0');
  });
});

describe('the plan', () => {
  it.each([undefined, cognito.FeaturePlan.ESSENTIALS, cognito.FeaturePlan.PLUS])(
    '%s offers policies',
    (featurePlan) => {
      expect(() => templateOf(guarded([group('a')], { featurePlan }).stack)).not.toThrow();
    },
  );

  it('LITE does not, where it is named', () => {
    const { stack } = guarded([group('a')], { featurePlan: cognito.FeaturePlan.LITE });
    expect(refusalOf(stack)).toContain(
      '[S/Pool] enforcement in the token is set, with featurePlan "LITE": it requires the ESSENTIALS plan or higher, and Cognito rejects the pool. Set featurePlan to FeaturePlan.ESSENTIALS, or enforce policies at the request: enforcement: PolicyEnforcement.atRequest().',
    );
    const lite = guarded([], { featurePlan: cognito.FeaturePlan.LITE });
    expect(() => templateOf(lite.stack)).not.toThrow();
  });
});

/** A name that has no start or end in common with those of other numbers. */
const distinct = (n: number, length: number) => n.toString(36).padEnd(length - 1, 'x') + n.toString(36);

it('policies may take as much of the environment as Lambda gives, and no more', () => {
  const size = (names: string[]) => {
    const { stack } = guarded(names.map((name) => group(name)));
    const POLICIES = environmentOf(stack, POLICY_HOOK).POLICIES!;
    return { stack, size: Buffer.byteLength(JSON.stringify({ POLICIES })) };
  };
  const names = Array.from({ length: 30 }, (_, n) => distinct(n, 89));
  const first = size(names);
  const rest = 3584 - first.size;
  expect(rest).toBeGreaterThan(0);
  const stretched = (by: number) => {
    const longer = [...names];
    let left = by;
    for (let n = 0; left > 0; n++) {
      const more = Math.min(left, 128 - longer[n]!.length);
      longer[n] = distinct(n, longer[n]!.length + more);
      left -= more;
    }
    return longer.map((name) => group(name));
  };
  expect(() => templateOf(guarded(stretched(rest)).stack)).not.toThrow();
  expect(refusalOf(guarded(stretched(rest + 1)).stack)).toMatch(
    /\[S\/Pool\] The number of access policies is 30, which take 3585 bytes: Lambda takes an environment of 4096 bytes, which leaves 3584 for policies\. Use fewer or shorter ones/,
  );
});

describe('a pool has room for 300 policies', () => {
  it.each<[string, AccessPolicy[]]>([
    ['each a group', GROUPS.map((name) => group(name))],
    [
      'each of two groups',
      Array.from({ length: 300 }, (_, n) => anyGroup(GROUPS[n % 25]!, GROUPS[25 + ((n * 7) % 24)]!)),
    ],
  ])('%s', async (_, policies) => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    const scopes = policies.map((policy) => pool.scopeFor(policy));
    expect(new Set(scopes).size).toBe(300);
    const earned = scopes.filter((_scope, n) => policies[n]!.toString().split(' ').includes(GROUPS[0]!));
    expect(await scopesFor(stack, person([GROUPS[0]!]))).toEqual(earned.sort());
  });
});

describe('the scope of a policy, for what is no HTTP API', () => {
  it('is on a route of a REST API, and in the tokens of those who satisfy the policy', async () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    const scope = pool.scopeFor(anyGroup('editors', 'admins'));
    const api = new apigateway.RestApi(stack, 'Rest');
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Users', { cognitoUserPools: [pool.userPool] });
    api.root.addMethod('POST', new apigateway.LambdaIntegration(newFunction(stack, 'Behind')), {
      authorizer,
      authorizationScopes: [scope],
    });
    const { properties } = only(templateOf(stack), 'AWS::ApiGateway::Method');
    expect(properties).toMatchObject({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizationScopes: [scope] });
    expect(await scopesFor(stack, person(['admins']))).toEqual([scope]);
    expect(await scopesFor(stack, person(['interns']))).toEqual([]);
  });

  it('is that of the route with an equivalent policy', () => {
    const { pool, stack } = guarded([anyOf(group('a'), group('b'))]);
    expect(scopesOf(stack)).toEqual([pool.scopeFor(anyOf(group('b'), anyOf(group('a'))))]);
  });

  it('is rejected for a policy that nobody could satisfy', () => {
    const pool = new UserAuthPool(newStack('S'), 'Pool');
    expect(messageOf(() => pool.scopeFor(anyOf()))).toMatch(
      /^S\/Pool has 1 problem:\n {2}1\. the policy is AccessPolicy.any/,
    );
    expect(pool.policyHook).toBeUndefined();
  });
});

it('warnings are in the order of names, whatever the order of calls', () => {
  const { stack, pool } = guarded([group('z'), group('b'), attribute('custom:z', '1'), attribute('custom:b', '1')]);
  pool.addGroup('admins');
  const about = warningsOf(stack).map((text) =>
    /requires the (group|attribute) [\\"\w:]+/.exec(text)?.[0].replaceAll('\\"', ''),
  );
  expect(about).toEqual([
    'requires the group b',
    'requires the group z',
    'requires the attribute custom:b',
    'requires the attribute custom:z',
  ]);
});

describe('what the hook needs may not be missing', () => {
  const make = () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    pool.scopeFor(AccessPolicy.client(pool.addClient('Web')));
    const permission = pool.userPool.node.findChild('PreTokenGenerationConfigCognito') as CfnResource;
    const parameter = pool.node.findChild('PolicyClients').node.defaultChild as CfnResource;
    return { stack, permission, parameter };
  };

  it.each(['permission', 'parameter'] as const)('its %s', (name) => {
    const conditional = make();
    const expression = Fn.conditionEquals('a', 'b');
    conditional[name].cfnOptions.condition = new CfnCondition(conditional.stack, 'C', { expression });
    expect(refusalOf(conditional.stack)).toContain(`condition of ${conditional[name].node.path} is "C", which S/Pool/`);
    const removed = make();
    const resource = removed[name];
    const scope = resource.node.scope!;
    const { path } = resource.node;
    scope.node.tryRemoveChild(resource.node.id);
    expect(refusalOf(removed.stack)).toContain(`${path} is removed from the app: `);
  });
});
