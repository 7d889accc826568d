import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, ExistingUserPool, HostedUi, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { newProvider } from '../client/support';
import { synth, Template, templateIn, useDeployed } from './support';

const deployed = useDeployed();

/** A stack whose logical IDs are nobody's but its own, as SAM, Serverless and people write them. */
const OLD: Template = {
  Resources: {
    Pool: {
      Type: 'AWS::Cognito::UserPool',
      Properties: {
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: true },
        Schema: [
          {
            Name: 'tenant',
            AttributeDataType: 'String',
            Mutable: false,
            StringAttributeConstraints: { MinLength: '1', MaxLength: '9' },
          },
        ],
      },
    },
    Web: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' } } },
    Admins: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { GroupName: 'admins', UserPoolId: { Ref: 'Pool' } } },
    Domain: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'shop', UserPoolId: { Ref: 'Pool' } } },
    Api: {
      Type: 'AWS::Cognito::UserPoolResourceServer',
      Properties: {
        Identifier: 'api',
        Name: 'api',
        Scopes: [{ ScopeName: 'read', ScopeDescription: 'read' }],
        UserPoolId: { Ref: 'Pool' },
      },
    },
    // Another pool, of which nothing is asked.
    Other: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    OtherWeb: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Other' } } },
  },
};

interface Port {
  readonly existing?: string;
  readonly props?: UserAuthPoolProps;
  readonly rename?: Record<string, string>;
  readonly change?: (pool: UserAuthPool, stack: Stack) => void;
}
const RENAME = {
  UsersClient3B43F2CF: 'Web',
  UsersAdminsDCDA6C0D: 'Admins',
  UsersDomainC6632324: 'Domain',
  UsersApiE362F846: 'Api',
};
const scopes = [{ scopeName: 'read', scopeDescription: 'read' }];

const port = ({ existing = 'Pool', props = {}, rename = RENAME, change }: Port) =>
  synth((stack) => {
    const pool = new UserAuthPool(stack, 'Users', {
      existing: ExistingUserPool.fromTemplate(deployed.write(OLD), existing),
      hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'shop' }),
      ...props,
    });
    pool.addGroup('Admins', { groupName: 'admins' });
    pool.addResourceServer('Api', { identifier: 'api', scopes });
    for (const [now, then] of Object.entries(rename)) stack.renameLogicalId(now, then);
    change?.(pool, stack);
  });

it('nothing is replaced', () => {
  const { template, error } = port({});
  expect(error).toBe('');
  for (const id of ['Pool', 'Web', 'Admins', 'Domain', 'Api']) {
    expect(template.Resources[id]?.Type).toBe(OLD.Resources[id]!.Type);
  }
});

const without = (id: string) => Object.fromEntries(Object.entries(RENAME).filter(([now]) => now !== id));
const deletion = (path: string) => (pool: UserAuthPool) => pool.cfnUserPool.addPropertyDeletionOverride(path);
const tenant = (options: object) => ({
  schema: [AttributeSchema.customString('tenant', { minLength: 1, maxLength: 9, mutable: false, ...options })],
});

describe('each mistake alone is an error with the line to write, which is enough', () => {
  it.each<[string, Port, string, Port]>([
    ['the ID of the pool', { existing: 'Users' }, 'ExistingUserPool.fromTemplate(', { existing: 'Pool' }],
    [
      'the ID of a client',
      { rename: without('UsersClient3B43F2CF') },
      'existing, Web is a client in ',
      { rename: RENAME },
    ],
    [
      'the ID of a client: its line',
      { rename: without('UsersClient3B43F2CF') },
      'Write Stack.of(pool).renameLogicalId("UsersClient3B43F2CF", "Web")',
      {},
    ],
    [
      'the ID of a group',
      { rename: without('UsersAdminsDCDA6C0D') },
      'Write Stack.of(pool).renameLogicalId("UsersAdminsDCDA6C0D", "Admins")',
      {},
    ],
    [
      'the ID of a domain',
      { rename: without('UsersDomainC6632324') },
      'Write Stack.of(pool).renameLogicalId("UsersDomainC6632324", "Domain")',
      {},
    ],
    [
      'the ID of a resource server',
      { rename: without('UsersApiE362F846') },
      'Write Stack.of(pool).renameLogicalId("UsersApiE362F846", "Api")',
      {},
    ],
    [
      'a secret',
      { props: { client: { generateClientSecret: true } } },
      'existing, Web.GenerateSecret is absent in ',
      {},
    ],
    [
      'no secret, where none was said',
      { props: { client: { generateClientSecret: false } } },
      'Omit generateClientSecret',
      {},
    ],
    [
      'case',
      { props: { signInCaseSensitive: false } },
      'Omit signInCaseSensitive, or write signInCaseSensitive: true',
      { props: { signInCaseSensitive: true } },
    ],
    [
      'sign-in names',
      { props: { allowPhoneNumberAsUserName: true } },
      'Write allowEmailAsUserName: true, allowPhoneNumberAsUserName: false, allowUserName: false, allowPreferredUserName: false',
      {
        props: {
          allowEmailAsUserName: true,
          allowPhoneNumberAsUserName: false,
          allowUserName: false,
          allowPreferredUserName: false,
        },
      },
    ],
    ['aliases', { props: { allowUserName: true } }, '; AliasAttributes is absent in ', {}],
    [
      'a bound of an attribute',
      { props: tenant({ maxLength: 10 }) },
      'or write AttributeSchema.customString("tenant", { minLength: 1, maxLength: 9, mutable: false })',
      { props: tenant({}) },
    ],
    [
      'no bounds',
      { props: { schema: [AttributeSchema.customString('tenant', { unbounded: true, mutable: false })] } },
      'Omit it, for the pool keeps',
      {},
    ],
    ['a mutable attribute', { props: tenant({ mutable: true }) }, 'schema[0] is {', { props: tenant({}) }],
    [
      'the name of a group',
      {
        change: (_, stack) =>
          ((
            stack.node.findChild('Users').node.findChild('Admins').node.defaultChild as cognito.CfnUserPoolGroup
          ).groupName = 'root'),
      },
      'existing, Admins.GroupName is "admins" in ',
      {},
    ],
    [
      'the identifier of a resource server',
      {
        change: (_, stack) =>
          ((
            stack.node.findChild('Users').node.findChild('Api').node.defaultChild as cognito.CfnUserPoolResourceServer
          ).identifier = 'other'),
      },
      'Write "api" for identifier',
      {},
    ],
    [
      'the domain',
      { props: { hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'other' }) } },
      'Write "shop" for domainPrefix or domainName',
      {},
    ],
    [
      'an override of case',
      { change: deletion('UsernameConfiguration') },
      'remove overrides of UsernameConfiguration',
      {},
    ],
    [
      'an override of the schema',
      { change: deletion('Schema') },
      'Remove the override of Schema, or keep AttributeSchema.customString("tenant"',
      {},
    ],
  ])('%s', (_, mistake, line, remedy) => {
    const { error } = port(mistake);
    expect(error).toContain(line);
    expect(port(remedy).error).toBe('');
  });
});

describe('what is not there at all', () => {
  const minimal = (stack: Stack) =>
    new UserAuthPool(stack, 'Users', {
      existing: ExistingUserPool.fromTemplate(deployed.write(OLD), 'Pool'),
      defaultClient: false,
    });

  it('is told with the line that adds it', () => {
    const { error } = synth(minimal);
    expect(error.match(/existing, \w+ is a /g)).toHaveLength(4);
    for (const line of [
      'Write pool.addClient("Web").cfnUserPoolClient.overrideLogicalId("Web")',
      'Write (pool.addGroup("Admins", { groupName: "admins" }).node.defaultChild as CfnResource).overrideLogicalId("Admins")',
      'Write hostedUi: HostedUi.cognitoDomain({ domainPrefix: "shop" }) in the props, and pool.hostedUiDomain?.cfnUserPoolDomain.overrideLogicalId("Domain")',
      'Write (pool.addResourceServer("Api", { identifier: "api", scopes: [{ scopeName: "read", scopeDescription: "read" }] }).node.defaultChild as CfnResource).overrideLogicalId("Api")',
    ]) {
      expect(error).toContain(line);
    }
  });
});

describe('what is to go', () => {
  const synthOf = (...gone: string[]) => {
    const resources = Object.entries(OLD.Resources).filter(([id]) => !gone.includes(id));
    const existing = ExistingUserPool.fromTemplate(
      deployed.write({ Resources: Object.fromEntries(resources) }),
      'Pool',
    );
    return synth((stack) => {
      const pool = new UserAuthPool(stack, 'Users', { existing, defaultClient: false });
      pool.addClient('Fresh');
      pool.addGroup('Admins', { groupName: 'admins' });
    });
  };

  it('is removed from the old template, as the error says', () => {
    const { error } = synthOf();
    expect(error).toMatch(
      /does not have: CloudFormation deletes it\. Write \(pool\.addResourceServer.*; or, if it is to go, remove "Api" from \S+old\.template\.json\./,
    );
    expect(error).toMatch(
      /; or, if it is to go, remove "Domain" from \S+old\.template\.json, and deploy once without hostedUi\./,
    );
    expect(error).toMatch(
      /creates a new one in its place, with another ID\. .*; or, if it is to go, remove "Web" from \S+old\.template\.json\./,
    );
    expect(synthOf('Api', 'Domain', 'Web', 'Admins').error).toBe('');
  });

  it('is not what is there under another logical ID, because Cognito rejects a second one of the name', () => {
    expect(synthOf().error).toMatch(
      /which the stack of the pool does not have: CloudFormation creates a new one first, and Cognito rejects it, because the pool already has one of that name\. Write Stack\.of\(pool\)\.renameLogicalId\("\w+", "Admins"\)\./,
    );
  });
});

it('an identity provider keeps its ID through its handle', () => {
  const old = (stack: Stack) => {
    const pool = new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled: true });
    new cognito.CfnUserPoolIdentityProvider(stack, 'Acme', {
      userPoolId: pool.userPoolId,
      providerName: 'Acme',
      providerType: 'SAML',
      providerDetails: {},
    });
  };
  const make = (change: (pool: UserAuthPool) => void) =>
    synth((stack) => {
      const pool = new UserAuthPool(stack, 'Users', {
        existing: ExistingUserPool.fromTemplate(deployed.write(templateIn(old)), 'Users0A0EEA89'),
        identityProviders: [newProvider('Acme')],
      });
      change(pool);
    }).error;
  expect(make(() => undefined)).toMatch(/Write Stack\.of\(pool\)\.renameLogicalId\("\w+", "Acme"\)/);
  expect(make((pool) => pool.identityProvider('Acme').overrideLogicalId('Acme'))).toBe('');
  const changed = (property: string) =>
    make((pool) => {
      const provider = pool.identityProvider('Acme');
      provider.overrideLogicalId('Acme');
      provider.addPropertyOverride(property, 'Other');
    });
  expect(changed('ProviderName')).toContain('Write "Acme" for the name of the identity provider');
  expect(changed('ProviderType')).toContain('Write "SAML" for the type of the identity provider');
});

it('what keeps nothing of its users, such as a style, may go', () => {
  const style = { Type: 'AWS::Cognito::ManagedLoginBranding', Properties: { UserPoolId: { Ref: 'Pool' } } };
  const old = { Resources: { Pool: OLD.Resources.Pool, Style: style } };
  const existing = ExistingUserPool.fromTemplate(deployed.write(old), 'Pool');
  expect(synth((stack) => new UserAuthPool(stack, 'Users', { existing })).error).toBe('');
});

it('says which, where several may take the place', () => {
  const { error } = synth((stack) => {
    const pool = new UserAuthPool(stack, 'Users', {
      existing: ExistingUserPool.fromTemplate(deployed.write(OLD), 'Pool'),
    });
    pool.addClient('App');
  });
  expect(error).toMatch(
    /renameLogicalId\(NEW, "Web"\), where NEW is one of "UsersApp\w+" \(S\/Users\/App\/Default\/Resource\), "UsersClient3B43F2CF" \(/,
  );
});

it('sign-in names that differ have one remedy, once', () => {
  const { error } = port({ props: { allowUserName: true } });
  expect(error.match(/existing, (?:Username|Alias)Attributes/g)).toEqual(['existing, UsernameAttributes']);
  expect(error.match(/Write allowEmailAsUserName/g)).toHaveLength(1);
});

it('offers nothing of another pool in the stack', () => {
  const { error } = synth((stack) => {
    new UserAuthPool(stack, 'Users', {
      existing: ExistingUserPool.fromTemplate(deployed.write(OLD), 'Pool'),
      defaultClient: false,
    });
    new UserAuthPool(stack, 'Others').addGroup('admins');
  });
  expect(error).toContain('existing, Web is a client in ');
  expect(error).not.toContain('renameLogicalId');
});

it('says in one go what a client in the place of another one needs', () => {
  const web = { UserPoolId: { Ref: 'Pool' }, GenerateSecret: false };
  const old = {
    Resources: { Pool: OLD.Resources.Pool, Web: { Type: 'AWS::Cognito::UserPoolClient', Properties: web } },
  };
  const existing = ExistingUserPool.fromTemplate(deployed.write(old), 'Pool');
  const { error } = synth((stack) => new UserAuthPool(stack, 'Users', { existing }));
  expect(error).toContain(
    'Write Stack.of(pool).renameLogicalId("UsersClient3B43F2CF", "Web"), and write generateClientSecret: false;',
  );
  const followed = synth((stack) => {
    new UserAuthPool(stack, 'Users', { existing, client: { generateClientSecret: false } });
    stack.renameLogicalId('UsersClient3B43F2CF', 'Web');
  });
  expect(followed.error).toBe('');
});

describe('all lines together, as they are told, are enough', () => {
  const READ = { scopeName: 'read', scopeDescription: 'read' };

  /** A pool of the CDK with a client of each kind, and one of everything else that stays. */
  const everything = (stack: Stack) => {
    const pool = new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled: true });
    const server = pool.addResourceServer('Api', {
      identifier: 'api',
      scopes: [new cognito.ResourceServerScope(READ)],
    });
    pool.addClient('Web', { disableOAuth: true });
    pool.addClient('my-app', { generateSecret: false, disableOAuth: true });
    pool.addClient('Backend', { generateSecret: true, disableOAuth: true });
    const oAuth = {
      flows: { clientCredentials: true },
      scopes: [cognito.OAuthScope.resourceServer(server, new cognito.ResourceServerScope(READ))],
    };
    pool.addClient('M2m', { generateSecret: true, oAuth });
    pool.addGroup('Admins', { groupName: 'admins' });
    pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'shop' } });
    new cognito.CfnUserPoolIdentityProvider(stack, 'Acme', {
      userPoolId: pool.userPoolId,
      providerName: 'Acme',
      providerType: 'SAML',
      providerDetails: {},
    });
  };

  /** Runs the code of remedies. What is in the props is there before the rest. */
  function follow(stack: Stack, id: string, props: UserAuthPoolProps, remedies: readonly string[]): void {
    const context = { Stack, HostedUi, OAuthScope: cognito.OAuthScope, provider: newProvider('Acme') };
    const run = (code: string, more: object = {}) =>
      runInNewContext(code.replace(/ as CfnResource/g, ''), { ...context, ...more }) as unknown;
    const [, hostedUi] = /hostedUi: (HostedUi\..*?\)) in the props/.exec(remedies.join('\n')) ?? [];
    const pool = new UserAuthPool(stack, id, {
      ...props,
      hostedUi: hostedUi ? (run(hostedUi) as HostedUi) : undefined,
    });
    for (const remedy of remedies) {
      const code = remedy.replace(/^hostedUi: .* in the props(, and )?/, '').replace(/, where provider is .*/, '');
      if (code !== '') run(code, { pool });
    }
  }

  it.each<[string, string, UserAuthPoolProps, object]>([
    ['under the construct ID of the CDK', 'Users', {}, { renames: 1, overrides: 2 }],
    ['without the default client', 'Users', { defaultClient: false }, { renames: 0, overrides: 2 }],
    ['under another construct ID', 'People', {}, { renames: 1, overrides: 7 }],
  ])('%s', (_, id, props, expected) => {
    deployed.stack(everything);
    const existing = ExistingUserPool.fromTemplate(`${deployed.folder}/old.template.json`, 'Users0A0EEA89');
    const { error } = synth((stack) => new UserAuthPool(stack, id, { ...props, existing }));
    const remedies = error.split('\n').flatMap((line) => / Write (.*?)(?:; or, .*)?\.$/.exec(line)?.[1] ?? []);
    expect(remedies).toHaveLength(8);
    const count = (text: string) => remedies.filter((each) => each.includes(text)).length;
    expect({ renames: count('renameLogicalId'), overrides: count('overrideLogicalId') }).toEqual(expected);
    expect(error).toContain('is an identity provider in ');

    const followed = synth((stack) => follow(stack, id, { ...props, existing }, remedies));
    expect(followed.error).toBe('');
    for (const [logicalId, { Type }] of Object.entries(templateIn(everything).Resources)) {
      expect(followed.template.Resources[logicalId]?.Type, logicalId).toBe(Type);
    }
  });
});
