import { Annotations, Aws, CfnCondition, Duration, Fn, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  AttributeSchema,
  CognitoHttpApiAuthorizer,
  HostedUi,
  IdentityProvider,
  PolicyEnforcement,
  SamlMetadata,
  TokenUse,
  UserAuthClientOptions,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { POLICIES } from '../support/policies';
import { LENIENT, newApp, newFunction, newStack, warningsOf as writtenWarningsOf } from '../support/synth';

const warningsOf = (stack: Stack) => writtenWarningsOf(stack).map((text) => JSON.parse(text) as string);

const { group, anyGroup, attribute, allOf, signedIn } = POLICIES;
const NO_EMAIL = new cognito.ClientAttributes().withStandardAttributes({ locale: true });
const EMAIL = new cognito.ClientAttributes().withStandardAttributes({ email: true });
const PLAN = new cognito.ClientAttributes().withCustomAttributes('plan');

function setUp(policy: AccessPolicy, props: UserAuthPoolProps = {}, context?: Record<string, unknown>) {
  const stack = new Stack(newApp(context), 'S');
  const pool = new UserAuthPool(stack, 'Pool', props);
  new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool }).addLambdaRoute(newFunction(stack, 'Fn'), {
    httpApi: new apigwv2.HttpApi(stack, 'Api'),
    path: '/a',
    methods: [apigwv2.HttpMethod.GET],
    accessPolicy: policy,
  });
  return { stack, pool };
}

describe('a group that nobody made', () => {
  it('is warned of where the pool has others', () => {
    const { stack, pool } = setUp(anyGroup('admins', 'editors'));
    pool.addGroup('editors');
    new cognito.CfnUserPoolGroup(stack, 'L1', { userPoolId: pool.userPoolId, groupName: 'writers' });
    new UserAuthPool(stack, 'Other').addGroup('admins');
    const warnings = warningsOf(stack);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(
      'An access policy requires the group "admins", and the groups of the pool are "editors", "writers". Unless something else creates that group, nobody satisfies the policy. Add it: pool.addGroup("admins").',
    );
    expect(warnings[0]).toContain('cdk-user-auth-pool:UserAuthPool.unknownGroup');
  });

  it('is one that the pool nearly has', () => {
    const { stack, pool } = setUp(group('admin'));
    pool.addGroup('admins');
    expect(warningsOf(stack)).toEqual([
      expect.stringContaining(
        'nobody satisfies the policy. Write "admins"; or, if it is another group, add it: pool.addGroup("admin").',
      ),
    ]);
  });

  it('is not where it comes later, or another way', () => {
    const { stack, pool } = setUp(anyGroup('admins', 'editors'));
    pool.addGroup('Staff', { groupName: 'admins' });
    new cognito.CfnUserPoolGroup(stack, 'L1', { userPoolId: pool.userPoolId, groupName: 'editors' });
    expect(warningsOf(stack)).toEqual([]);
  });

  it('is not where the pool has no groups here: they are made elsewhere', () => {
    expect(warningsOf(setUp(group('admins')).stack)).toEqual([]);
  });
});

describe('an attribute that users can write', () => {
  const warned = expect.stringContaining('cdk-user-auth-pool:UserAuthPool.policyOnWritableAttribute');

  it('is warned of', () => {
    const { stack } = setUp(allOf(signedIn(), attribute('email', 'ada@example.com')));
    const warnings = warningsOf(stack);
    expect(warnings).toEqual([warned]);
    expect(warnings[0]).toContain('An access policy requires the attribute "email", which users can set to any value');
  });

  it('is not where every client leaves it out', () => {
    const withSecond = (writeAttributes: cognito.ClientAttributes) => {
      const { stack, pool } = setUp(attribute('email', 'x'), { client: { writeAttributes: NO_EMAIL } });
      new UserAuthPool(stack, 'Other');
      const server = pool.addResourceServer('a', { scopes: [{ scopeName: 'b' }] });
      pool.addMachineClient('Jobs', { scopes: [server.scope('b')] });
      pool.addClient('Second', { writeAttributes });
      return warningsOf(stack).filter((each) => !each.includes('withoutDomain'));
    };
    expect(withSecond(NO_EMAIL)).toEqual([]);
    expect(withSecond(EMAIL)).toEqual([warned]);
  });

  it('is where a client that is made another way writes it', () => {
    const { stack, pool } = setUp(attribute('email', 'x'), { client: { writeAttributes: NO_EMAIL } });
    new cognito.CfnUserPoolClient(stack, 'L1', { userPoolId: pool.userPoolId });
    expect(warningsOf(stack)).toEqual([warned]);
  });

  it('is where a client for machines writes it, since anyone with its secret can sign up', () => {
    const { stack, pool } = setUp(attribute('email', 'x'), { client: { writeAttributes: NO_EMAIL } });
    new cognito.CfnUserPoolClient(stack, 'Machine', {
      userPoolId: pool.userPoolId,
      allowedOAuthFlows: ['client_credentials'],
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    });
    expect(warningsOf(stack)).toEqual([warned]);
  });

  it.each(['sub', 'email_verified', 'phone_number_verified', 'cognito:user_status'])('is never %s', (name) => {
    expect(warningsOf(setUp(attribute(name, 'true')).stack)).toEqual([]);
  });

  it.each(['sub', 'email_verified'])('is not %s where a client writes all that it can', (name) => {
    const { stack, pool } = setUp(attribute(name, 'true'));
    new cognito.CfnUserPoolClient(stack, 'L1', { userPoolId: pool.userPoolId });
    expect(warningsOf(stack)).toEqual([]);
  });

  it('is one where nothing says that only administrators make users', () => {
    const schema = [AttributeSchema.customString('plan', { mutable: false })];
    const changes = [true, 'true', false, 'false'].map((only) => {
      const { stack, pool } = setUp(
        attribute('custom:plan', 'pro'),
        { client: { writeAttributes: PLAN }, schema },
        LENIENT,
      );
      pool.cfnUserPool.addPropertyOverride('AdminCreateUserConfig.AllowAdminCreateUserOnly', only);
      return warningsOf(stack);
    });
    expect(changes).toEqual([[], [], [warned], [warned]]);
    for (const path of ['AdminCreateUserConfig', 'AdminCreateUserConfig.AllowAdminCreateUserOnly']) {
      const { stack, pool } = setUp(attribute('custom:plan', 'pro'), {
        client: { writeAttributes: PLAN },
        schema,
        allowOnlyAdminsToCreateAccount: true,
      });
      pool.cfnUserPool.addPropertyDeletionOverride(path);
      expect(warningsOf(stack)).toEqual([warned]);
    }
  });

  it('is not one that never changes, of users that only administrators make', () => {
    const schema = (mutable: boolean) => [AttributeSchema.customString('plan', { mutable })];
    const policy = attribute('custom:plan', 'pro');
    const client = { writeAttributes: PLAN };
    expect(
      warningsOf(setUp(policy, { client, schema: schema(false), allowOnlyAdminsToCreateAccount: true }).stack),
    ).toEqual([]);
    expect(
      warningsOf(setUp(policy, { client, schema: schema(true), allowOnlyAdminsToCreateAccount: true }).stack),
    ).toEqual([warned]);
    expect(warningsOf(setUp(policy, { client, schema: schema(false) }).stack)).toEqual([warned]);
  });
});

describe('an attribute that an identity provider fills', () => {
  const metadata = SamlMetadata.fromUrl('https://acme.example.com/metadata');
  const attributeMapping = { custom: { tenant: cognito.ProviderAttribute.other('tenant') } };
  const warningsWith = (props: UserAuthPoolProps, client: UserAuthClientOptions) =>
    warningsOf(
      setUp(attribute('custom:tenant', 'acme'), {
        hostedUi: HostedUi.cognitoDomain(),
        schema: [AttributeSchema.customString('tenant')],
        identityProviders: [IdentityProvider.saml('Acme', { metadata, attributeMapping })],
        client: { callbackUrls: ['https://app.example.com'], writeAttributes: NO_EMAIL, ...client },
        ...props,
      }).stack,
    );
  const closed = { allowOnlyAdminsToCreateAccount: true };
  const external = { allowOnlyExternalIdentityProviders: true };
  const warned = [
    expect.stringMatching(
      /If an identity provider fills it, .* set allowOnlyAdminsToCreateAccount on the pool, and allowOnlyExternalIdentityProviders on those clients, without OAuthScope\.COGNITO_ADMIN\./,
    ),
  ];

  it('is safe where users can neither sign up nor change themselves', () => {
    expect(warningsWith(closed, external)).toEqual([]);
    const rotating = { ...external, refreshTokenRotationGracePeriod: Duration.seconds(10) };
    expect(warningsWith(closed, rotating)).toEqual([]);
  });

  it.each<[string, UserAuthPoolProps, UserAuthClientOptions]>([
    ['sign up', {}, external],
    ['sign in by the API', closed, {}],
    [
      'change themselves',
      closed,
      { ...external, allowedOAuthScopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.COGNITO_ADMIN] },
    ],
  ])('is warned of where users can %s', (_, props, client) => {
    expect(warningsWith(props, client)).toEqual(warned);
  });
});

describe('an attribute that the pool lacks', () => {
  const schema = [AttributeSchema.customString('plan')];
  const lacks = (name: string, remedy: string) => [
    expect.stringContaining(
      `An access policy requires the attribute "${name}", which the pool does not have, so nobody satisfies the policy. ${remedy}.`,
    ),
  ];

  it('is warned of, and nothing else', () => {
    for (const name of ['custom:tier', 'custom:identities', 'identities2']) {
      const warnings = warningsOf(setUp(attribute(name, 'pro'), { schema }).stack);
      expect(warnings).toEqual(lacks(name, 'Add it to the schema of the pool'));
      expect(warnings[0]).toContain('[ack: cdk-user-auth-pool:UserAuthPool.unknownAttribute]');
    }
  });

  it.each(['cognito:email_alias', 'identities'])('is not %s, which Cognito adds', (name) => {
    expect(warningsOf(setUp(attribute(name, 'x')).stack)).not.toContainEqual(
      expect.stringContaining('unknownAttribute'),
    );
  });

  it('is none at the request, where ID tokens have other claims too, and pools differ', () => {
    const stack = newStack();
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    const enforcement = PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID });
    new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool, enforcement }).addLambdaRoute(newFunction(stack, 'Fn'), {
      httpApi: new apigwv2.HttpApi(stack, 'Api'),
      path: '/a',
      methods: [apigwv2.HttpMethod.GET],
      accessPolicy: attribute('tenant', 'acme'),
    });
    expect(warningsOf(stack)).not.toContainEqual(expect.stringContaining('unknownAttribute'));
  });
});

it('policies at the request are warned of like those in the token, for each pool', () => {
  const stack = newStack('S');
  const [pool, further] = ['Pool', 'Further'].map((id) => new UserAuthPool(stack, id)) as [UserAuthPool, UserAuthPool];
  pool.addGroup('editors');
  const imported = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', {
    userPoolId: 'eu-west-1_Ab12Cd34E',
    userPoolClientIds: ['abc'],
  });
  new CognitoHttpApiAuthorizer(stack, 'Authorizer', {
    userAuthPool: pool,
    enforcement: PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID, additionalUserAuthPools: [further, imported] }),
  }).addLambdaRoute(newFunction(stack, 'Fn'), {
    httpApi: new apigwv2.HttpApi(stack, 'Api'),
    path: '/a',
    methods: [apigwv2.HttpMethod.GET],
    accessPolicy: AccessPolicy.anyOf(group('admins'), attribute('profile', 'admin')),
  });
  const has = (text: string) => warningsOf(stack).filter((warning) => warning.includes(text));
  expect(has('An access policy requires the group "admins", and the groups of the pool are "editors"')).toHaveLength(1);
  expect(has('An access policy requires the attribute "profile"')).toHaveLength(2);
  expect(has('the attributes profile of users of the imported pool S/Imported')).toHaveLength(1);
  expect(warningsOf(stack)).toHaveLength(4);
});

it('a group whose name differs only in case is named', () => {
  const { stack, pool } = setUp(group('editors'));
  pool.addGroup('Editors');
  expect(warningsOf(stack)).toEqual([
    expect.stringContaining('Write "Editors"; or, if it is another group, add it: pool.addGroup("editors").'),
  ]);
});

it.each([
  ['Email', 'email'],
  ['custom:Plan', 'custom:plan'],
  ['plan', 'custom:plan'],
  ['custom:plann', 'custom:plan'],
])('the attribute %s is probably %s', (attributeName, meant) => {
  const schema = [AttributeSchema.customString('plan')];
  const { stack } = setUp(attribute(attributeName, 'x'), { schema });
  const remedy = `Write "${meant}"; or, if it is another attribute, add it to the schema of the pool.`;
  expect(warningsOf(stack)).toEqual([expect.stringContaining(remedy)]);
});

describe('the username, which ID tokens have', () => {
  const chosen = { allowEmailAsUserName: false, allowUserName: true };
  const closed = { allowOnlyAdminsToCreateAccount: true };
  const atRequest = PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID });

  it.each<[string, boolean, UserAuthPoolProps, ((pool: UserAuthPool) => void)?, PolicyEnforcement?]>([
    ['users choose it', true, chosen],
    ['an alias goes with it', true, { ...chosen, allowPreferredUserName: true }],
    [
      'a client of any kind can sign users up',
      true,
      chosen,
      (pool) => new cognito.CfnUserPoolClient(pool, 'L1', { userPoolId: pool.userPoolId }),
    ],
    ['an override makes it theirs', true, {}, (pool) => pool.cfnUserPool.addPropertyOverride('UsernameAttributes', [])],
    [
      'they choose it in a branch',
      true,
      {},
      (pool) =>
        pool.cfnUserPool.addPropertyOverride('UsernameAttributes', Fn.conditionIf('C', ['email'], Aws.NO_VALUE)),
    ],
    [
      'only the deployment knows',
      true,
      {},
      (pool) => pool.cfnUserPool.addPropertyOverride('UsernameAttributes', Fn.split(',', Fn.importValue('names'))),
    ],
    ['Cognito generates it', false, {}],
    [
      'Cognito generates it, though a client writes all attributes',
      false,
      {},
      (pool) => new cognito.CfnUserPoolClient(pool, 'L1', { userPoolId: pool.userPoolId }),
    ],
    ['administrators choose it', false, { ...chosen, ...closed }],
    ['the token of the policy has none', false, chosen, undefined, PolicyEnforcement.inToken()],
  ])('is warned of, or not, where %s', (_, isWarned, props, change = () => {}, enforcement = atRequest) => {
    const stack = new Stack(newApp(LENIENT), 'S');
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    const userAuthPool = new UserAuthPool(stack, 'Pool', props);
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool, enforcement });
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    const accessPolicy = attribute('cognito:username', 'root');
    authorizer.addLambdaRoute(newFunction(stack, 'Fn'), { httpApi, path: '/a', accessPolicy });
    change(userAuthPool);
    const told = warningsOf(stack).filter((each) => each.includes('cognito:username'));
    expect(told).toEqual(isWarned ? [expect.stringContaining('cdk-user-auth-pool:UserAuthPool.policyOnUserName')] : []);
  });
});

it('a warning can be acknowledged', () => {
  const { stack, pool } = setUp(attribute('email', 'x'));
  Annotations.of(pool).acknowledgeWarning('cdk-user-auth-pool:UserAuthPool.policyOnWritableAttribute', 'known');
  expect(warningsOf(stack)).toEqual([]);
});
