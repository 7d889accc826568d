import { Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { ADDRESS, asHeader, IN_ASCII, inAscii, isWithin, SENDER } from '../../lib/messages/email-address';

describe('an address', () => {
  it.each(['me@example.com', 'me+shop@example.com', 'm.e@mail.example.com'])('is %s', (text) => {
    expect(text).toMatch(ADDRESS);
    expect(text).toMatch(SENDER);
  });

  it.each(['', 'me', 'me@', '@example.com', 'm e@example.com', 'me@you@example.com'])('is not %j', (text) => {
    expect(text).not.toMatch(ADDRESS);
    expect(text).not.toMatch(SENDER);
  });

  it.each(['Me <me@example.com>', '"me@work" <me@example.com>'])('with a display name is a sender: %s', (text) => {
    expect(text).not.toMatch(ADDRESS);
    expect(text).toMatch(SENDER);
  });

  it.each([
    ['me@exämple.com', true],
    ['Mé <me@example.com>', true],
    ['mé@example.com', false],
    ['Me <mé@example.com>', false],
    ['"Mé@Shop" <me@example.com>', true],
    ['"Mé@Shop" <mé@example.com>', false],
  ])('has nothing but ASCII before the at sign: %s, %s', (text, isInAscii) => {
    expect(IN_ASCII.test(text)).toBe(isInAscii);
  });
});

describe('inAscii', () => {
  it.each([
    ['me@example.com', 'me@example.com'],
    ['me@exämple.com', 'me@xn--exmple-cua.com'],
    ['Mé <me@exämple.com>', 'Mé <me@xn--exmple-cua.com>'],
    ['exämple.com', 'xn--exmple-cua.com'],
  ])('of %s is %s', (text, ascii) => {
    expect(inAscii(text)).toBe(ascii);
  });
});

describe('asHeader', () => {
  it.each([
    ['me@example.com', 'me@example.com'],
    ['Me <me@example.com>', 'Me <me@example.com>'],
    ['Me, Inc. <me@example.com>', '"Me, Inc." <me@example.com>'],
    ['Mé <me@example.com>', '=?UTF-8?B?TcOp?= <me@example.com>'],
  ])('of %s is %s', (text, header) => {
    expect(asHeader(text)).toBe(header);
  });
});

it('does not change what only deployment will know', () => {
  const unknown = `Mé, Inc. <${Lazy.string({ produce: () => 'me@exämple.com' })}>`;
  expect(inAscii(unknown)).toBe(unknown);
  expect(asHeader(unknown)).toBe(unknown);
});

describe('isWithin', () => {
  it.each([
    ['me@example.com', 'me@example.com'],
    ['Me <me@example.com>', 'me@example.com'],
    ['ME@example.com', 'me@EXAMPLE.com'],
    ['me@example.com', 'example.com'],
    ['me@mail.example.com', 'example.com'],
    ['me@exämple.com', 'xn--exmple-cua.com'],
    // Amazon SES takes labels of a verified address for that address.
    ['me+shop@example.com', 'me@example.com'],
    ['Me <me+shop+news@example.com>', 'me@example.com'],
    ['me+shop@example.com', 'me+shop@example.com'],
  ])('%s is of %s', (from, identity) => {
    expect(isWithin(from, identity)).toBe(true);
  });

  it.each([
    ['me@example.org', 'example.com'],
    ['me@badexample.com', 'example.com'],
    ['you@example.com', 'me@example.com'],
    ['you.me@example.com', 'me@example.com'],
    ['you+me@example.com', 'me@example.com'],
    ['me+shop@example.org', 'me@example.com'],
    ['me@example.com', 'me+shop@example.com'],
    ['me+news@example.com', 'me+shop@example.com'],
    ['x@me@example.com', 'me@example.com'],
  ])('%s is not of %s', (from, identity) => {
    expect(isWithin(from, identity)).toBe(false);
  });
});
