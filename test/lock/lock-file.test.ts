import { Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  AttributeSchema,
  ExistingUserPool,
  IssuerType,
  StandardAttribute,
  UserAuthClient,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { useLockFile } from '../support/lock-file';
import { newApp, newStack, only, templateOf, warningsOf } from '../support/synth';

const lock = useLockFile();

const synth = (props: UserAuthPoolProps = {}, id = 'Pool') => {
  const stack = newStack('S');
  new UserAuthPool(stack, id, { lockFile: lock.path, ...props });
  templateOf(stack);
};
const reject = (props: UserAuthPoolProps, id = 'Pool') => {
  try {
    synth(props, id);
  } catch (error) {
    return String(error);
  }
  throw new Error('expected an error, and there was none');
};
const tenant = AttributeSchema.customString('tenant', { maxLength: 20 });
const passkeysAt = (relyingPartyId: string): UserAuthPoolProps => ({ passwordless: { passkeys: { relyingPartyId } } });

const KEY = '*/*/S/PoolD3F588B8';

describe('a new lock file', () => {
  it('records what Cognito can never change', () => {
    synth({ schema: [tenant, AttributeSchema.standard(StandardAttribute.EMAIL, { required: true })] });
    expect(JSON.parse(lock.content())).toEqual({
      comment: expect.stringContaining('commit it'),
      pools: {
        '*/*/S/PoolD3F588B8': {
          aliasAttributes: [],
          caseSensitive: false,
          clients: { PoolClient8A3E5EB7: 'S/Pool/Client' },
          'custom:tenant': {
            attributeDataType: 'String',
            mutable: true,
            stringAttributeConstraints: { maxLength: '20', minLength: '0' },
          },
          email: { mutable: true, required: true },
          generateSecret: { PoolClient8A3E5EB7: 'absent' },
          path: 'S/Pool',
          usernameAttributes: ['email'],
        },
      },
    });
  });

  it('is the same whatever the order, so that it diffs well', () => {
    const other = AttributeSchema.customBoolean('beta');
    synth({ schema: [tenant, other] });
    const first = lock.content();
    expect(first.endsWith('}\n')).toBe(true);
    rmSync(lock.path);
    synth({ schema: [other, tenant] });
    expect(lock.content()).toBe(first);
  });

  it('serves any number of pools', () => {
    const stack = newStack('S');
    new UserAuthPool(stack, 'Customers', { lockFile: lock.path });
    new UserAuthPool(stack, 'Staff', { lockFile: lock.path, allowEmailAsUserName: false });
    templateOf(stack);
    expect(lock.paths()).toEqual(['S/Customers', 'S/Staff']);
  });

  it('is not made without the prop', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool');
    templateOf(stack);
    expect(existsSync(lock.path)).toBe(false);
  });
});

describe('a new pool', () => {
  const infos = (props: UserAuthPoolProps = {}) => {
    const stack = newStack('S');
    new UserAuthPool(stack, 'Pool', { lockFile: lock.path, ...props });
    templateOf(stack);
    return Annotations.fromStack(stack)
      .findInfo('*', Match.anyValue())
      .map(({ entry }) => entry.data as string);
  };
  const NEW =
    /^S\/Pool is not in .*users\.lock\.json yet, so it is a new pool, without users\. .*existing: ExistingUserPool\.fromTemplate\(\)/;

  it('is told, the first time', () => {
    expect(infos()).toContainEqual(expect.stringMatching(NEW));
    expect(infos()).not.toContainEqual(expect.stringMatching(NEW));
  });

  it('is not one that takes the place of another', () => {
    const old = newStack('S');
    new cognito.UserPool(old, 'Pool', { signInAliases: { email: true }, selfSignUpEnabled: true });
    const file = join(lock.folder, 'old.template.json');
    writeFileSync(file, JSON.stringify(templateOf(old, { keep: false }).toJSON()));
    const existing = ExistingUserPool.fromTemplate(file, 'PoolD3F588B8');
    expect(infos({ existing })).not.toContainEqual(expect.stringMatching(NEW));
    expect(lock.pools()).toEqual([KEY]);
  });
});

it('the pools of an app may each have a file', () => {
  const stack = newStack('S');
  const other = join(lock.folder, 'other.lock.json');
  new UserAuthPool(stack, 'Pool', { lockFile: lock.path });
  new UserAuthPool(stack, 'Other', { lockFile: other });
  templateOf(stack);
  expect(lock.paths()).toEqual(['S/Pool']);
  const { pools } = JSON.parse(readFileSync(other, 'utf8')) as { pools: Record<string, { path: string }> };
  expect(Object.values(pools).map(({ path }) => path)).toEqual(['S/Other']);
});

describe('what is lost', () => {
  /** An app whose pools use two files in turn, each of which has a pool that the app no longer has. */
  const appWith = (pools: number) => {
    const app = newApp();
    const stack = new Stack(app, 'S');
    const files = [lock.path, join(lock.folder, 'other.lock.json')];
    const entry = { path: 'Gone/Pool', usernameAttributes: ['email'], aliasAttributes: [] };
    for (const file of files) writeFileSync(file, JSON.stringify({ pools: { '*/*/Gone/Lost0A0EEA89': entry } }));
    for (let index = 0; index < pools; index++) {
      new UserAuthPool(stack, `P${index}`, { lockFile: files[index % 2]!, defaultClient: false });
    }
    return { app, stack };
  };

  it('is looked for once for each file, however many pools take turns', () => {
    const walks = [2, 6].map((pools) => {
      const { app } = appWith(pools);
      const findAll = vi.spyOn(app.node, 'findAll');
      app.synth();
      return findAll.mock.calls.length;
    });
    expect(walks[1]).toBe(walks[0]);
  });

  it('is read again when the file has changed since the last synthesis', () => {
    const { app, stack } = appWith(2);
    const lost = () => warningsOf(stack).filter((each) => each.includes('poolMissingFromApp')).length;
    app.synth();
    expect(lost()).toBe(2);
    const content = JSON.parse(lock.content()) as { pools: Record<string, object> };
    content.pools['*/*/S/Other0A0EEA89'] = content.pools['*/*/Gone/Lost0A0EEA89']!;
    writeFileSync(lock.path, JSON.stringify(content));
    expect(() => app.synth({ force: true })).toThrow('which has the pool Other0A0EEA89 (Gone/Pool) of the stack S');
  });
});

describe('an entry', () => {
  it('has the clients of other stacks', () => {
    const app = newApp();
    const stack = new Stack(app, 'S');
    const userPool = new UserAuthPool(stack, 'Pool', { lockFile: lock.path });
    new UserAuthClient(new Stack(app, 'T'), 'Client', { userPool });
    templateOf(stack);
    expect(lock.entries()[KEY]).toMatchObject({
      clients: { PoolClient8A3E5EB7: 'S/Pool/Client', 'T/Client4A7F64DF': 'T/Client' },
    });
  });

  it('has the issuer type only if it is not the original one', () => {
    synth({ issuerType: IssuerType.ORIGINAL });
    expect(lock.entries()[KEY]).not.toHaveProperty('issuerType');
    rmSync(lock.path);
    synth({ issuerType: IssuerType.UPDATED });
    expect(lock.entries()[KEY]).toMatchObject({ issuerType: 'UPDATED' });
  });

  it('has lists in one order, whatever that of the template', () => {
    const both = { allowEmailAsUserName: true, allowPhoneNumberAsUserName: true };
    synth(both);
    const { [KEY]: first } = lock.entries();
    expect(first).toMatchObject({ usernameAttributes: ['email', 'phone_number'] });
    synth({ ...both, overrides: { userPool: { UsernameAttributes: ['phone_number', 'email'] } } });
    expect(lock.entries()[KEY]).toEqual(first);
  });
});

describe('what Cognito takes in place', () => {
  it('passes, and leaves the file as it is', () => {
    synth();
    const before = lock.content();
    synth({ passwordPolicy: { minimumLength: 20 }, allowOnlyAdminsToCreateAccount: true });
    expect(lock.content()).toBe(before);
  });

  it('is a further custom attribute, which is recorded from then on', () => {
    synth();
    synth({ schema: [tenant] });
    expect(JSON.parse(lock.content()).pools[KEY]).toHaveProperty('custom:tenant');
    expect(reject({})).toMatch(/lockFile, custom:tenant is .* and gone now: Cognito can't change it/);
  });

  it('is a standard attribute that is named as it is by default', () => {
    synth();
    const before = lock.content();
    synth({ schema: [AttributeSchema.standard(StandardAttribute.NICKNAME)] });
    expect(lock.content()).toBe(before);
  });
});

describe('what Cognito can never change', () => {
  it.each<[string, UserAuthPoolProps, UserAuthPoolProps, RegExp]>([
    [
      'what users sign in with',
      {},
      { allowPhoneNumberAsUserName: true },
      /lockFile, usernameAttributes is .*\["email"\]/,
    ],
    ['usernames', {}, { allowUserName: true }, /lockFile, aliasAttributes is \[\] in .*, and \["email"\] now/],
    ['case', {}, { signInCaseSensitive: true }, /lockFile, caseSensitive is false in .*, and true now/],
    [
      'the bounds of an attribute',
      { schema: [tenant] },
      { schema: [AttributeSchema.customString('tenant')] },
      /lockFile, custom:tenant\.stringAttributeConstraints\.maxLength is "20" in .*, and "2048" now/,
    ],
    [
      'the type of an attribute',
      { schema: [tenant] },
      { schema: [AttributeSchema.customNumber('tenant')] },
      /lockFile, custom:tenant\.attributeDataType is "String" in .*, and "Number" now/,
    ],
    [
      'the relying party of passkeys',
      { passwordless: { passkeys: { relyingPartyId: 'a.example.com' } } },
      { passwordless: { passkeys: { relyingPartyId: 'b.example.com' } } },
      /lockFile, relyingPartyId is "a\.example\.com" in .*, and "b\.example\.com" now: Cognito changes it, and every passkey/,
    ],
    [
      'what an override says',
      {},
      { overrides: { userPool: { UsernameAttributes: ['phone_number'] } } },
      /lockFile, usernameAttributes is \["email"\] in .*, and \["phone_number"\] now/,
    ],
    ['an attribute that goes', { schema: [tenant] }, {}, /custom:tenant is .*, and gone now/],
    [
      'a standard attribute that becomes required',
      {},
      { schema: [AttributeSchema.standard(StandardAttribute.NAME, { required: true })] },
      /lockFile, name is {"mutable":true,"required":true}, which is new: Cognito can't change it/,
    ],
  ])('%s', (_, before, after, expected) => {
    synth(before);
    const recorded = lock.content();
    const message = reject(after);
    expect(message).toMatch(expected);
    expect(message).toMatch(
      /(Undo the change|Write AttributeSchema\.\w+\(.*\) in schema); .*or, to have a new pool without the users of this one, remove "\*\/\*\/S\/PoolD3F588B8" from/,
    );
    expect(lock.content()).toBe(recorded);
  });

  it('of an attribute comes with the line that declares it as before', () => {
    synth({ schema: [tenant, AttributeSchema.standard(StandardAttribute.NAME, { required: true })] });
    const message = reject({ schema: [AttributeSchema.customString('tenant')] });
    expect(message).toContain(
      'Write AttributeSchema.customString("tenant", { minLength: 0, maxLength: 20 }) in schema;',
    );
    expect(message).toContain('Write AttributeSchema.standard(StandardAttribute.NAME, { required: true }) in schema;');
  });

  it('is seen in an attribute with a dot in its name', () => {
    const dotted = (mutable: boolean) => ({ schema: [AttributeSchema.customString('a.b', { mutable })] });
    synth(dotted(true));
    expect(reject(dotted(false))).toContain('lockFile, custom:a.b.mutable is true');
    expect(reject({})).toContain('lockFile, custom:a.b is ');
  });

  it('is told with all other changes in one error', () => {
    synth();
    expect(reject({ signInCaseSensitive: true, allowPhoneNumberAsUserName: true })).toMatch(
      /caseSensitive[^]*usernameAttributes/,
    );
  });

  it('is seen through escape hatches', () => {
    synth();
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', { lockFile: lock.path });
    (pool.node.defaultChild as cognito.CfnUserPool).usernameConfiguration = { caseSensitive: true };
    expect(() => templateOf(stack)).toThrow(/lockFile, caseSensitive/);
  });

  it('passes once the entry of the pool is removed from the file', () => {
    synth();
    const { pools, ...rest } = JSON.parse(lock.content());
    delete pools[KEY];
    writeFileSync(lock.path, JSON.stringify({ ...rest, pools }));
    synth({ signInCaseSensitive: true });
    expect(JSON.parse(lock.content()).pools[KEY].caseSensitive).toBe(true);
  });

  it('is that the pool says nothing of case, which is not the same as true', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', { lockFile: lock.path });
    pool.cfnUserPool.addPropertyDeletionOverride('UsernameConfiguration');
    templateOf(stack);
    expect(JSON.parse(lock.content()).pools[KEY].caseSensitive).toBe('absent');
    expect(reject({ signInCaseSensitive: true })).toMatch(/lockFile, caseSensitive is "absent" in .*, and true now/);
  });

  it('is left as it was where the props do not say it', () => {
    const first = newStack('S');
    const before = new UserAuthPool(first, 'Pool', { lockFile: lock.path });
    before.cfnUserPool.addPropertyDeletionOverride('UsernameConfiguration');
    templateOf(first);
    const stack = newStack('S');
    new UserAuthPool(stack, 'Pool', { lockFile: lock.path });
    expect(only(templateOf(stack), 'AWS::Cognito::UserPool').properties).not.toHaveProperty('UsernameConfiguration');
  });
});

it('is not written by an app in which something else is wrong', () => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', { lockFile: lock.path });
  new Construct(stack, 'Wrong').node.addValidation({ validate: () => ['wrong'] });
  expect(() => templateOf(stack)).toThrow('wrong');
  expect(existsSync(lock.path)).toBe(false);
});

describe('what was never deployed can be changed, once it is taken out of the file:', () => {
  it.each<[string, UserAuthPoolProps, UserAuthPoolProps]>([
    ['a custom attribute that goes', { schema: [tenant] }, {}],
    ['one that changes', { schema: [tenant] }, { schema: [AttributeSchema.customString('tenant', { maxLength: 30 })] }],
    ['case', {}, { signInCaseSensitive: true }],
    ['the domain of passkeys', passkeysAt('a.example.com'), passkeysAt('b.example.com')],
  ])('%s', (_, before, after) => {
    synth(before);
    const [, name, key] =
      /or, if it was never deployed(?: or that is acceptable)?, remove "(\S+)" of "(\S+)" from/.exec(reject(after))!;
    const content = JSON.parse(lock.content()) as { pools: Record<string, Record<string, unknown>> };
    delete content.pools[key!]![name!];
    writeFileSync(lock.path, JSON.stringify(content));
    expect(() => synth(after)).not.toThrow();
  });

  it('for all else, the whole pool', () => {
    const [before, after] = [{ schema: [AttributeSchema.standard(StandardAttribute.NAME, { required: true })] }, {}];
    synth(before);
    expect(reject(after)).toContain(`if the pool was never deployed, remove "${KEY}" from `);
    writeFileSync(lock.path, JSON.stringify({ pools: {} }));
    expect(() => synth(after)).not.toThrow();
  });
});

it('is made in a folder that is not there yet', () => {
  lock.path = join(lock.folder, 'below', 'users.lock.json');
  synth();
  expect(existsSync(lock.path)).toBe(true);
});

it.each<[string, string, object]>([
  ['caseSensitive', 'UsernameConfiguration', { CaseSensitive: { Ref: 'P' } }],
  ['caseSensitive', 'UsernameConfiguration', { 'Fn::If': ['C', {}, {}] }],
  ['usernameAttributes', 'UsernameAttributes', { 'Fn::If': ['C', [], ['email']] }],
  ['schema', 'Schema', { 'Fn::If': ['C', [], []] }],
  ['relyingPartyId', 'WebAuthnRelyingPartyID', { Ref: 'P' }],
])('never records what only deployment will know: %s, %s, %j', (name, property, value) => {
  const stack = newStack('S');
  const writeAttributes = new cognito.ClientAttributes().withStandardAttributes({ locale: true });
  const pool = new UserAuthPool(stack, 'Pool', { lockFile: lock.path, client: { writeAttributes } });
  pool.cfnUserPool.addPropertyOverride(property, value);
  expect(() => templateOf(stack)).toThrow(
    new RegExp(`lockFile, ${name} is known only at deployment: it can't be recorded`),
  );
  expect(existsSync(lock.path)).toBe(false);
});

it('has a name', () => {
  lock.path = '';
  expect(reject({})).toMatch(
    /lockFile is empty: no file can have that name, so nothing would be recorded\. Give the name of a file, such as "users\.lock\.json", or omit it\./,
  );
});

it('has a name that is known', () => {
  lock.path = `users-${Aws.ACCOUNT_ID}.lock.json`;
  expect(reject({})).toMatch(
    /lockFile is known only at deployment: the file is read and written before that\. Give a literal name, such as "users\.lock\.json"\./,
  );
});

it('never records an attribute of a name that only deployment will know', () => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool', { lockFile: lock.path });
  const name = new CfnParameter(stack, 'Attribute').valueAsString;
  pool.cfnUserPool.addPropertyOverride('Schema', [{ Name: name, AttributeDataType: 'String' }]);
  expect(() => templateOf(stack)).toThrow(/lockFile, schema is known only at deployment/);
});

it('waits for what the CDK has yet to look up', () => {
  const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
  const relyingPartyId = StringParameter.valueFromLookup(stack, '/app/domain');
  new UserAuthPool(stack, 'Pool', { lockFile: lock.path, passwordless: { passkeys: { relyingPartyId } } });
  expect(() => templateOf(stack)).not.toThrow();
  expect(existsSync(lock.path)).toBe(false);
});

describe('under CI', () => {
  beforeEach(() => {
    vi.stubEnv('CI', 'true');
  });

  it('a missing file is an error, and none is made', () => {
    expect(reject({})).toMatch(/which does not know the pool: CI does not write the lock file/);
    expect(existsSync(lock.path)).toBe(false);
  });

  it('a file that lacks a new attribute is an error, and stays as it is', () => {
    vi.stubEnv('CI', 'false');
    synth();
    const before = lock.content();
    vi.stubEnv('CI', '1');
    expect(reject({ schema: [tenant] })).toMatch(/which differs in custom:tenant: CI does not write the lock file/);
    expect(lock.content()).toBe(before);
  });

  it('a construct may have another path, if the pool has the same logical ID', () => {
    vi.stubEnv('CI', '');
    synth();
    const before = lock.content();
    vi.stubEnv('CI', 'true');
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Users', { lockFile: lock.path });
    pool.cfnUserPool.overrideLogicalId('PoolD3F588B8');
    pool.client.cfnUserPoolClient.overrideLogicalId('PoolClient8A3E5EB7');
    expect(() => templateOf(stack)).not.toThrow();
    expect(lock.content()).toBe(before);
  });

  it('a file that says it all is enough, in any order', () => {
    vi.stubEnv('CI', '');
    synth({ schema: [tenant] });
    vi.stubEnv('CI', 'true');
    expect(() => synth({ schema: [tenant] })).not.toThrow();
    const reversed = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, each]) => [name, reversed(each)]),
          )
        : value;
    writeFileSync(lock.path, JSON.stringify(reversed(JSON.parse(lock.content()))));
    expect(() => synth({ schema: [tenant] })).not.toThrow();
  });
});

it('tells the pools of two stages apart', () => {
  const app = newApp();
  for (const stage of ['Beta', 'Prod']) {
    const stack = new Stack(app, stage);
    new UserAuthPool(stack, 'Pool', { lockFile: lock.path, signInCaseSensitive: stage === 'Beta' });
  }
  templateOf(app.node.findChild('Beta') as Stack);
  expect(lock.pools()).toEqual(['*/*/Beta/PoolD3F588B8', '*/*/Prod/PoolD3F588B8']);
});
