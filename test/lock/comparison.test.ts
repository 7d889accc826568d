import { App, Aws, CfnCondition, CfnParameter, Environment, Fn, Stack } from 'aws-cdk-lib';
import { rmSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { AttributeSchema, HostedUi, IssuerType, UserAuthClient, UserAuthPool } from '../../lib';
import { synthWith, useLockFile } from '../support/lock-file';
import { newApp } from '../support/synth';

const lock = useLockFile();
const { entry } = lock;
const synth = (make: (pool: UserAuthPool) => unknown, props = {}) => synthWith(lock, make, props);

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

it('a new pool is to have another domain than the one that it takes the place of', () => {
  const usernames = { allowUserName: true };
  synth(() => undefined);
  expect(synth(() => undefined, usernames)[0]).toMatch(/and give the pool a new ID\./);
  rmSync(lock.path);
  const hostedUi = HostedUi.cognitoDomain({ domainPrefix: 'shop' });
  synth(() => undefined, { hostedUi });
  expect(synth(() => undefined, { hostedUi, ...usernames })[0]).toContain(
    'and give the pool a new ID. Give the new one another domain, or deploy once without hostedUi first.',
  );
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

  it('that only the deployment knows is no change', () => {
    synth(none);
    const later = (pool: UserAuthPool) => ({ Ref: new CfnParameter(Stack.of(pool), 'Later').logicalId });
    const change = (pool: UserAuthPool) =>
      pool.cfnUserPool.addPropertyOverride('IssuerConfiguration.Type', later(pool));
    expect(synth(change)).toEqual([]);
  });
});

describe('in CI, the file is complete', () => {
  const inCi = (make: (pool: UserAuthPool) => void, props = {}) => {
    vi.stubEnv('CI', 'true');
    return synth(make, props);
  };
  const web = (pool: UserAuthPool) => void pool.addClient('Web');
  const LACKS =
    /\] lockFile is .*, which differs in .+: CI does not write the lock file, because nobody would commit it\. Run cdk synth on your own machine and commit the file\./;

  it.each<[string, (pool: UserAuthPool) => void, object, ((pool: UserAuthPool) => void)?]>([
    ['a new client', (pool) => ['Web', 'App'].forEach((id) => pool.addClient(id)), {}],
    ['another issuer', web, { issuerType: IssuerType.UPDATED }],
  ])('with %s it is not', (_, make, props, before = web) => {
    synth(before);
    expect(inCi(make, props)[0]).toMatch(LACKS);
  });

  it('which it is with a client that is gone, of which a warning tells', () => {
    synth(web);
    expect(inCi(() => undefined)).toEqual([expect.stringContaining('clientRemoved')]);
  });

  it('of what differs, all is named', () => {
    synth(web);
    const [message] = inCi((pool) => ['Web', 'App'].forEach((id) => pool.addClient(id)), {
      issuerType: IssuerType.UPDATED,
    });
    expect(message).toMatch(
      /lock\.json", which differs in clients\.PoolApp\w+, generateSecret\.PoolApp\w+, issuerType: /,
    );
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
