/*
 * The page of who may call what, in a browser: light and dark, on a phone and on a desk, with nothing from elsewhere.
 * SCREENSHOTS=1 writes its pictures in docs/ again.
 */
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizer, HttpApiAccess, UserAuthPool } from '../lib';
import { openBrowser } from '../scripts/browser.mjs';
import { root } from '../scripts/setup.mjs';
import { newFunction } from '../test/support/synth';

let browser: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser?.close());

/** The page of a small shop. */
function shopPage(): string {
  const stack = new Stack(new App(), 'Shop');
  const pool = new UserAuthPool(stack, 'Users');
  const httpApi = new HttpApi(stack, 'Api');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool });
  const [orders, reports, health] = ['Orders', 'Reports', 'Health'].map((id) => newFunction(stack, id));
  const route = (path: string, method: HttpMethod, fn: typeof orders, accessPolicy?: AccessPolicy) =>
    authorizer.addLambdaRoute(fn!, { httpApi, path, methods: [method], accessPolicy });
  route('/orders', HttpMethod.POST, orders);
  route('/orders/{id}', HttpMethod.GET, orders, AccessPolicy.signedIn());
  route('/orders/{id}', HttpMethod.DELETE, orders, AccessPolicy.anyGroup('admins', 'support'));
  route('/reports', HttpMethod.GET, reports, AccessPolicy.group('admins'));
  const integration = new HttpLambdaIntegration('Health', health!);
  httpApi.addRoutes({ path: '/health', methods: [HttpMethod.GET], integration });
  return HttpApiAccess.of(httpApi).toHtml();
}

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  it.each([
    ['a desk', 1100],
    ['a phone', 390],
  ])('fits on %s', async (name, width) => {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 400 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setContent(shopPage());
    expect(asked).toEqual([]);
    for (const text of ['anyone', 'POST /orders', 'admins', 'support']) {
      expect(await page.getByText(text).first().isVisible(), text).toBe(true);
    }
    // What is wider than the screen scrolls by itself, and the page does not.
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
      true,
    );
    const [text, ground] = await page.evaluate<[string, string]>(
      `['color', 'backgroundColor'].map((name) => getComputedStyle(document.body)[name])`,
    );
    expect(brightness(text) > brightness(ground)).toBe(colorScheme === 'dark');
    const file = `access-page${colorScheme === 'dark' ? '-dark' : ''}.png`;
    if (process.env.SCREENSHOTS && name === 'a desk') await page.screenshot({ path: join(root, 'docs', file) });
    await page.close();
  });
});

const brightness = (color: string) =>
  (color.match(/[\d.]+/g) ?? [])
    .slice(0, 3)
    .map(Number)
    .reduce((sum, each) => sum + each, 0);
