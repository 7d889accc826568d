import { CfnOutput, Lazy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it } from 'vitest';
import { ConnectOptions, HostedUi, UserAuthClient, UserAuthPool, UserPoolHook, UserPoolPermission } from '../../lib';
import { refusalOf } from '../support/policies';
import { messageOf, newApp, newFunction, newStack, templateOf } from '../support/synth';

const variablesOf = (fn: lambda.Function): Record<string, unknown> =>
  templateOf(Stack.of(fn)).findResources('AWS::Lambda::Function')[
    Stack.of(fn).getLogicalId(fn.node.defaultChild as lambda.CfnFunction)
  ]!.Properties.Environment?.Variables ?? {};
const statementsOf = (stack: Stack) =>
  Object.values(templateOf(stack).findResources('AWS::IAM::Policy')).flatMap(
    (policy) => policy.Properties.PolicyDocument.Statement as Record<string, unknown>[],
  );
const connected = (options: ConnectOptions = {}) => {
  const stack = newStack('S');
  const fn = newFunction(stack, 'Fn');
  const pool = new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }) });
  pool.connect(fn, options);
  return { stack, fn, pool };
};

describe('a connected function', () => {
  it('knows the pool', () => {
    const { stack, fn, pool } = connected();
    const { ref } = pool.cfnUserPool;
    expect(variablesOf(fn)).toEqual({
      USER_POOL_ID: stack.resolve(ref),
      USER_POOL_ARN: stack.resolve(pool.userPoolArn),
      USER_POOL_CLIENT_ID: stack.resolve(pool.client.cfnUserPoolClient.ref),
      USER_POOL_ISSUER: stack.resolve(pool.issuer),
      USER_POOL_REGION: { Ref: 'AWS::Region' },
      USER_POOL_DOMAIN: {
        'Fn::Join': ['', ['mine.auth.', { Ref: 'AWS::Region' }, expect.stringMatching(/amazoncognito\.com$/)]],
      },
    });
  });

  it('has no right that nobody gave it', () => {
    expect(statementsOf(connected().stack)).toEqual([]);
  });

  it('has the permissions that it is given, on this pool only', () => {
    const { stack, pool } = connected({
      permissions: [UserPoolPermission.SIGN_OUT_USERS, UserPoolPermission.MANAGE_GROUP_MEMBERSHIP],
    });
    expect(statementsOf(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'cognito-idp:AdminUserGlobalSignOut',
          'cognito-idp:AdminAddUserToGroup',
          'cognito-idp:AdminRemoveUserFromGroup',
          'cognito-idp:AdminListGroupsForUser',
          'cognito-idp:ListUsersInGroup',
        ],
        Resource: stack.resolve(pool.userPoolArn),
      },
    ]);
  });

  it('gets the names with a prefix, and the client that is meant', () => {
    const { stack, fn, pool } = connected({ prefix: 'STAFF' });
    const other = pool.addClient('Other');
    pool.connect(fn, { prefix: 'OTHER', client: other });
    expect(variablesOf(fn)).toMatchObject({
      STAFF_CLIENT_ID: stack.resolve(pool.userPoolClientId),
      OTHER_CLIENT_ID: stack.resolve(other.userPoolClientId),
    });
  });

  it('may read the secret of its client, and no other', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool');
    const server = pool.addServerClient('Server');
    pool.addServerClient('Another');
    pool.connect(fn, { client: server });
    expect(variablesOf(fn)).toMatchObject({
      USER_POOL_CLIENT_SECRET_ARN: stack.resolve(server.clientSecret.secretArn),
    });
    expect(statementsOf(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: stack.resolve(server.clientSecret.secretArn),
      },
    ]);
  });

  it('can work with an imported pool', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
      userPoolClientIds: ['abc'],
      domainName: 'auth.example.com',
      clientSecret: secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'mine'),
    });
    pool.connect(fn, { permissions: [UserPoolPermission.SIGN_OUT_USERS] });
    expect(variablesOf(fn)).toMatchObject({
      USER_POOL_ID: 'eu-west-1_Ab12Cd34E',
      USER_POOL_CLIENT_ID: 'abc',
      USER_POOL_REGION: 'eu-west-1',
      USER_POOL_DOMAIN: 'auth.example.com',
    });
    expect(statementsOf(stack)[0]).toMatchObject({ Resource: stack.resolve(pool.userPoolArn) });
  });
});

describe('a connected function that is also a hook', () => {
  const world = (stacks: 1 | 2) => {
    const app = newApp();
    const near = new Stack(app, 'Near');
    return { app, poolStack: near, fnStack: stacks === 1 ? near : new Stack(app, 'Far') };
  };

  it.each([
    [1, 'hook first'],
    [1, 'connection first'],
    [2, 'hook first'],
    [2, 'connection first'],
  ] as const)('makes no cycle, in %d stacks, %s', (stacks, order) => {
    const { app, poolStack, fnStack } = world(stacks);
    const fn = newFunction(fnStack, 'Fn');
    const pool = new UserAuthPool(poolStack, 'Pool');
    const hook = () => pool.addHook(UserPoolHook.POST_CONFIRMATION, fn);
    if (order === 'hook first') hook();
    pool.connect(fn, {
      permissions: [UserPoolPermission.MANAGE_GROUP_MEMBERSHIP],
      client: pool.addServerClient('Server'),
    });
    if (order === 'connection first') hook();
    expect(() => app.synth()).not.toThrow();
    expect(variablesOf(fn)).toEqual({});
    expect(
      statementsOf(poolStack)
        .map(({ Action }) => JSON.stringify(Action))
        .join(),
    ).toMatch(/AdminAddUserToGroup[^]*secretsmanager:GetSecretValue/);
  });

  it('is known by its versions and aliases too', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool');
    pool.connect(fn);
    pool.addHook(
      UserPoolHook.POST_CONFIRMATION,
      new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion }),
    );
    expect(variablesOf(fn)).toEqual({});
  });
});

describe('what is given wrong', () => {
  it.each(['', '1POOL', 'MY-POOL'])('the prefix "%s" is rejected', (prefix) => {
    expect(messageOf(() => connected({ prefix }))).toMatch(
      /^S\/Pool has 1 problem:\n {2}1\. prefix is ".*": Lambda rejects/,
    );
  });

  it('a prefix that another pool has taken is rejected, one of its own is not', () => {
    const { stack, fn, pool } = connected();
    const other = new UserAuthPool(stack, 'Other');
    expect(messageOf(() => other.connect(fn))).toMatch(
      /^S\/Other has 1 problem:\n {2}1\. prefix is "USER_POOL", whose variables S\/Fn already has for S\/Pool/,
    );
    expect(() => other.connect(fn, { prefix: 'OTHER' })).not.toThrow();
    expect(() => pool.connect(fn)).not.toThrow();
  });
});

describe('the secret of the client that a function is connected to', () => {
  it('is that of the default client, where no other is named and it has one', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool', { client: { generateClientSecret: true } });
    pool.connect(fn);
    const arn = stack.resolve(pool.clientSecret.secretArn) as unknown;
    expect(variablesOf(fn)).toMatchObject({ USER_POOL_CLIENT_SECRET_ARN: arn });
    expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: arn }]);
  });

  it('is none of a public client that is named, though the default one has one', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool', { client: { generateClientSecret: true } });
    pool.connect(fn, { client: pool.addClient('Public') });
    expect(variablesOf(fn)).not.toHaveProperty('USER_POOL_CLIENT_SECRET_ARN');
    expect(statementsOf(stack)).toEqual([]);
  });

  it('stands in no environment, as ARN only', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool');
    pool.connect(fn, { client: pool.addServerClient('Server') });
    expect(JSON.stringify(variablesOf(fn))).not.toMatch(/ClientSecret"|resolve:/);
  });

  it.each([
    ['of a name', { secretName: 'mine' }, ':secret:mine-??????'],
    [
      'of a whole ARN',
      { secretCompleteArn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:mine-AbCdEf' },
      'mine-AbCdEf',
    ],
  ])('of an imported pool, %s, can be read, with the key that it is encrypted with', (_, attrs, end) => {
    const stack = newStack();
    const key = 'arn:aws:kms:eu-west-1:111111111111:key/0123';
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', key);
    const clientSecret =
      'secretName' in attrs
        ? secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', attrs.secretName)
        : secretsmanager.Secret.fromSecretAttributes(stack, 'Secret', { ...attrs, encryptionKey });
    const userPoolId = 'eu-west-1_Ab12Cd34E';
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId, clientSecret });
    const fn = newFunction(stack, 'Fn');
    pool.connect(fn);
    const [secret, decrypt] = statementsOf(stack);
    expect(secret).toMatchObject({ Action: 'secretsmanager:GetSecretValue' });
    expect(JSON.stringify(secret!.Resource)).toContain(`${end}"`);
    const decrypts = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: key };
    expect(decrypt).toEqual('secretName' in attrs ? undefined : decrypts);
  });
});

describe('across stacks', () => {
  const make = (order: string[]) => {
    const app = newApp();
    const stacks = Object.fromEntries(order.map((id) => [id, new Stack(app, id)])) as Record<'Users' | 'Code', Stack>;
    return { app, ...stacks, pool: new UserAuthPool(stacks.Users, 'Pool'), fn: newFunction(stacks.Code, 'Fn') };
  };

  it.each([[['Users', 'Code']], [['Code', 'Users']]])('in the order %j, the function waits for the pool', (order) => {
    const { app, Users, Code, pool, fn } = make(order);
    pool.connect(fn, { permissions: [UserPoolPermission.READ_USERS], client: pool.addServerClient('Server') });
    expect(() => app.synth()).not.toThrow();
    expect([Code.dependencies, Users.dependencies]).toEqual([[Users], []]);
    expect(JSON.stringify(variablesOf(fn).USER_POOL_ID)).toMatch(/Fn::ImportValue":"Users:/);
    expect(statementsOf(Code).map(({ Action }) => [Action].flat().at(-1))).toEqual([
      'cognito-idp:AdminListGroupsForUser',
      'secretsmanager:GetSecretValue',
    ]);
  });

  it('a client in a third stack has its secret read there', () => {
    const { app, Users, Code, pool, fn } = make(['Users', 'Code']);
    const clients = new Stack(app, 'Clients');
    const client = new UserAuthClient(clients, 'Client', { userPool: pool, generateClientSecret: true });
    pool.connect(fn, { permissions: [UserPoolPermission.READ_USERS], client });
    expect(() => app.synth()).not.toThrow();
    expect(Users.dependencies).toEqual([]);
    expect([...Code.dependencies].map(({ node }) => node.id).sort()).toEqual(['Clients', 'Users']);
    expect(statementsOf(Code)).toHaveLength(2);
  });

  it('a client in a third stack makes no cycle where the function is a hook', () => {
    const { app, Users, Code, pool, fn } = make(['Users', 'Code']);
    const clients = new Stack(app, 'Clients');
    const client = new UserAuthClient(clients, 'Client', { userPool: pool, generateClientSecret: true });
    pool.connect(fn, { permissions: [UserPoolPermission.READ_USERS], client });
    pool.addHook(UserPoolHook.PRE_SIGN_UP, fn);
    expect(() => app.synth()).not.toThrow();
    expect(Code.dependencies).toEqual([]);
    expect([statementsOf(Users), statementsOf(clients)].map(({ length }) => length)).toEqual([1, 1]);
  });
});

describe('the names of the variables', () => {
  it('never say of one pool what is of another: two prefixes may give one name', () => {
    const { stack, fn } = connected({ prefix: 'STAFF' });
    const other = new UserAuthPool(stack, 'Other');
    // Both would be STAFF_CLIENT_ID.
    expect(messageOf(() => other.connect(fn, { prefix: 'STAFF_CLIENT' }))).toMatch(
      /^S\/Other has 1 problem:\n {2}1\. prefix is "STAFF_CLIENT", whose variables S\/Fn already has for S\/Pool/,
    );
    expect(() => other.connect(fn, { prefix: 'STAFF_2' })).not.toThrow();
    expect(() => other.connect(newFunction(stack, 'Second'), { prefix: 'STAFF' })).not.toThrow();
  });

  it('are none that Lambda keeps for itself', () => {
    expect(messageOf(() => connected({ prefix: 'AWS' }))).toMatch(/1\. prefix is "AWS": Lambda rejects/);
    expect(() => connected({ prefix: 'AWSome' })).not.toThrow();
  });

  it('are those of the last client that the pool was connected with', () => {
    const { stack, fn, pool } = connected();
    const other = pool.addClient('Other');
    pool.connect(fn, { client: other });
    expect(variablesOf(fn)).toMatchObject({ USER_POOL_CLIENT_ID: stack.resolve(other.userPoolClientId) });
  });

  it('stand beside those that the function has', () => {
    const { fn } = connected();
    fn.addEnvironment('MINE', 'x');
    expect(variablesOf(fn)).toMatchObject({ MINE: 'x', USER_POOL_ID: expect.anything() });
  });

  it('are told with every other mistake, and nothing is given', () => {
    const stack = newStack('S');
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool');
    const permissions = ['deletePool' as UserPoolPermission];
    expect(messageOf(() => pool.connect(fn, { prefix: '1', permissions }))).toMatch(/^S\/Pool has 2 problems:/);
    expect(variablesOf(fn)).toEqual({});
    expect(statementsOf(stack)).toEqual([]);
  });

  it('may be known at deployment only, as far as the client goes', () => {
    const stack = newStack();
    const userPoolId = Lazy.string({ produce: () => 'eu-west-1_Ab12Cd34E' });
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId });
    const fn = newFunction(stack, 'Fn');
    pool.connect(fn);
    expect(variablesOf(fn)).toMatchObject({ USER_POOL_ID: 'eu-west-1_Ab12Cd34E' });
    expect(variablesOf(fn)).not.toHaveProperty('USER_POOL_CLIENT_ID');
    expect(variablesOf(fn)).not.toHaveProperty('USER_POOL_DOMAIN');
  });
});

it('a function without variables of its own that becomes a hook has no environment at all', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  const pool = new UserAuthPool(stack, 'Pool', { hooks: { preSignUp: fn } });
  pool.connect(fn);
  const [{ Properties }] = Object.values(templateOf(stack).findResources('AWS::Lambda::Function')) as [any];
  expect(Properties.Environment?.Variables ?? {}).toEqual({});
});

it('a hook of one pool may know another', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  new UserAuthPool(stack, 'Pool', { hooks: { preSignUp: fn } }).connect(fn);
  const other = new UserAuthPool(stack, 'Other');
  other.connect(fn, { prefix: 'OTHER' });
  expect(variablesOf(fn)).toMatchObject({ OTHER_ID: stack.resolve(other.userPoolId) });
  expect(variablesOf(fn)).not.toHaveProperty('USER_POOL_ID');
});

describe('a function for which a client waits', () => {
  const connectAt = (callbackUrl: (fn: lambda.Function) => string) => {
    const stack = newStack('S');
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool', { client: { callbackUrls: [callbackUrl(fn)] } });
    pool.connect(fn);
    return stack;
  };

  it('cannot refer to it: the error says which, and the way out', () => {
    const stack = connectAt((fn) => fn.addFunctionUrl().url);
    expect(refusalOf(stack)).toContain(
      'connect() is called with S/Fn, which gets values of S/Pool/Client, which refers to the function or to something that waits for it: ',
    );
    expect(refusalOf(stack)).toContain('Refer to the function in another way');
  });

  const connectAcross = (newCallbackUrl: (fn: lambda.Function) => string) => {
    const app = newApp();
    const [users, code] = [new Stack(app, 'Users'), new Stack(app, 'Code')];
    const fn = newFunction(code, 'Fn');
    const pool = new UserAuthPool(users, 'Pool', { client: { callbackUrls: [newCallbackUrl(fn)] } });
    pool.connect(fn);
    return { users, fn };
  };

  it('is not to be in another stack either: the error is about the client', () => {
    const { users } = connectAcross((fn) => fn.addFunctionUrl().url);
    expect(messageOf(() => templateOf(users))).toMatch(
      /^Users\/Pool\/Client has 1 problem:\n {2}1\. callbackUrls is the URL of Code\/Fn\/FunctionUrl\/Resource, whose stack, .* Create the client in Code: .*$/,
    );
  });

  it('is not to be in another stack than what else refers to it', () => {
    const { users, fn } = connectAcross(() => 'https://app.example.com');
    new CfnOutput(users, 'Fn', { value: fn.functionArn });
    expect(() => templateOf(users)).toThrow(
      /connect\(\) is called with Code\/Fn, which gets values of Users\/Pool\S*, whose stack, Users, waits for that of the function, Code, because Users\/Fn refers to Code\/Fn: .*\. Create what refers to the function in another stack than that of the pool, /,
    );
  });

  it('is no cycle if the client has an address that is known in advance', () => {
    expect(() => templateOf(connectAt(() => 'https://app.example.com'))).not.toThrow();
  });
});
