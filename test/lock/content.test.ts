import { NestedStack, Stack } from 'aws-cdk-lib';
import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { Problems } from '../../lib/checks/problems';
import { differences, LockContent } from '../../lib/lock/content';
import { identityIn } from '../../lib/lock/identity';
import { errorOf } from '../client/support';
import { useLockFile } from '../support/lock-file';
import { newApp, templateOf } from '../support/synth';

const lock = useLockFile();

const read = () => {
  const stack = new Stack(newApp(), 'S');
  return LockContent.read(lock.path, stack, new Problems(stack))!;
};
const entry = { path: 'S/Pool', usernameAttributes: ['email'], aliasAttributes: [], caseSensitive: false };
const write = (...keys: string[]) =>
  writeFileSync(lock.path, JSON.stringify({ pools: Object.fromEntries(keys.map((key) => [key, entry])) }));
const of = (key: string) => identityIn(key)!;

describe('the entries of a pool', () => {
  it.each([
    [['*/*/S/P'], '1/eu/S/P', ['*/*/S/P']],
    [['*/*/S/P', '1/eu/S/P'], '1/eu/S/P', ['1/eu/S/P']],
    [['1/eu/S/P', '1/us/S/P'], '*/*/S/P', ['1/eu/S/P', '1/us/S/P']],
    [['1/eu/S/P'], '1/us/S/P', []],
  ])('of %j for %s', (keys, key, expected) => {
    write(...keys);
    expect(
      read()
        .of(of(key))
        .map((each) => each.key),
    ).toEqual(expected);
  });

  it.each([
    [['*/*/S/P'], '1/eu/S/P', ['1/eu/S/P']],
    [['1/eu/S/P'], '*/*/S/P', ['1/eu/S/P']],
    [['1/eu/S/P'], '1/us/S/P', ['1/eu/S/P', '1/us/S/P']],
    [['1/eu/S/P'], '1/*/S/P', ['1/eu/S/P']],
    [['1/*/S/P'], '1/eu/S/P', ['1/eu/S/P']],
    [[], '*/*/S/P', ['*/*/S/P']],
  ])('replace %j by %s, the more precise one stays', (keys, key, expected) => {
    write(...keys);
    read()
      .with([{ identity: of(key), entryAfter: () => ({ ...entry, path: 'S/New' }) }])
      .write(lock.path);
    expect(lock.pools()).toEqual(expected);
    expect(lock.paths()).toContain('S/New');
  });

  it('are not written if nothing has changed, however the file is formatted', () => {
    write('*/*/S/P');
    read().write(lock.path);
    const first = lock.content();
    writeFileSync(lock.path, JSON.stringify(JSON.parse(first)));
    const before = lock.content();
    read().write(lock.path);
    expect(lock.content()).toBe(before);
  });
});

describe('files that pools of an app read in turn', () => {
  const other = () => join(lock.folder, 'other.lock.json');
  const inNewApp = () => {
    const stack = new Stack(newApp(), 'S');
    return (file: string) => LockContent.read(file, stack, new Problems(stack))!;
  };

  it('are each parsed once', () => {
    write('*/*/S/Q');
    copyFileSync(lock.path, other());
    write('*/*/S/P');
    const readAt = inNewApp();
    const [first, second] = [readAt(lock.path), readAt(other())];
    expect(readAt(lock.path)).toBe(first);
    expect(readAt(other())).toBe(second);
    expect(readAt(relative('.', lock.path))).toBe(first);
  });

  it('are forgotten with the app', () => {
    write('*/*/S/P');
    const [first, second] = [inNewApp(), inNewApp()];
    expect(second(lock.path)).not.toBe(first(lock.path));
  });

  it('are parsed again when they have changed', () => {
    const readAt = inNewApp();
    write('*/*/S/P');
    expect(readAt(lock.path).pools.map(({ key }) => key)).toEqual(['*/*/S/P']);
    write('*/*/S/Q');
    expect(readAt(lock.path).pools.map(({ key }) => key)).toEqual(['*/*/S/Q']);
    writeFileSync(lock.path, 'no JSON');
    expect(readAt(lock.path)).toBeUndefined();
    rmSync(lock.path);
    expect(readAt(lock.path).pools).toEqual([]);
  });
});

it('a file that is not there has no pools', () => {
  expect(existsSync(lock.path)).toBe(false);
  expect(read().pools).toEqual([]);
});

it('differences are the innermost ones, whatever their names', () => {
  const was = JSON.parse('{"a": {"b": "1", "__proto__": "2"}, "c": ["x"]}');
  const is = JSON.parse('{"a": {"b": "2"}, "c": ["x"], "toString": true}');
  expect(differences(was, is)).toEqual([
    [['a', 'b'], '1', '2'],
    [['a', '__proto__'], '2', undefined],
    [['toString'], undefined, true],
  ]);
});

describe("a file that can't be trusted", () => {
  const tenant = [AttributeSchema.customString('tenant')];
  const made = (schema?: AttributeSchema[]) => {
    const stack = new Stack(newApp(), 'S');
    new UserAuthPool(stack, 'Pool', { lockFile: lock.path, schema });
    return stack;
  };

  it.each([
    '',
    'nonsense',
    '[]',
    '{}',
    '{"pools": 5}',
    '{"pools": null}',
    '{"pools": []}',
    '{"pools": {"S/X": null}}',
    '{"pools": {"S/X": {"path": "S/X"}}}',
    '{"pools": {"*/*/S/X": {}}}',
    '{"pools": {"*/*/S/X": {"path": 5, "usernameAttributes": [], "aliasAttributes": []}}}',
    '{"pools": {"*/*/S/X": {"path": "S/X", "usernameAttributes": "email", "aliasAttributes": []}}}',
    '{"pools": {"*/*/S/X": {"path": "S/X", "usernameAttributes": [3], "aliasAttributes": []}}}',
    '{"pools": {"*/*/S/X": {"path": "S/X", "usernameAttributes": [], "aliasAttributes": [], "caseSensitive": "no"}}}',
    '{"pools": {"*/*/S/X": {"path": "S/X", "usernameAttributes": [], "aliasAttributes": [], "custom:a": [1]}}}',
    '{"pools": {"*/*/S/X": {"path": "S/X", "usernameAttributes": [], "aliasAttributes": [], "__proto__": {}}}}',
    '{"pools": {"__proto__": {"path": "S/X", "usernameAttributes": [], "aliasAttributes": []}}}',
    '{"pools": {"S/X": {"logicalId": "X"}}}',
  ])('%s', (text) => {
    writeFileSync(lock.path, text);
    const malformed = /\{"pools": \{"/.test(text) ? 'a malformed entry "[^"]+"' : 'no JSON with "pools"';
    expect(errorOf(made())).toMatch(
      new RegExp(
        `lockFile is ".*", which has ${malformed}, so it is not a lock file of this library: nothing can be compared with it\\. Restore it from version control: `,
      ),
    );
    expect(lock.content()).toBe(text);
  });

  it('one with a merge conflict', () => {
    templateOf(made(tenant));
    const conflict = `<<<<<<< HEAD\n${lock.content()}=======\n${lock.content()}>>>>>>> feature\n`;
    writeFileSync(lock.path, conflict);
    expect(errorOf(made(tenant))).toMatch(
      /lockFile is ".*", which has an unresolved merge conflict: .*\. Resolve the conflict, and keep the entries of both branches\./,
    );
    expect(lock.content()).toBe(conflict);
  });

  it('one in which a merge has left two entries for a pool', () => {
    templateOf(made(tenant));
    const text = lock.content();
    const start = text.indexOf('"*/*/S/PoolD3F588B8"');
    const end = text.lastIndexOf('}', text.lastIndexOf('}') - 1);
    const entry = text.slice(start, end);
    const merged = `${text.slice(0, start)}${entry},${entry.replace('tenant', 'account')}${text.slice(end)}`;
    writeFileSync(lock.path, merged);
    expect(errorOf(made(tenant))).toContain('which has the pool "*/*/S/PoolD3F588B8" twice, as after a merge: ');
    expect(lock.content()).toBe(merged);
  });

  it.each([
    [/"clients": \{/, '"clients": {}, "clients": {', '"clients" of the pool "*/*/S/PoolD3F588B8"'],
    [
      /"maxLength": /,
      '"maxLength": "1",\n"maxLength" : ',
      '"custom:tenant.stringAttributeConstraints.maxLength" of the pool',
    ],
    [/^\{/, '{"pools": {},', '"pools"'],
  ])('one in which a merge has left %s twice', (pattern, twice, expected) => {
    templateOf(made(tenant));
    writeFileSync(lock.path, lock.content().replace(pattern, twice));
    expect(errorOf(made(tenant))).toContain(`which has ${expected}`);
  });

  it('but one in which a value looks like a key that is there twice', () => {
    templateOf(made(tenant));
    writeFileSync(lock.path, lock.content().replace(/"comment": "[^"]*"/, '"comment": "\\"pools\\": {} [ \\\\"'));
    expect(() => templateOf(made(tenant))).not.toThrow();
  });
});

describe('a file of the first version of this library', () => {
  const old = (extra: object = {}, stack = 'S') => ({
    aliasAttributes: [],
    caseSensitive: false,
    logicalId: 'PoolD3F588B8',
    stack,
    usernameAttributes: ['email'],
    ...extra,
  });
  const synth = (pools: object, props: UserAuthPoolProps = {}, make = (stack: Stack): Stack => stack) => {
    writeFileSync(lock.path, JSON.stringify({ comment: '', pools }));
    const stack = new Stack(newApp(), 'S');
    new UserAuthPool(make(stack), 'Pool', { lockFile: lock.path, ...props });
    return stack;
  };

  it('is read, and written in the form of today', () => {
    templateOf(synth({ 'S/Pool': old() }));
    expect(lock.pools()).toEqual(['*/*/S/PoolD3F588B8']);
    expect(lock.paths()).toEqual(['S/Pool']);
  });

  it('is read where it has a nested stack', () => {
    const nested = old({ nestedIn: 'S', logicalId: 'PoolD3F588B8' }, 'S/N');
    templateOf(synth({ 'S/N/Pool': nested }, {}, (stack) => new NestedStack(stack, 'N')));
    expect(lock.pools()).toEqual([expect.stringMatching(/^\*\/\*\/S\/NNested\w+\/PoolD3F588B8$/)]);
  });

  it('has true for a pool that says nothing of case, too', () => {
    expect(() =>
      templateOf(synth({ 'S/Pool': old({ caseSensitive: true }) }, { signInCaseSensitive: true })),
    ).not.toThrow();
  });

  it('has true for a pool that says nothing of case at all', () => {
    const overrides = { userPool: { UsernameConfiguration: undefined } };
    const stack = synth({ 'S/Pool': old({ caseSensitive: true }) }, { overrides });
    expect(() => templateOf(stack)).not.toThrow();
    expect(lock.entries()).toMatchObject({ '*/*/S/PoolD3F588B8': { caseSensitive: 'absent' } });
  });

  describe('says whether only administrators write an attribute:', () => {
    const tenant = {
      attributeDataType: 'String',
      mutable: true,
      stringAttributeConstraints: { minLength: '0', maxLength: '2048' },
    };
    const changed = (was: boolean, is: boolean) => {
      const before = old({ 'custom:tenant': { ...tenant, developerOnlyAttribute: was } });
      const schema = [AttributeSchema.customString('tenant', { developerOnly: is })];
      return synth({ 'S/Pool': before }, { schema });
    };

    it('no, like an attribute that does not say so', () => {
      templateOf(changed(false, false));
      expect(lock.entries()['*/*/S/PoolD3F588B8']).toHaveProperty(['custom:tenant'], tenant);
    });

    it('yes, which does not become no', () => {
      templateOf(changed(true, true));
      expect(errorOf(changed(true, false))).toContain('lockFile, custom:tenant.developerOnlyAttribute is true');
      expect(errorOf(changed(false, true))).toContain('lockFile, custom:tenant.developerOnlyAttribute is true, which');
    });
  });

  it.each([{ logicalId: 3 }, { stack: 3 }, { nestedIn: 3 }])('is not read if it has %j', (wrong) => {
    const pools = { 'S/Other': old({ logicalId: 'Other' }), 'S/Pool': old(wrong) };
    expect(errorOf(synth(pools))).toContain('which has a malformed entry "S/Pool", so it is not a lock file');
  });

  it('keeps what else it says of an attribute', () => {
    const tenant = { attributeDataType: 'String', mutable: false, developerOnlyAttribute: false };
    const immutable = [AttributeSchema.customString('tenant', { mutable: false })];
    expect(errorOf(synth({ 'S/Pool': old({ 'custom:tenant': tenant }) }, { schema: immutable }))).not.toContain(
      'mutable is',
    );
    const mutable = [AttributeSchema.customString('tenant')];
    expect(errorOf(synth({ 'S/Pool': old({ 'custom:tenant': tenant }) }, { schema: mutable }))).toContain(
      'lockFile, custom:tenant.mutable is false',
    );
  });

  it('is read anew in each app, in which other stacks may have the paths', () => {
    const pools = { '*/*/Other/P': entry, 'S/Pool': old() };
    writeFileSync(lock.path, JSON.stringify({ pools }));
    const keysIn = (stackName: string) => {
      const stack = new Stack(newApp(), 'S', { stackName });
      return LockContent.read(lock.path, stack, new Problems(stack))!.pools.map(({ key }) => key);
    };
    expect(keysIn('One')).toEqual(['*/*/Other/P', '*/*/One/PoolD3F588B8']);
    expect(keysIn('Two')).toEqual(['*/*/Other/P', '*/*/Two/PoolD3F588B8']);
  });

  it('is read anew while an app gets its stacks', () => {
    writeFileSync(lock.path, JSON.stringify({ pools: { 'S/Pool': old() } }));
    const app = newApp();
    const keys = () => LockContent.read(lock.path, app, new Problems(app))!.pools.map(({ key }) => key);
    expect(keys()).toEqual(['*/*/S/PoolD3F588B8']);
    new Stack(app, 'S', { stackName: 'One' });
    expect(keys()).toEqual(['*/*/One/PoolD3F588B8']);
  });

  it('takes a stack that is gone for one of any environment', () => {
    writeFileSync(lock.path, JSON.stringify({ pools: { 'Prod/App/Pool': old({}, 'Prod/App') } }));
    expect(read().pools.map(({ key }) => key)).toEqual(['*/*/Prod-App/PoolD3F588B8']);
  });

  it('tells what has changed since', () => {
    expect(errorOf(synth({ 'S/Pool': old() }, { signInCaseSensitive: true }))).toContain(
      'lockFile, caseSensitive is false',
    );
    expect(errorOf(synth({ 'S/Pool': old({ logicalId: 'Pool9439FBB3' }) }))).toContain(
      'Stack.of(this).renameLogicalId("PoolD3F588B8", "Pool9439FBB3")',
    );
  });

  it('takes the name that the CDK gives to a stack which is gone', () => {
    expect(errorOf(synth({ 'Prod/App/Pool': old({}, 'Prod/App') }))).toContain('stackName: "Prod-App"');
  });
});
