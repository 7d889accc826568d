import { Stack } from 'aws-cdk-lib';
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { UserAuthPool, UserAuthPoolProps } from '../../lib';
import { Problems } from '../../lib/checks/problems';
import { Entry, LockContent } from '../../lib/lock/content';
import { CurrentPool } from '../../lib/lock/current-pool';
import { TemplateIndex } from '../../lib/template/template-index';
import { useLockFile } from '../support/lock-file';
import { newApp } from '../support/synth';

const lock = useLockFile();

const setUp = (props: UserAuthPoolProps = {}) => {
  const stack = new Stack(newApp(), 'S', { env: { account: '111111111111', region: 'eu-west-1' } });
  const pool = new UserAuthPool(stack, 'Pool', props);
  const current = new CurrentPool(new TemplateIndex(stack.node.root), pool, pool.cfnUserPool);
  return { stack, current };
};
const passkeysAt = (relyingPartyId: string): UserAuthPoolProps => ({ passwordless: { passkeys: { relyingPartyId } } });
const ENTRY: Entry = { path: 'S/Pool', usernameAttributes: ['email'], aliasAttributes: [], caseSensitive: false };
const withPasskeys: Entry = { ...ENTRY, relyingPartyId: 'old.example.com' };

it('has settings, which are what a new pool is recorded with', () => {
  const { current } = setUp();
  expect(current.settings).toMatchObject({ ...ENTRY, clients: { PoolClient8A3E5EB7: 'S/Pool/Client' } });
  expect(current.entryAfter()).toBe(current.settings);
  expect(current.isKnown).toBe(true);
});

it('is not known as long as the CDK has something to look up', () => {
  expect(setUp(passkeysAt('dummy-value-for-/domain')).current.isKnown).toBe(false);
});

it('finds its entries, with the names that are known by now', () => {
  const { stack, current } = setUp();
  const domains = { D: JSON.stringify({ 'Fn::Join': ['-', ['shop', { Ref: 'AWS::Region' }]] }) };
  writeFileSync(
    lock.path,
    JSON.stringify({ pools: { '*/*/S/PoolD3F588B8': { ...ENTRY, domains }, '*/*/S/Q': ENTRY } }),
  );
  const [found, ...others] = current.entriesIn(LockContent.read(lock.path, stack, new Problems(stack))!);
  expect(found).toMatchObject({ key: '*/*/S/PoolD3F588B8', entry: { domains: { D: 'shop-eu-west-1' } } });
  expect(others).toEqual([]);
});

it('keeps the domain of passkeys that are gone, and not that of others', () => {
  const without = setUp().current;
  expect(without.comparableWith(withPasskeys).relyingPartyId).toBe('old.example.com');
  expect(without.comparableWith(ENTRY)).toBe(without.settings);
  expect(without.entryAfter(withPasskeys).relyingPartyId).toBe('old.example.com');
  const moved = setUp(passkeysAt('new.example.com')).current;
  expect(moved.comparableWith(withPasskeys).relyingPartyId).toBe('new.example.com');
});

it('is recorded with what is gone from its entry, until somebody takes that out', () => {
  const { current } = setUp();
  expect(current.entryAfter({ ...ENTRY, groups: { G: 'admins' } })).toEqual({
    ...current.settings,
    groups: { G: 'admins' },
  });
});
