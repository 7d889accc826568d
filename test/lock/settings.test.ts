import { App, Aws, CfnCondition, CfnParameter, Environment, Fn, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { AttributeSchema, HostedUi, IssuerType, UserAuthClient, UserAuthPool } from '../../lib';
import { newProvider } from '../client/support';
import { useLockFile } from '../support/lock-file';
import { hasToken } from '../../lib/lock/settings';
import { newApp, only, templateOf, warningsOf } from '../support/synth';

const lock = useLockFile();

/** What synthesis says of a pool, after one that has been recorded. */
function synth(make: (pool: UserAuthPool) => unknown, props = {}): string[] {
  const app = newApp();
  const stack = new Stack(app, 'S');
  make(new UserAuthPool(stack, 'Pool', { lockFile: lock.path, defaultClient: false, ...props }));
  try {
    app.synth();
  } catch (error) {
    return [String(error)];
  }
  return warningsOf(stack).filter((each) => /lock\.json/.test(each));
}
const entry = () => Object.values(lock.entries())[0] as unknown as Record<string, unknown>;
const idOf = (client: cognito.CfnUserPoolClient) => client.stack.resolve(client.logicalId) as string;

describe('app clients', () => {
  it('are recorded by logical ID, machines too', () => {
    let webId = '';
    synth((pool) => {
      webId = idOf(pool.addClient('Web').cfnUserPoolClient);
      new cognito.CfnUserPoolClient(Stack.of(pool), 'Plain', { userPoolId: pool.userPoolId });
    });
    expect(entry().clients).toEqual({ [webId]: 'S/Pool/Web', Plain: 'S/Plain' });
  });

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

  it('are not replaced by one of another path', () => {
    synth((pool) => pool.addClient('Web'));
    expect(synth((pool) => pool.addClient('App'))).toEqual([expect.stringContaining('UserAuthPool.clientRemoved')]);
  });

  it('may be added, and go with a warning', () => {
    synth((pool) => pool.addClient('Web'));
    expect(synth((pool) => ['Web', 'App'].forEach((id) => pool.addClient(id)))).toEqual([]);
    expect(synth((pool) => pool.addClient('Web'))).toEqual([
      expect.stringMatching(
        /If only its construct has moved, keep its logical ID with renameLogicalId\(\) of its stack\. If other stacks use its ID, deploy once with exportValue\(\) of the stack that had it, and take that out afterwards\. .*UserAuthPool\.clientRemoved/,
      ),
    ]);
    expect(Object.values(entry().clients as object)).toEqual(['S/Pool/Web']);
    expect(synth((pool) => pool.addClient('Web'))).toEqual([]);
  });
});

describe('the secret of an app client', () => {
  const secrets = () => Object.values(entry().generateSecret as object);
  const REPLACED =
    /lockFile, generateSecret of S\/Pool\/Web is absent in .*, and true now: CloudFormation creates another app client, with a new ID and secret, .* remove "PoolWeb\w+" from clients in /;

  it.each([
    [undefined, 'absent'],
    [true, 'true'],
    [false, 'false'],
  ])('%s is recorded as %s', (generateClientSecret, recorded) => {
    synth((pool) => pool.addClient('Web', { generateClientSecret }));
    expect(secrets()).toEqual([recorded]);
    expect(synth((pool) => pool.addClient('Web', { generateClientSecret }))).toEqual([]);
  });

  it('cannot be added or removed, since another client would take its place', () => {
    synth((pool) => pool.addClient('Web'));
    const withSecret = (pool: UserAuthPool) => pool.addClient('Web', { generateClientSecret: true });
    expect(synth(withSecret)[0]).toMatch(REPLACED);
    const withFalse = (pool: UserAuthPool) => pool.addClient('Web', { generateClientSecret: false });
    expect(synth(withFalse)[0]).toContain('is absent in');
    // The remedies.
    expect(synth((pool) => [pool.addClient('Web'), pool.addServerClient('Server')])).toEqual([]);
    const content = JSON.parse(lock.content()) as { pools: Record<string, { clients: Record<string, string> }> };
    const { clients } = Object.values(content.pools)[0]!;
    delete clients[Object.keys(clients).find((id) => id.startsWith('PoolWeb'))!];
    writeFileSync(lock.path, JSON.stringify(content));
    expect(synth(withSecret).filter((each) => !each.includes('clientRemoved'))).toEqual([]);
    expect(secrets()).toEqual(['true']);
  });

  it('is compared only with what the file has', () => {
    synth((pool) => pool.addClient('Web'));
    writeFileSync(lock.path, lock.content().replace(/"generateSecret": \{[^}]*\},/, ''));
    expect(synth((pool) => pool.addClient('Web', { generateClientSecret: true }))).toEqual([]);
  });
});

describe('a pool', () => {
  const conditional = (pool: UserAuthPool) => {
    const { stack } = pool.cfnUserPool;
    pool.cfnUserPool.cfnOptions.condition = new CfnCondition(stack, 'C', {
      expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1'),
    });
  };

  it('does not get a condition, where it may be gone', () => {
    synth(() => undefined);
    expect(synth(conditional)[0]).toMatch(
      /lockFile, the condition of the pool is new: .* has the pool without one: where it is false, CloudFormation removes the pool from the stack/,
    );
  });

  it('may have one from the beginning, and lose it', () => {
    synth(conditional);
    expect(entry().conditional).toBe('true');
    expect(synth(conditional)).toEqual([]);
    expect(synth(() => undefined)).toEqual([]);
    expect(entry()).not.toHaveProperty('conditional');
  });

  it('that a function changes at the deployment cannot be recorded', () => {
    const [message] = synth((pool) => pool.cfnUserPool.addPropertyOverride('Fn::Transform', { Name: 'Mine' }));
    expect(message).toMatch(/lockFile, Fn::Transform is known only at deployment/);
  });
});

describe('domains', () => {
  const prefix = (domainPrefix?: string) => ({ hostedUi: HostedUi.cognitoDomain({ domainPrefix }) });
  const none = () => undefined;

  it('cannot be replaced: the error says the two steps', () => {
    synth(none, prefix('one'));
    expect(synth(none, prefix('two'))[0]).toMatch(
      /lockFile, domains is "one" in .*, and "two" now: CloudFormation creates the new domain first, and Cognito rejects it.*Deploy once without hostedUi/,
    );
    expect(synth(none)).toEqual([]);
    expect(synth(none, prefix('two'))).toEqual([]);
  });

  it('cannot change from the default one', () => {
    synth(none, prefix());
    expect(synth(none, prefix())).toEqual([]);
    expect(synth(none, prefix('two'))[0]).toContain('CloudFormation creates the new domain first');
  });

  it('are recorded as in the template if only the deployment knows them, whatever else the app has', () => {
    const domains = ['', 'Another'].map((before) => {
      rmSync(lock.path, { force: true });
      synth((pool) => {
        const stack = Stack.of(pool);
        if (before) new UserAuthPool(stack, before, { hostedUi: HostedUi.cognitoDomain() });
        const { valueAsString } = new CfnParameter(stack, 'Prefix');
        new cognito.CfnUserPoolDomain(stack, 'Own', { userPoolId: pool.userPoolId, domain: `a-${valueAsString}` });
      });
      return Object.values(lock.entries()).map((each) => (each as unknown as Record<string, unknown>).domains);
    });
    expect(domains[0]).toEqual([{ Own: '{"Fn::Join":["",["a-",{"Ref":"Prefix"}]]}' }]);
    expect(domains[1]).toEqual(domains[0]);
    rmSync(lock.path);
    synth(none, prefix());
    expect(JSON.stringify(entry().domains)).toContain('AWS::StackId');
    expect(JSON.stringify(entry().domains)).not.toContain('#');
  });

  it('cannot be the same under another logical ID', () => {
    synth(none, prefix('one'));
    const rename = (pool: UserAuthPool) => pool.hostedUiDomain!.cfnUserPoolDomain.overrideLogicalId('Other');
    expect(synth(rename, prefix('one'))[0]).toMatch(
      /and the same under another logical ID now: .*Keep the old logical ID, with renameLogicalId\(\) of the stack\./,
    );
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
});

describe('identity providers', () => {
  const hosted = { hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }) };

  it('go with a warning, for their users go with them', () => {
    synth((pool) => pool.addIdentityProvider(newProvider('Acme')), hosted);
    expect(synth(() => undefined, hosted)).toEqual([expect.stringContaining('identityProviderRemoved')]);
    expect(synth(() => undefined, hosted)).toEqual([]);
  });

  it('are not replaced by one of another name, and are recorded by a text', () => {
    synth((pool) => pool.addIdentityProvider(newProvider('Acme')), hosted);
    const other = (pool: UserAuthPool) => {
      pool.addIdentityProvider(newProvider('Other'));
      pool.addIdentityProvider(newProvider('Named')).addPropertyOverride('ProviderName', { Ref: 'AWS::StackName' });
    };
    expect(synth(other, hosted)).toEqual([expect.stringContaining('identityProviderRemoved')]);
    expect(Object.values(entry().identityProviders as object)).toEqual(['{"Ref":"AWS::StackName"}', 'Other']);
  });

  it('keep their logical IDs', () => {
    synth((pool) => pool.addIdentityProvider(newProvider('Acme')), hosted);
    const [message] = synth((pool) => pool.addIdentityProvider(newProvider('Acme')).overrideLogicalId('Other'), hosted);
    expect(message).toMatch(
      /lockFile, identityProviders is "Acme" in .* with the logical ID \w+, and with Other now: CloudFormation creates the new one first, and Cognito rejects it, because the pool already has a provider of that name\. Keep the old logical ID: Stack\.of\(this\)\.renameLogicalId\("Other", "\w+"\)\./,
    );
  });
});

it('an attribute that does not say so is immutable', () => {
  synth((pool) => pool.cfnUserPool.addPropertyOverride('Schema', [{ Name: 'team', AttributeDataType: 'String' }]));
  expect(entry()['custom:team']).toEqual({ attributeDataType: 'String', mutable: false });
});

it('a standard attribute may be immutable without being required', () => {
  synth((pool) => pool.cfnUserPool.addPropertyOverride('Schema', [{ Name: 'locale', Mutable: false }]));
  expect(entry().locale).toEqual({ required: false, mutable: false });
});

it('a pool may have no policies in its template', () => {
  expect(synth((pool) => pool.cfnUserPool.addPropertyDeletionOverride('Policies'))).toEqual([]);
});

it('what is no map of clients has none', () => {
  synth((pool) => pool.addClient('Web'));
  const { pools } = JSON.parse(lock.content()) as { pools: Record<string, Record<string, unknown>> };
  for (const each of Object.values(pools)) each.clients = 'Web';
  writeFileSync(lock.path, JSON.stringify({ pools }));
  expect(synth((pool) => pool.addClient('Web'))).toEqual([]);
});

it('a pool without a schema in its template has its attributes all the same', () => {
  const schema = [AttributeSchema.customString('team')];
  synth(() => undefined, { schema });
  const recorded = lock.content();
  expect(synth(() => undefined, { schema, omitSchema: true })).toEqual([]);
  expect(lock.content()).toBe(recorded);
});

describe('passkeys', () => {
  const passkeys = (relyingPartyId?: string) => ({ passwordless: { passkeys: { relyingPartyId } } });
  const none = () => undefined;

  it('may go, and come back under the same domain only', () => {
    synth(none, passkeys('a.example.com'));
    expect(synth(none)).toEqual([]);
    expect(entry().relyingPartyId).toBe('a.example.com');
    expect(synth(none, passkeys('b.example.com'))[0]).toContain('lockFile, relyingPartyId is "a.example.com"');
    expect(synth(none, passkeys('a.example.com'))).toEqual([]);
  });

  it('may be added to a pool without them', () => {
    synth(none);
    expect(synth(none, passkeys('a.example.com'))).toEqual([]);
    expect(entry().relyingPartyId).toBe('a.example.com');
  });

  it('keep their domain', () => {
    synth(none, passkeys('a.example.com'));
    expect(synth(none, passkeys())[0]).toMatch(/lockFile, relyingPartyId is "a\.example\.com" in .*, and gone now/);
  });
});

describe('the issuer', () => {
  const none = () => undefined;

  it('may change, with a warning, once', () => {
    synth(none);
    expect(entry()).not.toHaveProperty('issuerType');
    const [warning, ...more] = synth(none, { issuerType: IssuerType.UPDATED });
    expect(warning).toMatch(
      /issuerType is .*ORIGINAL.* in .*UPDATED.* now.*Deploy it when few people are signed in, and have apps refresh their tokens when they get a 401\. .*UserAuthPool\.issuerChanges/,
    );
    expect(more).toEqual([]);
    expect(entry()).toMatchObject({ issuerType: 'UPDATED' });
    expect(synth(none, { issuerType: IssuerType.UPDATED })).toEqual([]);
    expect(synth(none)).toEqual([expect.stringContaining('UserAuthPool.issuerChanges')]);
    expect(synth(none, { issuerType: IssuerType.ORIGINAL })).toEqual([]);
  });
});

describe('hasToken', () => {
  it.each<[unknown, boolean]>([
    [undefined, false],
    [null, false],
    [true, false],
    [5, false],
    ['a', false],
    [Aws.REGION, true],
    [['a', 'b'], false],
    [['a', Aws.REGION], true],
    [{ Ref: 'A' }, true],
    [{ ref: 'A' }, true],
    [{ 'Fn::Sub': 'a' }, true],
    [{ 'fn::sub': 'a' }, true],
    [{ Reference: 'A', reference: 'A', myRef: 'A', 'xFn::Sub': 'a' }, false],
    [{ a: { b: [{ Ref: 'A' }] } }, true],
    [{ a: { b: [null, false] } }, false],
  ])('of %j: %s', (value, expected) => {
    expect(hasToken(value as never)).toBe(expected);
  });
});

it('what another stack has of the pool is not recorded with it', () => {
  synth((pool) => {
    const other = new Stack(pool.node.root, 'Other');
    new cognito.CfnUserPoolClient(other, 'Client', { userPoolId: pool.userPoolId });
    pool.addClient('Web');
  });
  expect(Object.values(entry().clients as object)).toEqual(['S/Pool/Web']);
});

it('a pool that had ways to sign in without a password says that it has none now', () => {
  const make = (passwordless?: object) => {
    const stack = new Stack(newApp(), 'S');
    new UserAuthPool(stack, 'Pool', { lockFile: lock.path, passwordless });
    return only(templateOf(stack), 'AWS::Cognito::UserPool').properties.Policies;
  };
  expect(make()).not.toHaveProperty('SignInPolicy');
  make({ emailCode: true });
  expect(make()).toHaveProperty('SignInPolicy', { AllowedFirstAuthFactors: ['PASSWORD'] });
});

it('a setting that only the deployment knows is an error', () => {
  const parameter = (pool: UserAuthPool) => ({ Ref: new CfnParameter(Stack.of(pool), 'Later').logicalId });
  synth(() => undefined);
  const [message] = synth((pool) => pool.cfnUserPool.addPropertyOverride('UsernameAttributes', parameter(pool)));
  expect(message!.match(/lockFile, usernameAttributes/g)).toHaveLength(1);
  expect(message).toContain(
    "lockFile, usernameAttributes is known only at deployment: it can't be recorded, so a change of it would not be noticed. Give a literal value, or omit lockFile.",
  );
});

describe('in CI, the file is complete', () => {
  const inCi = (make: (pool: UserAuthPool) => void, props = {}) => {
    vi.stubEnv('CI', 'true');
    return synth(make, props);
  };
  const web = (pool: UserAuthPool) => void pool.addClient('Web');
  const LACKS =
    /\] lockFile is .*, which lacks new settings of the pool: CI does not write the lock file, because nobody would commit it\. Run cdk synth on your own machine and commit the file\./;

  it.each<[string, (pool: UserAuthPool) => void, object, ((pool: UserAuthPool) => void)?]>([
    ['a new client', (pool) => ['Web', 'App'].forEach((id) => pool.addClient(id)), {}],
    ['a client that is gone', () => undefined, {}],
    ['one of two clients', web, {}, (pool) => ['Web', 'App'].forEach((id) => pool.addClient(id))],
    ['another issuer', web, { issuerType: IssuerType.UPDATED }],
  ])('with %s it is not', (_, make, props, before = web) => {
    synth(before);
    expect(inCi(make, props)[0]).toMatch(LACKS);
  });

  it("with a setting that can't change, that alone is told", () => {
    synth(web);
    const [message] = inCi((pool) => ['Web', 'App'].forEach((id) => pool.addClient(id)), { signInCaseSensitive: true });
    expect(message).toContain('lockFile, caseSensitive is false');
    expect(message).not.toMatch(LACKS);
  });

  it('with a new attribute that only one of two entries has, it is not', () => {
    const schema = [AttributeSchema.customString('team')];
    const make = (app: App, env?: Environment, props = {}) => {
      const stack = new Stack(app, `In${env?.region ?? ''}`, { env, stackName: 'S' });
      new UserAuthPool(stack, 'Pool', { lockFile: lock.path, ...props });
    };
    const both = newApp();
    make(both, { account: '111111111111', region: 'eu-west-1' }, { schema });
    make(both, { account: '111111111111', region: 'us-east-1' });
    both.synth();
    vi.stubEnv('CI', 'true');
    const one = newApp();
    make(one, undefined, { schema });
    expect(() => one.synth()).toThrow(LACKS);
  });

  it('with a client that has only moved it is', () => {
    synth(web);
    const moved = (pool: UserAuthPool) => {
      const client = new UserAuthClient(Stack.of(pool), 'Moved', { userPool: pool });
      client.cfnUserPoolClient.overrideLogicalId(Object.keys(entry().clients as object)[0]!);
    };
    expect(inCi(moved)).toEqual([]);
  });
});
