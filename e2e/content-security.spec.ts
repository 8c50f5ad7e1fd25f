import { type APIResponse, expect, type Page, test } from '@playwright/test';
import { product } from './kit/product.ts';
import { samples } from './kit/samples.ts';

/** What browsers refuse by the policy of a page is kept on it, from its first moment. */
async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(window, { refusedByPolicy: refused });
    document.addEventListener('securitypolicyviolation', (event) =>
      refused.push(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''} ${event.sample}`,
      ),
    );
  });
  return () => page.evaluate(() => (window as unknown as { refusedByPolicy: string[] }).refusedByPolicy);
}

async function paths(page: Page): Promise<string[]> {
  const headers = { authorization: `Bearer ${product().apiKey}` };
  const { device, bulk, policy, versionList, feed } = await samples(page);
  const reports = await (await page.request.get('/api/v1/reports?limit=1', { headers })).json();
  return [
    '/overview',
    '/devices',
    `/devices/${device}`,
    '/devices/00000000-0000-7000-8000-000000000000',
    '/reports',
    `/reports/${reports.items[0].id}`,
    '/bulk-actions',
    `/bulk-actions/${bulk}`,
    '/feeds',
    '/imports',
    '/sources/new',
    '/sources/new?kind=fleet&simulated=1',
    `/feeds/${encodeURIComponent(feed)}`,
    '/policies',
    '/policies/new?template=none',
    `/policies/${policy}`,
    `/policies/${policy}/edit`,
    '/policies/exceptions',
    '/policies/version-lists',
    '/policies/version-lists/new',
    `/policies/version-lists/${versionList}`,
    '/alerts',
    '/alerts/destinations/new',
    '/alerts/destinations/new?kind=webhook',
    '/alerts/rules',
    '/alerts/rules/new',
    '/alerts/exports',
    '/alerts/exports/new',
    '/alerts/deliveries',
    '/alerts/user-mail',
    '/connection',
    '/connection/entra-only',
    '/settings',
    '/api-reference/check-ins',
    '/about',
    '/api-keys',
    '/audit',
    '/no-access',
    '/sign-in',
    '/no/such/page',
  ];
}

test('no page does what its policy forbids, and all are alive under it', async ({ page }) => {
  test.setTimeout(120_000);
  const refused = await watchPolicy(page);
  for (const path of await paths(page)) {
    const answer = await page.goto(path);
    const policy = (await answer?.headerValue('content-security-policy')) ?? '';
    expect([path, policy]).toEqual([
      path,
      expect.stringMatching(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic';/),
    ]);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
    // React has taken the page over: only scripts that may run can do that.
    await page.waitForFunction(() =>
      [...document.querySelectorAll('body *')].some((element) =>
        Object.keys(element).some((key) => key.startsWith('__reactFiber')),
      ),
    );
    expect([path, await refused()]).toEqual([path, []]);
  }
});

test('each answer has a nonce of its own, and going from page to page keeps to the policy', async ({
  page,
}) => {
  const refused = await watchPolicy(page);
  const nonceOf = async () =>
    /'nonce-([^']+)'/.exec(
      (await (await page.goto('/devices'))?.headerValue('content-security-policy')) ?? '',
    )?.[1];
  expect(await nonceOf()).not.toBe(await nonceOf());
  const menu = page.getByRole('navigation').first();
  for (const name of ['Overview', 'Reports', 'Connection', 'Devices']) {
    await menu.getByRole('link', { name, exact: true }).click();
    await expect(page).toHaveTitle(new RegExp(name));
  }
  expect(await refused()).toEqual([]);
});

test('a script that got into a page all the same does not run', async ({ page }) => {
  const refused = await watchPolicy(page);
  await page.goto('/devices');
  await page.evaluate(() => {
    const place = document.createElement('div');
    place.innerHTML =
      '<img src="/none" onerror="window.wasRun = true"><a href="javascript:window.wasRun=true">x</a>';
    document.body.append(place);
    const script = document.createElement('div');
    document.body.append(script);
    script.outerHTML = '<iframe srcdoc="<script>parent.wasRun = true</script>"></iframe>';
    place.querySelector('a')?.click();
  });
  await expect.poll(async () => (await refused()).length).toBeGreaterThanOrEqual(2);
  expect(await page.evaluate(() => 'wasRun' in window)).toBe(false);
});

test.describe('without a session', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('the files of public are there, and search engines are turned away', async ({ page }) => {
    for (const [path, type, words] of [
      ['/robots.txt', 'text/plain', 'User-agent: *\nDisallow: /\n'],
      ['/manifest.webmanifest', 'application/manifest+json', '"start_url": "/"'],
      ['/icon.svg', 'image/svg+xml', '<svg'],
    ] as const) {
      const answer = await page.request.get(path, { maxRedirects: 0 });
      expect([path, answer.status()]).toEqual([path, 200]);
      expect(answer.headers()).toMatchObject({
        'content-type': expect.stringContaining(type),
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-content-type-options': 'nosniff',
      });
      expect(await answer.text()).toContain(words);
    }
    await page.goto('/sign-in');
    expect(await page.locator('link[rel="icon"]').first().getAttribute('href')).toBe('/icon.svg');
    expect(await page.locator('link[rel="manifest"]').first().getAttribute('href')).toBe(
      '/manifest.webmanifest',
    );
  });
});

test('every answer says what browsers must not do with it', async ({ page }) => {
  for (const path of [
    '/devices',
    '/api/v1/views',
    '/api/health/live',
    '/icon.svg',
    '/robots.txt',
    '/api/nothing',
  ]) {
    const headers = (await page.request.get(path)).headers();
    expect([path, headers]).toEqual([
      path,
      expect.objectContaining({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      }),
    ]);
    // The product under test is reached by http.
    expect(headers).not.toHaveProperty('strict-transport-security');
  }
  const api = (await page.request.get('/api/v1/views')).headers();
  expect(api['content-security-policy']).toBe(
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  );
});

/** Differ from answer to answer, or say how its body is sent. */
const ofOneAnswer = new Set([
  'content-encoding',
  'content-length',
  'date',
  'transfer-encoding',
  'vary',
  'x-request-id',
]);

test('what the server answers past Next carries the headers that Next gives', async ({ request }) => {
  const headers = { authorization: `Bearer ${product().apiKey}` };
  const address = '/api/v1/devices?limit=1';
  const kept = (answer: APIResponse) =>
    Object.entries(answer.headers())
      .filter(([name]) => !ofOneAnswer.has(name))
      .toSorted();
  // Next answers HEAD by itself, from the same route.
  const byNext = await request.head(address, { headers });
  const direct = await request.get(address, { headers });
  expect(direct.ok()).toBe(true);
  expect(kept(direct)).toEqual(kept(byNext));
});
