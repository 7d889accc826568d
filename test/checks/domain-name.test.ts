import { expect, it } from 'vitest';
import { isDomainLabel, isDomainName, isSubdomain } from '../../lib/checks/domain-name';

it.each(['a', 'A1', '4', 'my-app', 'a--b', 'a'.repeat(63)])('%j is a label', (text) => {
  expect([isDomainLabel, isDomainName, isSubdomain].map((is) => is(text))).toEqual([true, true, false]);
});

it.each(['', '-', '-a', 'a-', 'a b', 'a_b', 'ä', 'a\n', 'a'.repeat(64)])(
  '%j is none, nor part of a domain name',
  (text) => {
    expect(isDomainLabel(text)).toBe(false);
    for (const name of [text, `${text}.com`, `www.${text}`])
      expect([isDomainName(name), isSubdomain(name)]).toEqual([false, false]);
  },
);

it.each(['example.com', 'Auth.Example.com', '1.example.com', `${'a.'.repeat(126)}a`])('%j is a domain name', (text) => {
  expect([isDomainName(text), isSubdomain(text)]).toEqual([true, true]);
});

it.each([
  'example.com.',
  '.example.com',
  'a..b',
  'https://example.com',
  'example.com/',
  'example.com:443',
  `${'a.'.repeat(127)}a`,
])('%j is none', (text) => expect([isDomainName(text), isSubdomain(text)]).toEqual([false, false]));
