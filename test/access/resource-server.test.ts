import { Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserAuthResourceServer, UserAuthResourceServerOptions } from '../../lib';
import { scopesOf, unknownScopes } from '../../lib/access/resource-server';
import { TemplateIndex } from '../../lib/template/template-index';
import { refusalOf } from '../support/policies';
import { seed } from '../support/random';
import { messageOf, newStack, only, templateOf, warningsOf } from '../support/synth';

const SERVER = 'AWS::Cognito::UserPoolResourceServer';
const read = { scopeName: 'read', scopeDescription: 'Read the reports' };
const add = (options: Partial<UserAuthResourceServerOptions> = {}) =>
  new UserAuthPool(newStack('S'), 'Pool').addResourceServer('reports', { scopes: [read], ...options });
const scopes = (count: number) => Array.from({ length: count }, (_, index) => ({ scopeName: `scope${index}` }));

describe('a resource server', () => {
  it('is called by its id, unless it is given an identifier', () => {
    const server = add();
    expect(only(templateOf(Stack.of(server)), SERVER).properties).toMatchObject({
      Identifier: 'reports',
      Name: 'reports',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'Read the reports' }],
    });
    expect(server.userPoolResourceServerRef).toEqual(server.userPoolResourceServer.userPoolResourceServerRef);
    expect(server.env).toEqual(server.userPoolResourceServer.env);
    expect(add({ identifier: 'https://api.example.com' }).identifier).toBe('https://api.example.com');
  });

  it('may have no scopes, and says so', () => {
    const server = add({ scopes: undefined });
    expect(only(templateOf(Stack.of(server)), SERVER).properties).not.toHaveProperty('Scopes');
    expect(messageOf(() => server.scope('read'))).toBe(
      'S/Pool/reports has no scope "read": Cognito would reject a client that has it. It has none.',
    );
  });

  it('describes a scope by its name, if by nothing else', () => {
    const server = add({ scopes: [{ scopeName: 'write' }] });
    expect(only(templateOf(Stack.of(server)), SERVER).properties.Scopes).toEqual([
      { ScopeName: 'write', ScopeDescription: 'write' },
    ]);
  });

  it('gives its scopes to clients and routes', () => {
    const server = add({ identifier: 'https://api.example.com' });
    expect(server.scope('read').scopeName).toBe('https://api.example.com/read');
    expect(messageOf(() => server.scope('raed'))).toBe(
      'S/Pool/reports has no scope "raed": Cognito would reject a client that has it. It has "read".',
    );
  });

  it('comes before the clients, whatever the order of the calls', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    pool.addClient('Early');
    const server = pool.addResourceServer('reports', { scopes: [read] });
    pool.addClient('Late');
    const id = stack.getLogicalId(server.node.defaultChild as cognito.CfnUserPoolResourceServer);
    for (const client of Object.values(templateOf(stack).findResources('AWS::Cognito::UserPoolClient'))) {
      expect(client.DependsOn).toContain(id);
    }
  });

  it('can be of an imported pool', () => {
    const stack = newStack();
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    new UserAuthResourceServer(stack, 'reports', { userPool, scopes: [read] });
    expect(only(templateOf(stack), SERVER).properties).toMatchObject({ UserPoolId: 'eu-west-1_Ab12Cd34E' });
  });

  it.each<Partial<UserAuthResourceServerOptions>>([
    { identifier: 'a' },
    { identifier: 'i'.repeat(256) },
    { identifier: 'policies' },
    { scopes: scopes(100) },
    { scopes: [{ scopeName: 's'.repeat(256), scopeDescription: 'd'.repeat(256) }] },
    { userPoolResourceServerName: 'n'.repeat(256) },
  ])('takes %j', (options) => {
    expect(() => templateOf(Stack.of(add(options)))).not.toThrow();
  });

  it.each<[Partial<UserAuthResourceServerOptions>, RegExp]>([
    [{ identifier: '' }, /identifier is "": Cognito accepts 1 to 256/],
    [{ identifier: 'i'.repeat(257) }, /identifier is "i+\.\.\."/],
    [{ identifier: 'my reports' }, /identifier is "my reports": .* without space/],
    [{ identifier: 'policy' }, /identifier is "policy": its scopes could be taken for those of access policies/],
    [{ scopes: scopes(101) }, /scopes is a list of 101/],
    [{ scopes: [read, read] }, /scopes\[1\]\.scopeName is "read": it is already in the list/],
    [{ scopes: [{ scopeName: 'reports/read' }] }, /scopes\[0\]\.scopeName is "reports\/read": .* slash/],
    [{ scopes: [{ scopeName: '' }] }, /scopes\[0\]\.scopeName is ""/],
    [
      { scopes: [{ scopeName: 'a', scopeDescription: '' }] },
      /scopes\[0\]\.scopeDescription is "": Cognito accepts only 1/,
    ],
    [{ scopes: [{ scopeName: 'a', scopeDescription: 'd'.repeat(257) }] }, /scopes\[0\]\.scopeDescription/],
    [
      { userPoolResourceServerName: 'a/b' },
      /userPoolResourceServerName is "a\/b": Cognito accepts 1 to 256 letters, .* and rejects the resource server\. Omit it, or give a name of those characters\.$/,
    ],
  ])('rejects %j', (options, message) => {
    expect(messageOf(() => add(options))).toMatch(message);
  });

  it('tells of every problem at once', () => {
    expect(messageOf(() => add({ identifier: '', scopes: scopes(101) }))).toMatch(/^S\/Pool\/reports has 2 problems:/);
  });

  it('has a scope that only deployment will know', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    const scopeName = Lazy.string({ produce: () => 'read' });
    const server = pool.addResourceServer('reports', { scopes: [{ scopeName }], identifier: Fn.importValue('api') });
    expect(stack.resolve(server.scope(Lazy.string({ produce: () => 'read' })).scopeName)).toEqual({
      'Fn::Join': ['', [{ 'Fn::ImportValue': 'api' }, '/read']],
    });
    expect(only(templateOf(stack), SERVER).properties).toMatchObject({ Scopes: [{ ScopeName: 'read' }] });
  });

  it('keeps its logical id, of which a change would be another resource server', () => {
    expect(only(templateOf(Stack.of(add())), SERVER).id).toBe('Poolreports60C1A66C');
  });

  it('leaves what it is given as it was', () => {
    const given = Object.freeze([Object.freeze({ scopeName: 'read' })]) as { scopeName: string }[];
    expect(() => templateOf(Stack.of(add({ scopes: given })))).not.toThrow();
    expect(given).toEqual([{ scopeName: 'read' }]);
  });
});

it('a second resource server of one identifier in a pool is an error, whoever made it', () => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');
  const scopes = [{ scopeName: 'read' }];
  pool.addResourceServer('api', { scopes });
  pool.addResourceServer('Same', { identifier: 'api', scopes });
  new UserAuthPool(stack, 'Other').addResourceServer('api', { scopes });
  expect(refusalOf(stack)).toContain(
    '[S/Pool] identifier of S/Pool/api/Default/Resource is "api", which is the identifier of another resource server: Cognito accepts each identifier only once in a pool, and would reject the resource server. ' +
      'Remove one of the two resource servers, or give it another identifier.',
  );
});

it.each([
  ['reports', 'reports'],
  ['a.b+c=d,e@f-g', 'a.b+c=d,e@f-g'],
  ['https://api.example.com/v1', 'https-api.example.com-v1'],
  ['urn:example:reports', 'urn-example-reports'],
])('the identifier %s has a name that Cognito accepts: %s', (identifier, name) => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');
  pool.addResourceServer('Server', { identifier, scopes: [read] });
  expect(only(templateOf(stack), 'AWS::Cognito::UserPoolResourceServer').properties).toMatchObject({
    Identifier: identifier,
    Name: name,
  });
});

it('every identifier that is accepted has a name that Cognito accepts', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 256 }), (identifier) => {
      const stack = newStack('S');
      let server: UserAuthResourceServer;
      try {
        server = new UserAuthPool(stack, 'Pool').addResourceServer('Server', { identifier, scopes: [read] });
      } catch {
        return;
      }
      const resource = server.userPoolResourceServer.node.defaultChild as cognito.CfnUserPoolResourceServer;
      expect(resource.name).toMatch(/^[\w\s+=,.@-]{1,256}$/);
    }),
    { numRuns: 100, seed },
  );
});

describe('the scopes of all resource servers of a pool', () => {
  const scopesWith = (make: (stack: Stack, pool: UserAuthPool) => void) => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    make(stack, pool);
    return scopesOf(new TemplateIndex(stack.node.root), pool);
  };
  const server = (stack: Stack, pool: UserAuthPool, properties: object) =>
    new cognito.CfnUserPoolResourceServer(stack, 'Server', {
      userPoolId: pool.userPoolId,
      identifier: 'orders',
      name: 'orders',
      ...properties,
    });
  const write = { scopeName: 'write', scopeDescription: 'Write' };

  it('are those of each, however it was made', () => {
    expect(scopesWith(() => undefined)).toEqual([]);
    const found = scopesWith((stack, pool) => {
      pool.addResourceServer('reports', { scopes: [read, { scopeName: 'delete' }] });
      pool.addResourceServer('bound', {});
      server(stack, pool, { scopes: [write] });
    });
    expect(found?.sort()).toEqual(['orders/write', 'reports/delete', 'reports/read']);
  });

  it.each<[string, object]>([
    ['an identifier', { identifier: Fn.importValue('x'), scopes: [write] }],
    ['a list', { scopes: Lazy.any({ produce: () => ({ 'Fn::FindInMap': ['a', 'b', 'c'] }) }) }],
    ['a scope', { scopes: [write, Lazy.any({ produce: () => ({ 'Fn::ImportValue': 'x' }) })] }],
    ['the name of a scope', { scopes: [{ ...write, scopeName: Fn.importValue('x') }] }],
  ])('are not known if %s is not', (_, properties) => {
    expect(scopesWith((stack, pool) => void server(stack, pool, properties))).toBeUndefined();
  });
});

describe('the scopes that no resource server has', () => {
  it.each<[string[], string[] | undefined, string[]]>([
    [[], ['a/read'], []],
    [['a/read'], ['a/read'], []],
    [['a/read', 'a/write', 'b/x'], ['a/read'], ['a/write', 'b/x']],
    [['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'], [], []],
    [['openid', 'a/read'], [], ['a/read']],
    [['a/read'], undefined, []],
  ])('of %j beside %j are %j', (given, known, expected) => {
    expect(unknownScopes(given, () => known)).toEqual(expected);
  });

  it('are not looked for without need', () => {
    const never = () => {
      throw new Error('asked');
    };
    expect(unknownScopes(['openid'], never)).toEqual([]);
  });
});

it('warns of more resource servers than Cognito accepts by default', () => {
  const poolWith = (count: number) => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    for (let n = 0; n < count; n++) pool.addResourceServer(`server${n}`);
    return warningsOf(stack);
  };
  expect(poolWith(25)).toEqual([]);
  expect(poolWith(26)).toEqual([
    expect.stringMatching(
      /The pool has 26 resource servers, and Cognito accepts 25 unless AWS has raised the quota .+tooManyResourceServers/,
    ),
  ]);
});
