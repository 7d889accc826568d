import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { HostedUi, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { mayBeSameRelyingParty, relyingPartyOf } from '../../lib/lock/relying-party';
import { TemplateIndex } from '../../lib/template/template-index';
import { synthWith, useLockFile } from '../support/lock-file';
import { newApp } from '../support/synth';

const lock = useLockFile();

const cognitoDomain = (domainPrefix?: string) => ({ hostedUi: HostedUi.cognitoDomain({ domainPrefix }) });
const customDomain = (stack: Stack, domainName: string) => {
  const arn = 'arn:aws:acm:us-east-1:111111111111:certificate/a';
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);
  return { hostedUi: HostedUi.customDomain({ domainName, certificate }) };
};
const passkeys = (relyingPartyId?: string) => ({ passwordless: { passkeys: { relyingPartyId } } });

describe('passkeys belong to', () => {
  const read = (region: string | undefined, make: (stack: Stack) => UserAuthPoolProps, prefix?: string) => {
    const stack = new Stack(newApp(), 'S', { env: { region } });
    const pool = new UserAuthPool(stack, 'Pool', { ...passkeys(), ...make(stack) });
    if (prefix) new cognito.CfnUserPoolDomain(stack, 'Other', { domain: prefix, userPoolId: pool.userPoolId });
    return relyingPartyOf(new TemplateIndex(stack.node.root), pool.cfnUserPool);
  };
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Domain').valueAsString;

  it.each<[string, string | undefined, (stack: Stack) => UserAuthPoolProps, string | undefined]>([
    ['their own domain', 'eu-west-1', () => ({ ...passkeys('example.com'), ...cognitoDomain('shop') }), 'example.com'],
    ['the prefix domain', 'eu-west-1', () => cognitoDomain('shop'), 'shop.auth.eu-west-1.amazoncognito.com'],
    ['one of GovCloud', 'us-gov-west-1', () => cognitoDomain('shop'), 'shop.auth-fips.us-gov-west-1.amazoncognito.com'],
    ['one in a region that is not known', undefined, () => cognitoDomain('shop'), 'shop.*.*.amazoncognito.com'],
    ['one that is not known', 'eu-west-1', () => cognitoDomain(), '*.auth.eu-west-1.amazoncognito.com'],
    ['a custom domain', 'eu-west-1', (stack) => customDomain(stack, 'auth.example.com'), 'auth.example.com'],
    ['nothing that is known', 'eu-west-1', (stack) => customDomain(stack, parameter(stack)), undefined],
    ['nothing without a domain', 'eu-west-1', () => ({}), undefined],
    ['nothing if there are none', 'eu-west-1', () => ({ ...cognitoDomain('shop'), passwordless: {} }), undefined],
  ])('%s', (_, region, make, expected) => {
    expect(read(region, make)).toBe(expected);
  });

  it('the custom domain of a pool that has both', () => {
    expect(read('eu-west-1', (stack) => customDomain(stack, 'auth.example.com'), 'shop')).toBe('auth.example.com');
  });
});

it.each([
  ['example.com', 'example.com', true],
  ['example.com', 'example.org', false],
  ['shop.*.*.amazoncognito.com', 'shop.auth.eu-west-1.amazoncognito.com', true],
  ['shop.auth.eu-west-1.amazoncognito.com', 'shop.*.*.amazoncognito.com', true],
  ['*.auth.eu-west-1.amazoncognito.com', 'shop.*.*.amazoncognito.com', true],
  ['shop.*.*.amazoncognito.com', 'other.auth.eu-west-1.amazoncognito.com', false],
  ['*.*.*.amazoncognito.com', 'example.com', false],
  ['example.com', undefined, false],
  [undefined, undefined, false],
])('%j and %j may be the same: %s', (one, other, expected) => {
  expect(mayBeSameRelyingParty(one, other)).toBe(expected);
});

describe('passkeys at the domain of the pool', () => {
  const synth = (props: UserAuthPoolProps) => synthWith(lock, () => undefined, { ...passkeys(), ...props });

  it('do not move to another one without a word', () => {
    synth(cognitoDomain('shop'));
    expect(lock.entry().relyingPartyId).toBe('shop.*.*.amazoncognito.com');
    expect(synth({ ...cognitoDomain('shop'), ...passkeys('example.com') })[0]).toMatch(
      /lockFile, relyingPartyId is "shop\.\*\.\*\.amazoncognito\.com" in .*, and "example\.com" now: Cognito changes it, and every passkey of every user stops working\. Undo the change; or, /,
    );
    expect(synth({ ...cognitoDomain('shop'), ...passkeys('shop.auth.eu-west-1.amazoncognito.com') })).toEqual([]);
  });

  it('are lost with the domain, as the error says that tells how to change it', () => {
    synth(cognitoDomain('shop'));
    const [message] = synth(cognitoDomain('other'));
    expect(message).toContain('lockFile, domains is "shop" in ');
    expect(message).toMatch(/lockFile, relyingPartyId is "shop\..*every passkey of every user stops working/);
  });

  it('may be added, and recorded later, by an app that has them already', () => {
    synth({ ...cognitoDomain('shop'), passwordless: {} });
    expect(lock.entry()).not.toHaveProperty('relyingPartyId');
    expect(synth(cognitoDomain('shop'))).toEqual([]);
    expect(lock.entry().relyingPartyId).toBe('shop.*.*.amazoncognito.com');
  });
});
