import { Annotations, Aws, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Branding, HostedUi, UserAuthClient, UserAuthDomain, UserAuthGroup, UserAuthPool } from '../../lib';
import { logicalIdOf } from '../../lib/lock/identity';
import { inOther, synthWith, useLockFile } from '../support/lock-file';
import { newApp, warningsOf } from '../support/synth';

const lock = useLockFile();
const { entry } = lock;
const synth = (make: (pool: UserAuthPool) => unknown, props = {}) => synthWith(lock, make, props);
const idOf = (client: cognito.CfnUserPoolClient) => client.stack.resolve(client.logicalId) as string;

describe('app clients', () => {
  it('keep their logical IDs: the error has the line, which is enough', () => {
    let before = '';
    synth((pool) => {
      before = idOf(pool.addClient('Web').cfnUserPoolClient);
    });
    const [message] = synth((pool) => pool.addClient('Web').cfnUserPoolClient.overrideLogicalId('Other'));
    expect(message).toMatch(
      /lockFile, clients is PoolWeb\w+ in .* for S\/Pool\/Web, which has the logical ID Other now: CloudFormation creates another app client, with a new ID and secret, and every app and session of the old one ends\./,
    );
    const [, now, then] = /renameLogicalId\("(\w+)", "(\w+)"\)/.exec(message!)!;
    expect([now, then]).toEqual(['Other', before]);
    expect(entry().clients).toEqual({ [before]: 'S/Pool/Web' });
  });

  const addAll =
    (...ids: string[]) =>
    (pool: UserAuthPool) =>
      ids.forEach((id) => pool.addClient(id));

  it('may be the same as the only one that is new: the error has the line, which is enough', () => {
    synth(addAll('Web'));
    const [message] = synth(addAll('App'));
    expect(message).toMatch(
      /lockFile, clients is PoolWeb\w+ in .* for S\/Pool\/Web, which the app no longer creates, while S\/Pool\/App is new, with the logical ID PoolApp\w+: if it is the same client, CloudFormation creates another .*; or, if the old one is to go, remove "PoolWeb\w+" from clients of "\S+" in /,
    );
    const [, now, then] = /renameLogicalId\("(\w+)", "(\w+)"\)/.exec(message!)!;
    const followed = (pool: UserAuthPool) => {
      Stack.of(pool).renameLogicalId(now!, then!);
      addAll('App')(pool);
    };
    expect(synth(followed)).toEqual([]);
    lock.remove('clients', 'PoolWeb');
    expect(synth(addAll('App'))).toEqual([]);
  });

  it.each<[string, string[], string[]]>([
    ['two are new', ['Web'], ['App', 'Mobile']],
    ['two are gone', ['Web', 'Mobile'], ['App']],
  ])('are not taken for others if %s', (_, before, after) => {
    synth(addAll(...before));
    const warnings = synth(addAll(...after));
    expect(warnings.map((each) => /UserAuthPool\.\w+/.exec(each)?.[0])).toEqual(
      before.map(() => 'UserAuthPool.clientRemoved'),
    );
  });

  it('are not taken for one that has a secret, unless the file does not say whether they have one', () => {
    synth(addAll('Web'));
    const server = (pool: UserAuthPool) => pool.addServerClient('Server');
    const recorded = lock.content();
    expect(synth(server)).toEqual([expect.stringContaining('UserAuthPool.clientRemoved')]);
    writeFileSync(lock.path, recorded.replace(/"generateSecret": \{[^}]*\},/, ''));
    expect(synth(server)).toEqual([expect.stringContaining('if it is the same client')]);
  });

  it.each<[string, (pool: UserAuthPool) => unknown, number]>([
    ['in it', addAll('Web', 'App'), 2],
    ['beside it', (pool) => new UserAuthClient(pool.node.scope!, 'Web', { userPool: pool }), 1],
  ])('%s move with the pool: each has an error with its line, and all lines are enough', (_, add, count) => {
    const synthIn = (lines: string[][], ...path: string[]) => {
      const app = newApp();
      const stack = new Stack(app, 'S');
      const scope = path.reduce<Construct>((at, id) => new Construct(at, id), stack);
      const pool = new UserAuthPool(scope, 'Pool', { lockFile: lock.path, defaultClient: false });
      pool.cfnUserPool.overrideLogicalId('Kept');
      for (const [now, then] of lines) stack.renameLogicalId(now!, then!);
      add(pool);
      try {
        app.synth();
      } catch (error) {
        return String(error);
      }
      return warningsOf(stack).join();
    };
    expect(synthIn([])).toBe('');
    const message = synthIn([], 'Auth');
    const lines = [...message.matchAll(/renameLogicalId\("(\w+)", "(\w+)"\)/g)].map(([, ...ids]) => ids);
    expect(lines).toHaveLength(count);
    for (const [now, then] of lines) expect(now).toBe(`Auth${then!.slice(0, -8)}${now!.slice(-8)}`);
    expect(synthIn(lines, 'Auth')).toBe('');
  });

  it('that are gone do not hide what becomes of those that took their logical IDs', () => {
    synth(addAll('Web', 'App'));
    // As if it had been recorded after it was gone.
    const [app] = Object.keys(entry().clients as object);
    const rename = (pool: UserAuthPool) => {
      Stack.of(pool).renameLogicalId(app!, 'Free');
      addAll('App')(pool);
    };
    writeFileSync(lock.path, lock.content().replace(/PoolWeb\w+/g, 'Free'));
    const [message] = synth(rename);
    expect(message).toMatch(/is PoolApp\w+ in .* for S\/Pool\/App, which has the logical ID Free now: /);
    lock.remove('clients', 'PoolApp');
    expect(synth(rename)).toEqual([]);
    expect(entry().clients).toEqual({ Free: 'S/Pool/App' });
  });

  it('go with a warning of their own: to acknowledge that of one does not hide that of another', () => {
    synth(addAll('Web', 'App'));
    const ids = Object.keys(entry().clients as object);
    const acknowledged = (pool: UserAuthPool) =>
      Annotations.of(pool).acknowledgeWarning(`cdk-user-auth-pool:UserAuthPool.clientRemoved:${ids[0]}`);
    expect(synth(acknowledged)).toEqual([
      expect.stringContaining(`cdk-user-auth-pool:UserAuthPool.clientRemoved:${ids[1]}]`),
    ]);
  });

  it('may be added, and go with a warning', () => {
    synth((pool) => pool.addClient('Web'));
    expect(synth((pool) => ['Web', 'App'].forEach((id) => pool.addClient(id)))).toEqual([]);
    const warning = expect.stringMatching(
      /If only its construct has moved, keep its logical ID with renameLogicalId\(\) of its stack\. If another stack imports its ID, deploy once with exportValue\(ID, { name }\) in the stack that had it, where ID is its ID and name the name of its export in the deployed template, and take that out afterwards\. If it is to go, remove \\"PoolApp\w+\\" from clients of \\"\*\/\*\/S\/PoolD3F588B8\\" in the file\. .*UserAuthPool\.clientRemoved/,
    );
    // Until somebody takes it out of the file, the deployment may be yet to come.
    for (let times = 0; times < 2; times++) expect(synth((pool) => pool.addClient('Web'))).toEqual([warning]);
    expect(Object.values(entry().clients as object)).toEqual(['S/Pool/App', 'S/Pool/Web']);
    lock.remove('clients', 'PoolApp');
    expect(synth((pool) => pool.addClient('Web'))).toEqual([]);
    expect(Object.values(entry().generateSecret as object)).toEqual(['absent']);
  });
});

describe('the secret of an app client', () => {
  const secrets = () => Object.values(entry().generateSecret as object);
  const REPLACED =
    /lockFile, generateSecret of S\/Pool\/Web is absent in .*, and true now: CloudFormation creates another app client, with a new ID and secret, .* remove "PoolWeb\w+" from clients of "\S+" in /;

  it('cannot be added or removed, since another client would take its place', () => {
    synth((pool) => pool.addClient('Web'));
    const withSecret = (pool: UserAuthPool) => pool.addClient('Web', { generateClientSecret: true });
    expect(synth(withSecret)[0]).toMatch(REPLACED);
    const withFalse = (pool: UserAuthPool) => pool.addClient('Web', { generateClientSecret: false });
    expect(synth(withFalse)[0]).toContain('is absent in');
    // The remedies.
    expect(synth((pool) => [pool.addClient('Web'), pool.addServerClient('Server')])).toEqual([]);
    lock.remove('clients', 'PoolWeb');
    expect(synth((pool) => [withSecret(pool), pool.addServerClient('Server')])).toEqual([]);
    expect(secrets()).toEqual(['true', 'true']);
  });

  it('is compared only with what the file has', () => {
    synth((pool) => pool.addClient('Web'));
    writeFileSync(lock.path, lock.content().replace(/"generateSecret": \{[^}]*\},/, ''));
    expect(synth((pool) => pool.addClient('Web', { generateClientSecret: true }))).toEqual([]);
  });
});

describe('domains', () => {
  const prefix = (domainPrefix?: string) => ({ hostedUi: HostedUi.cognitoDomain({ domainPrefix }) });
  const none = () => undefined;

  it('cannot be replaced: the error says the two steps', () => {
    synth(none, prefix('one'));
    expect(synth(none, prefix('two'))[0]).toMatch(
      /lockFile, domains is "one" in .*, and "two" now: CloudFormation creates the new domain first, and Cognito rejects it.*Deploy once without hostedUi.*; or, if the old one was never deployed, remove "PoolDomain\w+" from domains of "\S+" in /,
    );
    expect(synth(none)).toEqual([]);
    expect(synth(none, prefix('two'))).toEqual([]);
  });

  it('cannot change from the default one', () => {
    synth(none, prefix());
    expect(synth(none, prefix())).toEqual([]);
    expect(synth(none, prefix('two'))[0]).toContain('CloudFormation creates the new domain first');
  });

  it('cannot be the same under another logical ID', () => {
    synth(none, prefix('one'));
    const rename = (pool: UserAuthPool) => pool.hostedUiDomain!.cfnUserPoolDomain.overrideLogicalId('Other');
    expect(synth(rename, prefix('one'))[0]).toMatch(
      /is "one" in .* with the logical ID PoolDomain\w+, and with Other now: .*Keep the old logical ID: Stack\.of\(this\)\.renameLogicalId\("Other", "PoolDomain\w+"\); or, if the old one was never deployed, remove "PoolDomain\w+" from domains of "\S+" in .*lock\.json\./,
    );
    lock.remove('domains', 'PoolDomain');
    expect(synth(rename, prefix('one'))).toEqual([]);
  });

  it('cannot be in another stack', () => {
    const inStack = (id: string) => (pool: UserAuthPool) =>
      void new UserAuthDomain(new Stack(pool.node.root, id), 'Domain', { userPool: pool, ...prefix('one') });
    synth(none, prefix('one'));
    expect(synth(inStack('B'))[0]).toMatch(
      /with the logical ID PoolDomain\w+, and with B\/Domain\w+ now: .*\. Keep it in the stack of the pool, or deploy once without it; in between, nobody can sign in on the hosted pages; or, if/,
    );
    rmSync(lock.path);
    synth(inStack('A'));
    expect(synth(inStack('B'))[0]).toContain('Keep it in the stack A, or deploy once without it;');
  });

  it('may be a custom one after a prefix that only the deployment knows, whatever is in it', () => {
    const domainOf = (id: string, props: Partial<cognito.CfnUserPoolDomainProps>) => (pool: UserAuthPool) =>
      void new cognito.CfnUserPoolDomain(Stack.of(pool), id, { userPoolId: pool.userPoolId, ...props } as never);
    synth(domainOf('Late', { domain: `a.${Aws.REGION}` }));
    expect(entry().domains).toEqual({ Late: expect.stringContaining('a.') });
    expect(synth(domainOf('Own', { domain: 'a.example.com', customDomainConfig: {} }))).toEqual([]);
  });

  it('may be one of each kind', () => {
    const custom = (pool: UserAuthPool) =>
      void new cognito.CfnUserPoolDomain(Stack.of(pool), 'Own', {
        userPoolId: pool.userPoolId,
        domain: 'a.example.com',
        customDomainConfig: {},
      });
    synth(none, prefix('one'));
    expect(synth(custom, prefix('one'))).toEqual([]);
    // The other kind goes while this one comes.
    synth(custom);
    expect(synth(none, prefix('one'))).toEqual([]);
  });

  it('may become one of the other kind', () => {
    const own = (pool: UserAuthPool) => {
      const domain = pool.hostedUiDomain!.cfnUserPoolDomain;
      domain.domain = 'auth.example.com';
      domain.customDomainConfig = {};
    };
    synth(none, prefix('one'));
    expect(synth(own, prefix('one'))).toEqual([]);
    expect(entry().domains).toEqual({ [Object.keys(entry().domains as object)[0]!]: 'auth.example.com' });
    expect(synth(none, prefix('one'))).toEqual([]);
  });
});

/** What Cognito knows by a name, made with this library. */
const NAMED: [string, string, string, (pool: UserAuthPool, name: string, id?: string) => CfnResource][] = [
  [
    'identityProviders',
    'ProviderName',
    'identity provider',
    (pool, providerName, id = providerName) =>
      new cognito.CfnUserPoolIdentityProvider(Stack.of(pool), id, {
        userPoolId: pool.userPoolId,
        providerName,
        providerType: 'OIDC',
        providerDetails: {},
      }),
  ],
  [
    'groups',
    'GroupName',
    'group',
    (pool, groupName, id = groupName) => pool.addGroup(id, { groupName }).node.defaultChild as CfnResource,
  ],
  [
    'resourceServers',
    'Identifier',
    'resource server',
    (pool, identifier, id = identifier) => pool.addResourceServer(id, { identifier }).node.defaultChild as CfnResource,
  ],
];

describe.each(NAMED)('%s', (setting, property, what, add) => {
  const hosted = { hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }) };
  const removed = `${setting.slice(0, -1)}Removed`;
  const values = () => Object.values(entry()[setting] as object);

  it('may be added, and go with a warning until they are taken out of the file', () => {
    synth((pool) => add(pool, 'Acme'), hosted);
    const two = (pool: UserAuthPool) => ['Acme', 'Other'].map((name) => add(pool, name));
    expect(synth(two, hosted)).toEqual([]);
    const warning = expect.stringMatching(
      new RegExp(
        `has the ${what} Other, which the app no longer creates: .*from ${setting} of .* in the file\\. .*${removed}:\\w+\\]`,
      ),
    );
    for (let times = 0; times < 2; times++) expect(synth((pool) => add(pool, 'Acme'), hosted)).toEqual([warning]);
    expect(values().sort()).toEqual(['Acme', 'Other']);
    lock.remove(setting, '', 'Other');
    expect(synth((pool) => add(pool, 'Acme'), hosted)).toEqual([]);
  });

  it('are not taken for others that come when they go', () => {
    synth((pool) => add(pool, 'Acme'), hosted);
    expect(synth((pool) => add(pool, 'Other'), hosted)).toEqual([expect.stringContaining(removed)]);
    expect(values().sort()).toEqual(['Acme', 'Other']);
  });

  it('keep their names under the same logical ID, unless they are taken out of the file', () => {
    const named = (name: string) => (pool: UserAuthPool) => add(pool, name, 'Id').overrideLogicalId('Kept');
    synth(named('Acme'), hosted);
    const [message] = synth(named('Other'), hosted);
    expect(message).toMatch(
      new RegExp(
        `lockFile, ${setting} is "Acme" in .*, and "Other" now, with the same logical ID Kept: CloudFormation .*\\. Keep the old ${property}, and add another ${what} with a construct ID of its own; or, if that is what you want or it was never deployed, remove "Kept" from ${setting} of "\\S+" in `,
      ),
    );
    lock.remove(setting, 'Kept');
    expect(synth(named('Other'), hosted)).toEqual([]);
  });

  it('keep their logical IDs: the error has the line, which is enough', () => {
    let before = '';
    synth((pool) => (before = logicalIdOf(add(pool, 'Acme', 'Id'))), hosted);
    let now = '';
    const moved = (pool: UserAuthPool) => (now = logicalIdOf(add(pool, 'Acme', 'Moved')));
    const [message] = synth(moved, hosted);
    expect(message).toMatch(
      new RegExp(
        `lockFile, ${setting} is "Acme" in .* with the logical ID ${before}, and with ${now} now: CloudFormation creates the new one first, and Cognito rejects it, because the pool already has one of that name\\. Keep the old logical ID: Stack\\.of\\(this\\)\\.renameLogicalId\\("${now}", "${before}"\\)`,
      ),
    );
    const followed = (pool: UserAuthPool) => {
      Stack.of(pool).renameLogicalId(now, before);
      add(pool, 'Acme', 'Moved');
    };
    expect(synth(followed, hosted)).toEqual([]);
  });
});

describe('the type of an identity provider', () => {
  const hosted = { hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }) };
  const provider =
    (providerType: string, providerName = 'Acme') =>
    (pool: UserAuthPool) =>
      void new cognito.CfnUserPoolIdentityProvider(Stack.of(pool), 'Idp', {
        userPoolId: pool.userPoolId,
        providerName,
        providerType,
        providerDetails: {},
      });

  it('cannot change under the same name', () => {
    synth(provider('SAML'), hosted);
    expect(entry().providerTypes).toEqual({ Idp: 'SAML' });
    expect(synth(provider('SAML'), hosted)).toEqual([]);
    expect(synth(provider('OIDC'), hosted)[0]).toMatch(
      /lockFile, the type of the identity provider Acme is SAML in .*, and OIDC now: CloudFormation creates another one first, and Cognito rejects it, .*; or, if the old one is not deployed, remove "Idp" from identityProviders of "\S+" in /,
    );
    lock.remove('identityProviders', 'Idp');
    expect(synth(provider('OIDC'), hosted)).toEqual([]);
    expect(entry().providerTypes).toEqual({ Idp: 'OIDC' });
  });

  it('is told of once, if the name changes as well', () => {
    synth(provider('SAML'), hosted);
    expect(synth(provider('OIDC', 'Other'), hosted)[0]!.match(/\[S\/Pool\]/g)).toHaveLength(1);
  });

  it('is compared only with what the file has, which keeps it as long as the provider', () => {
    synth(provider('SAML'), hosted);
    const recorded = lock.content();
    writeFileSync(lock.path, recorded.replace(/"providerTypes": \{[^}]*\},/, ''));
    expect(synth(provider('OIDC'), hosted)).toEqual([]);
    writeFileSync(lock.path, recorded);
    synth(() => undefined, hosted);
    expect(entry().providerTypes).toEqual({ Idp: 'SAML' });
    lock.remove('identityProviders', 'Idp');
    synth(() => undefined, hosted);
    expect(entry().providerTypes).toEqual({});
  });
});

describe('a group that has moved to another stack is told so, and no line that would change nothing:', () => {
  const inStack = (name?: string) => (pool: UserAuthPool) => {
    const stack = name === undefined ? Stack.of(pool) : new Stack(pool.node.root, name);
    new cognito.CfnUserPoolGroup(stack, 'Group', { userPoolId: pool.userPoolId, groupName: 'editors' });
  };

  it.each<[string, string | undefined, string | undefined, string]>([
    ['from one beside the pool', 'A', 'B', 'the logical ID A/Group, and with B/Group now: .*in the stack A'],
    ['from that of the pool', undefined, 'B', 'the logical ID Group, and with B/Group now: .*in the stack of the pool'],
    ['to that of the pool', 'A', undefined, 'the logical ID A/Group, and with Group now: .*in the stack A'],
  ])('%s', (_, before, after, expected) => {
    synth(inStack(before));
    const [message] = synth(inStack(after));
    expect(message).toMatch(
      new RegExp(`with ${expected}, or deploy once without it; its memberships are lost then; or, `),
    );
  });
});

describe('a nested stack under a new name is told its line, which is enough, for', () => {
  it.each<[string, string, (nested: NestedStack, pool: UserAuthPool) => unknown]>([
    ['a client', 'clients', (nested, userPool) => new UserAuthClient(nested, 'Web', { userPool })],
    ['a group', 'groups', (nested, userPool) => new UserAuthGroup(nested, 'Group', { userPool })],
    [
      'a domain',
      'domains',
      (nested, userPool) =>
        new UserAuthDomain(nested, 'Domain', {
          userPool,
          hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'one', branding: Branding.classic() }),
        }),
    ],
  ])('%s', (_, setting, add) => {
    const nestedIn =
      (id: string, line: string[] = []) =>
      (pool: UserAuthPool) => {
        const [now, then] = line;
        if (now && then) Stack.of(pool).renameLogicalId(now, then);
        add(new NestedStack(Stack.of(pool), id), pool);
      };
    synth(nestedIn('Old'));
    const [message] = synth(nestedIn('New'));
    const [, ...line] = new RegExp(
      `lockFile, ${setting} is .* S/New.*Keep the logical ID of the nested stack, in code of the stack S: .*renameLogicalId\\("(New\\w+)", "(Old\\w+)"\\); or, if`,
    ).exec(message!)!;
    expect(synth(nestedIn('New', line))).toEqual([]);
  });

  it('no client of another nested stack that stays', () => {
    const nestedIn =
      (...ids: string[]) =>
      (pool: UserAuthPool) =>
        ids.forEach((id) => new UserAuthClient(new NestedStack(Stack.of(pool), id), 'Web', { userPool: pool }));
    synth(nestedIn('One', 'Two'));
    expect(synth(nestedIn('One'))).toEqual([expect.stringContaining('UserAuthPool.clientRemoved:S/Two')]);
  });
});

it('groups to which Cognito gives names are not the same', () => {
  const add = (id: string) => (pool: UserAuthPool) =>
    new cognito.CfnUserPoolGroup(Stack.of(pool), id, { userPoolId: pool.userPoolId });
  synth(add('One'));
  expect(synth(add('Two'))).toEqual([expect.stringContaining('UserAuthPool.groupRemoved:One')]);
});

describe('a client in another stack', () => {
  it('may be the same as the only one that is new there', () => {
    synth(inOther('Web'));
    expect(synth(inOther('App'))[0]).toMatch(
      /is Other\/Web\w+ in .*, while Other\/App is new, .*renameLogicalId\("App\w+", "Web\w+"\)/,
    );
  });

  it('is not taken for one that is new in the stack of the pool', () => {
    synth(inOther('Web'));
    const inStackOfPool = (pool: UserAuthPool) => pool.addClient('Web');
    const warnings = synth(inStackOfPool);
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toContain('has the app client Other/Web');
  });

  it('keeps its logical ID: the line is that of its stack', () => {
    synth(inOther('Web'));
    const [message] = synth((pool) => inOther('Web')(pool).cfnUserPoolClient.overrideLogicalId('New'));
    expect(message).toMatch(/for Other\/Web, which has the logical ID New now: .*renameLogicalId\("New", "Web\w+"\)/);
  });

  it.each([
    ['ID', inOther('Web', 'Renamed')],
    ['name', inOther('Web', 'Other', 'Renamed')],
  ])('is another one in a stack of another %s', (_, renamed) => {
    synth(inOther('Web'));
    const warnings = synth(renamed);
    expect(warnings).toHaveLength(2);
    expect(warnings.every((each) => each.includes('clientRemoved'))).toBe(true);
  });
});
