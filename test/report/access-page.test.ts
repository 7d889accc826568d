import { describe, expect, it } from 'vitest';
import { AccessPolicy, HttpApiAccess } from '../../lib';
import { pageOf } from '../../lib/report/access-page';
import { setUp } from '../authorizer/support';

describe('the page', () => {
  const { authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: AccessPolicy.group('admins') });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/b', accessPolicy: AccessPolicy.signedIn() });
  const page = HttpApiAccess.of(httpApi).toHtml();

  it('has the routes against the groups', () => {
    expect(page).toContain('<th>no token</th><th>no group</th><th>admins</th>');
    const marks = [...page.matchAll(/<td class="mark">(.?)<\/td>/g)].map(([, mark]) => mark);
    expect(marks).toEqual(['', '', '✓', '', '✓', '✓']);
  });

  it('loads nothing', () => {
    expect(page).not.toMatch(/<script|<link|src=|@import|url\(/);
    expect(page).toContain('prefers-color-scheme: dark');
  });
});

it('writes names as text', () => {
  const row = {
    route: 'GET /<x>',
    who: '"a" & <b>',
    enforcement: 'in the token',
    target: 'F',
    constructPath: 'P',
    isPublic: true,
  };
  const page = pageOf('<Api>', [row], ['<group>'], [[undefined]]);
  expect(page).toContain('<tr class="open"><td><code>GET /&lt;x&gt;</code></td><td>&quot;a&quot; &amp; &lt;b&gt;</td>');
  expect(page).toContain('<th>&lt;group&gt;</th>');
  expect(page).toContain('<td class="mark">?</td>');
  expect(page).not.toContain('<Api>');
});
